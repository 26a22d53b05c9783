import type { SealedNumber } from '../registry/index.ts';
import type { MunicipalityCode, PersonId } from '../shared/ids.ts';

/**
 * Encrypts 個人番号 with a key of its own. The digest is keyed as well (HMAC): twelve digits are soon guessed from a
 * plain one. Only the city that prints the number has a vault; everywhere else a row's number is read and forgotten.
 */
export type NumberVault = {
  readonly seal: (
    municipality: MunicipalityCode,
    person: PersonId,
    individualNumber: string,
  ) => Promise<SealedNumber>;
};
