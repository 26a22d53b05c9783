import type { NumberReader } from '../../../functions/linkage/index.ts';
import type { SealedNumber } from '../../../functions/registry/index.ts';
import { sha256Hex } from '../../../functions/shared/canonical.ts';
import type { PersonId } from '../../../functions/shared/ids.ts';
import { withCheckDigit } from '../../../functions/shared/individual-number.ts';
import { err, ok } from '../../../functions/shared/result.ts';
import type { Random } from '../../../simulator/sample/random.ts';

export const inventNumber = (random: Random): string =>
  withCheckDigit(String(random.integer(0, 99_999_999)).padStart(11, '7'));

/** 個人番号 as the registry keeps it in the simulation: a text that opens for its own person only. */
export const sealNumber = (person: PersonId, number: string): SealedNumber => ({
  ciphertext: `${person}:${number}`,
  digest: sha256Hex(`${person}:${number}`),
});

export const openNumber = (
  person: PersonId,
  ciphertext: string,
): Awaited<ReturnType<NumberReader['open']>> => {
  const [owner, number = ''] = ciphertext.split(':');
  return owner === person ? ok(number) : err('unreadable');
};
