import { z } from 'zod';
import { kosekiVariables, refuseStrangePlaces } from '../koseki/index.ts';
import { STAFF_VARIABLES } from '../shared/http/staff-variables.ts';

const name = z.string().min(1);
const milliseconds = z.coerce.number().int().positive();
const Stage = z.enum(['local', 'closed-network']);

const center = { STAGE: Stage, ISSUANCE_TABLE: name, CENTER_SECRET: name };

const menu = {
  ...center,
  /** The menu only looks which cities have one. */
  ...kosekiVariables,
  REGISTRY_TABLE: name,
  STAFF_TABLE: name,
  COUNTER_OFFSET_MS: milliseconds,
};

/** `POST /v1/menu`. */
export const MenuEnvironment = z.object(menu).superRefine(refuseStrangePlaces);
export type MenuEnvironment = z.infer<typeof MenuEnvironment>;

/** `POST /v1/issue`. */
export const IssueEnvironment = z
  .object({
    ...menu,
    AUDIT_TABLE: name,
    INBOX_BUCKET: name,
    SNAPSHOT_KEY: name,
    /** Opens 個人番号. */
    NUMBER_KEY: name,
    SNAPSHOT_DAYS: z.coerce.number().int().min(1),
    DEADLINE_MS: milliseconds,
    RESULT_WAIT_MINUTES: z.coerce.number().int().min(1),
  })
  .superRefine(refuseStrangePlaces);
export type IssueEnvironment = z.infer<typeof IssueEnvironment>;

/** `POST /v1/result` and `POST /v1/errors`. */
export const ResultEnvironment = z.object({
  ...center,
  AUDIT_TABLE: name,
  RESULT_WAIT_MINUTES: z.coerce.number().int().min(1),
});
export type ResultEnvironment = z.infer<typeof ResultEnvironment>;

/** `GET /v1/requests/{id}`. */
export const RequestEnvironment = z.object({
  ...center,
  RESULT_WAIT_MINUTES: z.coerce.number().int().min(1),
});
export type RequestEnvironment = z.infer<typeof RequestEnvironment>;

/** `POST /api/issuances/{requestId}/proof`. */
export const StaffProofEnvironment = z.object({
  ...STAFF_VARIABLES,
  ISSUANCE_TABLE: name,
  AUDIT_TABLE: name,
  INBOX_BUCKET: name,
  SNAPSHOT_KEY: name,
  RESULT_WAIT_MINUTES: z.coerce.number().int().min(1),
});
export type StaffProofEnvironment = z.infer<typeof StaffProofEnvironment>;
