import { z } from 'zod';
import { type AuditActor, AuditEvent } from '../audit/index.ts';
import { Envelope } from '../shared/envelope-cipher.ts';
import { OperatorId } from '../shared/http/staff.ts';
import { MunicipalityCode, type NewId, RequestId } from '../shared/ids.ts';
import { Instant } from '../shared/time.ts';
import { Closing } from './contract.ts';
import { CaseKind, Observed } from './observed.ts';

/** Bytes that are kept for a case, encrypted, in parts. */
export const KeptEvidence = z.object({
  /** What opens the parts: their own data key, itself encrypted, and what goes with it. Gone once the case is closed. */
  key: Envelope.omit({ data: true }).optional(),
  parts: z.int().min(1),
});
export type KeptEvidence = z.infer<typeof KeptEvidence>;

/**
 * 調査事案: something that must not be forgotten before it is shown which bytes went to which request (INV-8). What was
 * observed never changes; a case is closed once, with its evidence, and never opened again.
 */
export const Case = z.object({
  caseId: z.string(),
  municipality: MunicipalityCode,
  requestId: RequestId,
  kind: CaseKind,
  openedAt: Instant,
  observed: Observed,
  /** Absent where there are no bytes, or keeping them has failed. */
  evidence: KeptEvidence.optional(),
  closing: z
    .object({ ...Closing.shape, at: Instant, closedBy: z.union([OperatorId, z.literal('system')]) })
    .optional(),
});
export type Case = z.infer<typeof Case>;

/** A case with the audit event that says so: both are written, or neither. */
export type CaseOpening = { readonly case: Case; readonly event: AuditEvent };

/** What tells cases of one request and kind apart: the outcome that was told, the code, the amount. */
const Part = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** `<request id>.<kind>[.<part>]`: the same observation, made again, is the same case. */
export function caseIdOf(requestId: RequestId, kind: CaseKind, part?: string): string {
  return [requestId, kind, ...(part === undefined ? [] : [Part.parse(part)])].join('.');
}

/** The parts of a case's id; undefined where it is none. */
export function namesIn(
  caseId: string,
): { readonly requestId: RequestId; readonly kind: CaseKind } | undefined {
  const [id, kindText] = caseId.split('.');
  const requestId = RequestId.safeParse(id);
  const kind = CaseKind.safeParse(kindText);
  return requestId.success && kind.success ? { requestId: requestId.data, kind: kind.data } : undefined;
}

/** An open case of what was observed, ready to be written. */
export function openingOf(
  newId: NewId,
  about: {
    readonly municipality: MunicipalityCode;
    readonly requestId: RequestId;
    readonly kind: CaseKind;
    readonly part?: string;
    readonly observed: Observed;
  },
  at: Instant,
): CaseOpening {
  const { municipality, requestId, kind, part, observed } = about;
  const opened: Case = {
    caseId: caseIdOf(requestId, kind, part),
    municipality,
    requestId,
    kind,
    openedAt: at,
    observed,
  };
  return { case: opened, event: caseEvent(newId, opened, 'case.opened', at) };
}

type CaseAction = Extract<AuditEvent['action'], `case.${string}`>;

export function caseEvent(
  newId: NewId,
  { municipality, caseId, requestId }: Pick<Case, 'municipality' | 'caseId' | 'requestId'>,
  action: CaseAction,
  at: Instant,
  actor: AuditActor = { kind: 'system' },
  about: Pick<AuditEvent['about'], 'persons' | 'evidence' | 'pdfSha256'> = {},
): AuditEvent {
  return AuditEvent.parse({
    eventId: newId(),
    municipality,
    at,
    actor,
    action,
    about: { requestId, caseId, ...about },
  });
}
