import { z } from 'zod';
import { STAFF_VARIABLES } from '../shared/http/staff-variables.ts';

const name = z.string().min(1);

/** Variables of staff-decisions. */
export const DecisionsEnvironment = z.object({
  ...STAFF_VARIABLES,
  REGISTRY_TABLE: name,
  AUDIT_TABLE: name,
});
export type DecisionsEnvironment = z.infer<typeof DecisionsEnvironment>;
