import { z } from 'zod';
import { OperatorId } from '../shared/http/staff.ts';
import { MunicipalityCode, PersonId, RequestId } from '../shared/ids.ts';
import { Instant, LocalDate } from '../shared/time.ts';

/** What is put on record. Names are stable: never reused, never renamed. */
export const AuditAction = z.enum([
  'session.signed-in',
  'session.refused',
  'session.locked',
  'session.signed-out',
  'history.listed',
  'history.read',
  'issuance.refused',
  'issuance.responded',
  'issuance.repeated',
  'issuance.failed',
  'issuance.printed',
  'issuance.cancelled',
  'issuance.proved',
  'closure.closed',
  'closure.healed',
  'case.opened',
  'case.listed',
  'case.read',
  'case.evidence-read',
  'case.closed',
  'discrepancy.checked',
  'discrepancy.proposed',
  'discrepancy.committed',
  'issuance.corrected',
  'issuance.added',
  'closure.opening-proposed',
  'closure.opened',
  'decisions.read',
  'eligibility.forbidden',
  'eligibility.lifted',
  'age-exemption.granted',
  'age-exemption.withdrawn',
  'changes.read',
  'changes.planned',
  'changes.cancelled',
  'changes.kept',
]);
export type AuditAction = z.infer<typeof AuditAction>;

/** Who did it. `nobody` = a person whom the sign-in did not recognise. */
export const AuditActor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('operator'), operatorId: OperatorId }),
  z.object({ kind: z.literal('center'), terminal: z.string() }),
  z.object({ kind: z.literal('system') }),
  z.object({ kind: z.literal('nobody') }),
]);
export type AuditActor = z.infer<typeof AuditActor>;

/** Whom and what it was about, as ids: no name, no address, nothing that was typed and not recognised. */
export const AuditTopic = z.object({
  requestId: RequestId.optional(),
  day: LocalDate.optional(),
  /** The operator whom an event of another actor is about. */
  operatorId: OperatorId.optional(),
  /** Everyone whose data was shown or used. */
  persons: z.array(PersonId).optional(),
  /** Catalogued codes of refusals. */
  codes: z.array(z.string()).optional(),
  /** SHA-256 of the PDF that left, lower-case hex. */
  pdfSha256: z.string().optional(),
  /** A closure by its name, and what has led to it or away from it: a file, a report's digest. */
  closure: z.string().optional(),
  /** A case by its id. */
  caseId: z.string().optional(),
  /** SHA-256 of a list of discrepancies. */
  fileSha256: z.string().optional(),
  evidence: z.string().optional(),
  /** 証明書種別 or `all`: what a decision about a person is for. */
  certificateType: z.string().optional(),
  /** Class of the reason that an operator has given, never free text. */
  reason: z.string().optional(),
  /** Number of the change of what is kept about its subject. */
  revision: z.int().optional(),
  /** 変更予約: which plan, and kind and scope of every setting that it changes. */
  plan: z.uuid().optional(),
  settings: z.array(z.string()).optional(),
});
export type AuditTopic = z.infer<typeof AuditTopic>;

/** 監査記録: one thing that a person or the system did in one city. */
export const AuditEvent = z.object({
  /** UUIDv7. */
  eventId: z.uuid(),
  municipality: MunicipalityCode,
  at: Instant,
  actor: AuditActor,
  action: AuditAction,
  about: AuditTopic,
});
export type AuditEvent = z.infer<typeof AuditEvent>;
