import { z } from 'zod';
import { STAFF_VARIABLES } from '../shared/http/staff-variables.ts';

const name = z.string().min(1);

/** Variables of staff-changes. */
export const ChangesEnvironment = z.object({
  ...STAFF_VARIABLES,
  AUDIT_TABLE: name,
  INBOX_BUCKET: name,
  /** Milliseconds from writing to the earliest beginning: no less than a request may take. */
  LEAD_MS: z
    .string()
    .regex(/^\d{4,5}$/)
    .transform(Number),
});
export type ChangesEnvironment = z.infer<typeof ChangesEnvironment>;
