import type { Staff } from '../shared/http/staff.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { AFTER_SIGN_IN } from './operator.ts';
import { hashPassword } from './password.ts';
import { isAcceptablePassword } from './password-rule.ts';
import type { OperatorStore } from './store.ts';

export type CreateOperatorParts = {
  readonly operators: OperatorStore;
  /** Random bytes from the system's source. */
  readonly random: (bytes: number) => Uint8Array;
};

/** Makes a new operator of a city. The password is kept as an argon2id hash only. */
export async function createOperator(
  { operators, random }: CreateOperatorParts,
  staff: Staff,
  password: string,
): Promise<Result<void, 'exists' | 'unacceptable-password'>> {
  if (!isAcceptablePassword(password)) return err('unacceptable-password');
  const hash = await hashPassword(password, random(16));
  const created = await operators.create({ ...staff, ...AFTER_SIGN_IN, password: hash });
  return created ? ok(undefined) : err('exists');
}
