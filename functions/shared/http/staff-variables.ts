import { z } from 'zod';

/** Variables of every function that works for signed-in staff. */
export const STAFF_VARIABLES = {
  STAGE: z.enum(['local', 'closed-network']),
  STAFF_TABLE: z.string().min(1),
  /** Minutes without a request after which a session ends. */
  SESSION_MINUTES: z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number),
} as const;
