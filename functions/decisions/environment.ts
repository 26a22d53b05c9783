import { z } from 'zod';

const name = z.string().min(1);

/** Variables of staff-decisions. */
export const DecisionsEnvironment = z.object({
  STAGE: z.enum(['local', 'closed-network']),
  REGISTRY_TABLE: name,
  STAFF_TABLE: name,
  AUDIT_TABLE: name,
  /** Minutes without a request after which a session ends. */
  SESSION_MINUTES: z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number),
});
export type DecisionsEnvironment = z.infer<typeof DecisionsEnvironment>;
