import { z } from 'zod';
import { CertificateType } from '../shared/certificate-types.ts';
import { OperatorId } from '../shared/http/staff.ts';
import { Note } from '../shared/note.ts';
import { Latch } from './latch.ts';

/** Why somebody closes by hand: 誤交付の疑い, 障害, 保守, J-LIS の連絡, その他. */
export const CloseReason = z.enum([
  'misissuance-suspected',
  'system-fault',
  'maintenance',
  'notified-by-jlis',
  'other',
]);
export type CloseReason = z.infer<typeof CloseReason>;

/** Why it may be opened again: 原因を取り除いた, 原因はなかった, 誤って止めた, その他. */
export const OpenReason = z.enum(['cause-removed', 'no-cause-found', 'closed-by-mistake', 'other']);
export type OpenReason = z.infer<typeof OpenReason>;

/** `POST /api/closures`: closes one type of the operator's city, or all of them, at once (INV-12). */
export const CloseRequest = z.strictObject({
  type: z.union([CertificateType, z.literal('all')]),
  reason: CloseReason,
  note: Note.optional(),
});
export type CloseRequest = z.infer<typeof CloseRequest>;

/** A closure by its name in the list: `all#by-hand#operator`. */
const ClosureName = z.string().min(1).max(200);

/** `POST /api/closures/opening`: proposes to open. */
export const ProposeRequest = z.strictObject({ closure: ClosureName, reason: OpenReason });
export type ProposeRequest = z.infer<typeof ProposeRequest>;

/** `POST /api/closures/opening/confirmation`: a second person opens what was proposed. */
export const ConfirmRequest = z.strictObject({ closure: ClosureName });
export type ConfirmRequest = z.infer<typeof ConfirmRequest>;

/** In Japan's time: `2026-11-23T09:15:00.000+09:00`. */
const Timestamp = z.string();

/** `GET /api/closures`, and what a change answers with: every closure that stands, each independent of the others. */
export const ClosuresView = z.object({
  closures: z.array(
    z.object({
      closure: ClosureName,
      type: Latch.shape.type,
      cause: Latch.shape.cause,
      closedAt: Timestamp,
      /** Null where no person closed it. */
      closedBy: OperatorId.nullable(),
      /** The class of the reason, or what led to it: an issuance id, a file's name. */
      evidence: z.string(),
      note: z.string().nullable(),
      /** Whether two people may open it; anything else ends with its cause. */
      opensByHand: z.boolean(),
      /** A proposal that can be confirmed now. */
      proposal: z.object({ by: OperatorId, at: Timestamp, reason: z.string() }).nullable(),
    }),
  ),
});
export type ClosuresView = z.infer<typeof ClosuresView>;
