import { z } from 'zod';

/** Variables of staff-history. */
export const HistoryEnvironment = z.object({
  STAGE: z.enum(['local', 'closed-network']),
  ISSUANCE_TABLE: z.string().min(1),
  REGISTRY_TABLE: z.string().min(1),
  STAFF_TABLE: z.string().min(1),
  AUDIT_TABLE: z.string().min(1),
  /** Minutes without a request after which a session ends. */
  SESSION_MINUTES: z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number),
  /** Minutes after which a responded request without a result is of unknown end. */
  RESULT_WAIT_MINUTES: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number),
});
export type HistoryEnvironment = z.infer<typeof HistoryEnvironment>;
