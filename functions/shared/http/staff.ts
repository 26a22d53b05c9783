import { z } from 'zod';
import { MunicipalityCode } from '../ids.ts';

/** 操作権限: what an operator may do. A page or a route names one of these, never a role. */
export const Permission = z.enum([
  'history.read',
  /** Reads the reasons behind protection measures. */
  'history.protected',
  'link.read',
  /** 発行要否 and exemptions from the minimum age. */
  'eligibility.read',
  'eligibility.write',
  /** Closes types at once, and opens again what somebody else has closed. */
  'closures.write',
  /** 変更予約. */
  'changes.read',
  'changes.write',
  /** Open cases: unknown ends, errors of the centre, what the gate has refused. */
  'cases.read',
  'cases.write',
  /** 不整合リスト. */
  'discrepancies.write',
  /** Draws a certificate again and compares. */
  'issuance.prove',
  'audit.verify',
]);
export type Permission = z.infer<typeof Permission>;

/** 操作者 ID: chosen by the city, unique within it. */
export const OperatorId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/)
  .brand<'OperatorId'>();
export type OperatorId = z.infer<typeof OperatorId>;

/** 操作者 of a session. `municipality` is the only city that anything in this session can name (INV-11). */
export const Staff = z.object({
  operatorId: OperatorId,
  municipality: MunicipalityCode,
  name: z.string(),
  department: z.string(),
  permissions: z.array(Permission),
});
export type Staff = z.infer<typeof Staff>;

export type StaffSession = {
  readonly operator: Staff;
  /** What an unsafe request must repeat in `x-csrf-token`. */
  readonly csrfToken: string;
};
