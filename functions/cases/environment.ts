import { z } from 'zod';

/** Bound into the data keys of evidence: they open no snapshot, and a snapshot's open no evidence. */
export const EVIDENCE_KEY_CONTEXT = { use: 'case-evidence' } as const;

/** Variables of staff-cases. */
export const CasesEnvironment = z.object({
  STAGE: z.enum(['local', 'closed-network']),
  ISSUANCE_TABLE: z.string().min(1),
  STAFF_TABLE: z.string().min(1),
  AUDIT_TABLE: z.string().min(1),
  SNAPSHOT_KEY: z.string().min(1),
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
export type CasesEnvironment = z.infer<typeof CasesEnvironment>;
