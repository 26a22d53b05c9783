import {
  residentRecordTemplateData,
  sealRegistrationTemplateData,
  taxAndIncomeTemplateData,
} from '../../../functions/certificates/index.ts';
import { encodeSeal, type Setting } from '../../../functions/changes/index.ts';
import { createMaterialShelf } from '../../../functions/issuance/materials.ts';
import { FONT_LOOKUP } from '../../../functions/pdf/index.ts';
import {
  ImpressionRules,
  impressionOf,
  referenceOf,
  type SealImpression,
} from '../../../functions/seal-images/index.ts';
import { canonicalJson, sha256Hex } from '../../../functions/shared/canonical.ts';
import { MunicipalityCode } from '../../../functions/shared/ids.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { citySeal } from '../../../simulator/sample/sample-seal.ts';
import { openBaseFont } from '../../unit/pdf/fixtures.ts';
import { sealGrid, writeBmp } from '../../unit/seal-images/bmp-writer.ts';
import { TAX_YEARS } from './core-system.ts';

/** Two cities with the same numbers for other people: no request may see the other one's. */
export const CITIES = [
  { municipality: MunicipalityCode.parse('012050'), name: '室蘭市', printsNumbers: false },
  { municipality: MunicipalityCode.parse('012301'), name: '登別市', printsNumbers: true },
] as const;

export const FIRST_FEE = 300;
/** Drawn elsewhere: of them the city sets a fee and no form. */
const FETCHED = ['family-register', 'family-register-supplement'] as const;

/** What never changes from one run to the next, made once: forms, seals, impressions, fonts. */
export function openMaterials() {
  const seal = encodeSeal(citySeal(1));
  const templates = {
    'resident-record': canonicalJson(residentRecordTemplateData),
    'seal-registration': canonicalJson(sealRegistrationTemplateData),
    'tax-and-income': canonicalJson(taxAndIncomeTemplateData),
  };
  const blobs = new Map([seal, ...Object.values(templates)].map((text) => [sha256Hex(text), text]));
  const impressions = new Map<string, SealImpression>(
    [200, 210, 220, 230].map((side) => {
      const impression = unwrap(
        impressionOf(writeBmp(sealGrid(side), { bitCount: 1 }), ImpressionRules.parse({ dpi: 508 })),
      );
      return [referenceOf(impression).sha256, impression];
    }),
  );
  const settingsOf = ({ name: cityName, printsNumbers: printed }: City): readonly Setting[] => [
    { kind: 'name', scope: 'city', value: { name: cityName } },
    headOf(cityName, sha256Hex(seal), 0),
    { kind: 'individual-number', scope: 'city', value: { printed } },
    ...FETCHED.map((scope): Setting => ({ kind: 'fee', scope, value: { feeJpy: FIRST_FEE } })),
    { kind: 'tax-years', scope: 'tax-and-income', value: { years: [...TAX_YEARS] } },
    ...Object.entries(templates).flatMap(([scope, text]): Setting[] => [
      { kind: 'fee', scope, value: { feeJpy: FIRST_FEE } },
      { kind: 'template', scope, value: { templateDigest: sha256Hex(text) } },
    ]),
  ];
  return {
    impressions,
    references: [...impressions.values()].map(referenceOf),
    settingsOf,
    newHead: (cityName: string, number: number) => headOf(cityName, sha256Hex(seal), number),
    shelf: createMaterialShelf({
      settings: { readBlob: async (digest) => blobs.get(digest) },
      readPack: async () => undefined,
      lookup: FONT_LOOKUP,
      shared: { ipamjm: openBaseFont() },
    }),
  };
}

type City = Pick<(typeof CITIES)[number], 'name' | 'printsNumbers'>;

export type SimulatedMaterials = ReturnType<typeof openMaterials>;

const headOf = (cityName: string, sealDigest: string, number: number): Setting => ({
  kind: 'head',
  scope: 'city',
  value: { title: `${cityName}長`, name: `見本　${number}郎`, sealDigest },
});
