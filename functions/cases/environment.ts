import { z } from 'zod';
import { STAFF_VARIABLES } from '../shared/http/staff-variables.ts';

/** Bound into the data keys of evidence: they open no snapshot, and a snapshot's open no evidence. */
export const EVIDENCE_KEY_CONTEXT = { use: 'case-evidence' } as const;

/** Variables of staff-cases. */
export const CasesEnvironment = z.object({
  ...STAFF_VARIABLES,
  ISSUANCE_TABLE: z.string().min(1),
  AUDIT_TABLE: z.string().min(1),
  SNAPSHOT_KEY: z.string().min(1),
  /** Minutes after which a responded request without a result is of unknown end. */
  RESULT_WAIT_MINUTES: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number),
});
export type CasesEnvironment = z.infer<typeof CasesEnvironment>;
