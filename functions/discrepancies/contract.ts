import { z } from 'zod';
import { OperatorId } from '../shared/http/staff.ts';
import { RequestId } from '../shared/ids.ts';

const Timestamp = z.string();

export const ROW_CLASS_NAMES = { add: '追加', correct: '修正', same: '一致', unknown: '不明' } as const;

export const RowView = z.object({
  line: z.int(),
  requestId: RequestId,
  class: z.enum(['add', 'correct', 'same', 'unknown']),
  reason: z.string(),
  reasonText: z.string(),
  outcome: z.enum(['printed', 'cancelled', 'failed']),
  /** The state that is recorded now, corrected where it was corrected; null where the request is not known. */
  recorded: z.string().nullable(),
});
export type RowView = z.infer<typeof RowView>;

/** `POST /api/discrepancies/{check|propose|commit}`, the body being the file itself. */
export const DiscrepancyReport = z.object({
  fileSha256: z.string(),
  /** Whether the city has set how its lists are read. */
  layout: z.enum(['city', 'default']),
  counts: z.object({ add: z.int(), correct: z.int(), same: z.int(), unknown: z.int() }),
  rows: z.array(RowView),
  proposal: z
    .object({
      proposedBy: OperatorId,
      proposedAt: Timestamp,
      committedBy: OperatorId.nullable(),
      committedAt: Timestamp.nullable(),
    })
    .nullable(),
});
export type DiscrepancyReport = z.infer<typeof DiscrepancyReport>;

export const ListProblemView = z.object({
  line: z.int(),
  column: z.string().optional(),
  rule: z.string(),
  text: z.string(),
});
export type ListProblemView = z.infer<typeof ListProblemView>;
