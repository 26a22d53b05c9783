import { z } from 'zod';
import { STAFF_VARIABLES } from '../shared/http/staff-variables.ts';

const name = z.string().min(1);

/** Variables of staff-closures. */
export const ClosuresEnvironment = z.object({
  ...STAFF_VARIABLES,
  AUDIT_TABLE: name,
});
export type ClosuresEnvironment = z.infer<typeof ClosuresEnvironment>;
