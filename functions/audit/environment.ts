import { z } from 'zod';
import { MunicipalityCode } from '../shared/ids.ts';

/** Variables of the function that seals every city's events. */
export const AuditSealEnvironment = z.object({
  STAGE: z.enum(['local', 'closed-network']),
  AUDIT_TABLE: z.string().min(1),
  ANCHOR_BUCKET: z.string().min(1),
  /** JSON: the codes of the cities. */
  MUNICIPALITIES: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.array(MunicipalityCode).min(1)),
});
export type AuditSealEnvironment = z.infer<typeof AuditSealEnvironment>;
