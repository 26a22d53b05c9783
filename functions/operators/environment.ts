import { z } from 'zod';
import { STAFF_VARIABLES } from '../shared/http/staff-variables.ts';
import { MunicipalityCode } from '../shared/ids.ts';

const Municipality = z.strictObject({ code: MunicipalityCode, name: z.string().min(1) });
export type Municipality = z.infer<typeof Municipality>;

/** The cities of the union, `[{"code":"012050","name":"室蘭市"}]`: what the sign-in page offers. */
const Municipalities = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.array(Municipality).min(1));

/** Variables of staff-session. */
export const SessionEnvironment = z.object({
  ...STAFF_VARIABLES,
  AUDIT_TABLE: z.string().min(1),
  /** Whether the cookie may travel over HTTPS only. */
  COOKIE_SECURE: z.enum(['true', 'false']),
  MUNICIPALITIES: Municipalities,
});
export type SessionEnvironment = z.infer<typeof SessionEnvironment>;

/** staff-console needs no variable: the built pages lie beside it in its bundle. */
export const ConsoleFilesEnvironment = z.object({});
export type ConsoleFilesEnvironment = z.infer<typeof ConsoleFilesEnvironment>;
