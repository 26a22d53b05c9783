import { z } from 'zod';
import { OperatorId, Permission } from '../shared/http/staff.ts';
import { MunicipalityCode } from '../shared/ids.ts';
import { MAXIMUM_PASSWORD_LENGTH } from './password-rule.ts';

/** `POST /api/session`. */
export const SignInRequest = z.strictObject({
  municipality: MunicipalityCode,
  operatorId: z.string().min(1).max(64),
  password: z
    .string()
    .min(1)
    .max(2 * MAXIMUM_PASSWORD_LENGTH),
});
export type SignInRequest = z.infer<typeof SignInRequest>;

export const MunicipalityView = z.object({ code: MunicipalityCode, name: z.string() });
export type MunicipalityView = z.infer<typeof MunicipalityView>;

export const SignedIn = z.object({
  operatorId: OperatorId,
  name: z.string(),
  department: z.string(),
  municipality: MunicipalityView,
  permissions: z.array(Permission),
  /** To be repeated in `x-csrf-token` by whatever changes something. */
  csrfToken: z.string(),
  /** Minutes without a request after which the session ends. */
  idleMinutes: z.int(),
});
export type SignedIn = z.infer<typeof SignedIn>;

/** `GET /api/session`, also for a visitor who has not signed in. */
export const SessionView = z.object({
  stage: z.enum(['local', 'closed-network']),
  municipalities: z.array(MunicipalityView),
  signedIn: SignedIn.nullable(),
});
export type SessionView = z.infer<typeof SessionView>;
