import { z } from 'zod';

const name = z.string().min(1);

/** Variables of the baseline function. */
export const BaselineEnvironment = z.object({
  STAGE: z.literal('local'),
  ISSUANCE_TABLE: name,
  REGISTRY_TABLE: name,
  STAFF_TABLE: name,
  AUDIT_TABLE: name,
  CENTER_SECRET: name,
  /** How many bytes an answer has, and how many the snapshot that is put beside its record. */
  ANSWER_BYTES: z.coerce.number().int().min(1),
  SNAPSHOT_BYTES: z.coerce.number().int().min(1),
});
export type BaselineEnvironment = z.infer<typeof BaselineEnvironment>;
