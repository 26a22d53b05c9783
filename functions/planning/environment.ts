import { z } from 'zod';

const name = z.string().min(1);

/** Variables of staff-changes. */
export const ChangesEnvironment = z.object({
  STAGE: z.enum(['local', 'closed-network']),
  STAFF_TABLE: name,
  AUDIT_TABLE: name,
  INBOX_BUCKET: name,
  /** Minutes without a request after which a session ends. */
  SESSION_MINUTES: z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number),
  /** Milliseconds from writing to the earliest beginning: no less than a request may take. */
  LEAD_MS: z
    .string()
    .regex(/^\d{4,5}$/)
    .transform(Number),
});
export type ChangesEnvironment = z.infer<typeof ChangesEnvironment>;
