import type { AuditEvent } from '../audit/index.ts';
import { AuditEvent as AuditEventSchema } from '../audit/index.ts';
import type { NewId, PersonId } from '../shared/ids.ts';
import type { Instant } from '../shared/time.ts';
import type { IssuanceRecord } from './record.ts';

type IssuanceAction = Extract<AuditEvent['action'], `issuance.${string}`>;

/** The audit event of one step of a request; it takes effect in the same transaction as the step. */
export function issuanceEvent(
  newId: NewId,
  record: IssuanceRecord,
  action: IssuanceAction,
  at: Instant,
  about: { persons?: readonly PersonId[]; codes?: readonly string[]; pdfSha256?: string },
): AuditEvent {
  return AuditEventSchema.parse({
    eventId: newId(),
    municipality: record.municipality,
    at,
    actor: { kind: 'center', terminal: record.terminal },
    action,
    about: { requestId: record.requestId, ...about },
  });
}
