import { z } from 'zod';
import { STAFF_VARIABLES } from '../shared/http/staff-variables.ts';

/** Variables of staff-history. */
export const HistoryEnvironment = z.object({
  ...STAFF_VARIABLES,
  ISSUANCE_TABLE: z.string().min(1),
  REGISTRY_TABLE: z.string().min(1),
  AUDIT_TABLE: z.string().min(1),
  /** Minutes after which a responded request without a result is of unknown end. */
  RESULT_WAIT_MINUTES: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number),
});
export type HistoryEnvironment = z.infer<typeof HistoryEnvironment>;
