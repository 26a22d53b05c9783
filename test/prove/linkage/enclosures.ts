import type { RowSettings } from '../../../functions/linkage/row-to-fact.ts';
import type { EnclosurePorts } from '../../../functions/linkage/store-impressions.ts';
import { referenceOf } from '../../../functions/seal-images/index.ts';
import { sha256Hex } from '../../../functions/shared/canonical.ts';

/** A city that prints 個人番号: the number is part of what a row says. */
export const SETTINGS: Partial<RowSettings> = { printsIndividualNumber: true };

/** Keeps nothing, and says what a real place for them says; the same number always seals to the same text. */
export const ENCLOSURES: EnclosurePorts = {
  impressions: { put: async (_municipality, impression) => referenceOf(impression).sha256 },
  numbers: {
    seal: async (municipality, person, number) => {
      const digest = sha256Hex(`${municipality}/${person}/${number}`);
      return { ciphertext: digest, digest };
    },
  },
};
