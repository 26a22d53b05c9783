import {
  type SealRegistrationCertificate,
  type SealRegistrationFacts,
  type SealRegistrationInput,
  sealRegistrationCertificate,
  TAX_ROWS,
  type TaxAmounts,
  type TaxAndIncomeCertificate,
  type TaxAndIncomeInput,
  type TaxFacts,
  taxAndIncomeCertificate,
} from '../../../functions/certificates/index.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { NO_INCOME } from '../../../simulator/sample/certificates.ts';
import { type Random, randomFor } from '../../../simulator/sample/random.ts';
import { day } from './fixtures.ts';

/**
 * Invented certificates. The shortest has nothing that may be absent, the longest all that may be there at the length
 * of a core system's columns, the others lie between. The same seed gives the same ones.
 */
type Length = 'shortest' | 'typical' | 'longest';

const issue = {
  municipalityName: '北海道見本市',
  issuedOn: day('2026-11-23'),
  head: { title: '見本市長', name: '山田 一郎' },
  certificateNumber: '0192f3a4-5b6c-7d8e-9f00-112233445566',
};

const KANJI = [
  ...'山田中村小川井上木林森本石橋原野清水谷池高松竹梅藤岡福島北南東西大和良秋葉',
  '葛\u{e0102}',
  '𠮷',
];
const KANA = [...'アイウエオカキクケコサシスセソタチツテトナニヌネノマミムメモヤユヨラリルレロワン'];
const DATES = ['昭和53年4月5日', '平成元年12月31日', '昭和20年月日不詳', '1990年1月1日', '大正15年2月28日'];

const textOf = (random: Random, from: readonly string[], length: number): string =>
  Array.from({ length }, () => random.pick(from)).join('');

/** A text between one character and a column's width; a text that may be absent has no shortest one. */
function textsFor(random: Random, length: Length) {
  const sized = (from: readonly string[], usual: number, most: number): string => {
    const size = { shortest: 1, typical: random.integer(2, usual), longest: most }[length];
    return textOf(random, from, size);
  };
  return {
    name: (most = 64) => `${sized(KANJI, 3, most / 2 - 1)} ${sized(KANJI, 3, most / 2)}`,
    text: (usual: number, most: number) => sized(KANJI, usual, most),
    katakana: () => sized(KANA, 12, 48),
    maybe: <T>(value: () => T): T | undefined => {
      if (length === 'shortest') return undefined;
      return length === 'longest' || random.chance(0.4) ? value() : undefined;
    },
  };
}

const placeOf = (random: Random, length: Length) => {
  const { text, maybe } = textsFor(random, length);
  const number = random.integer(1, 99);
  return {
    address: `北海道見本市${text(6, 80)}${number}番地`,
    buildingNameEtc: maybe(() => `${text(8, 60)}${number}号`),
  };
};

export function sealFacts(seed: string, length: Length = 'typical'): SealRegistrationFacts {
  const random = randomFor(`${seed}/seal/${length}`);
  const { name, text, katakana, maybe } = textsFor(random, length);
  return {
    fullName: name(),
    formerFamilyName: maybe(() => text(2, 20)),
    alternativeName: maybe(() => name()),
    fullNameKatakana: maybe(katakana),
    dateOfBirth: { text: length === 'shortest' ? '不詳' : random.pick(DATES) },
    sex: random.pick(['男', '女']),
    ...placeOf(random, length),
    remarks: maybe(() => text(20, 120)),
    impressionDigest: random.hex(64).toLowerCase(),
  };
}

export const sealInput = (more: Partial<SealRegistrationInput> = {}): SealRegistrationInput => ({
  ...issue,
  facts: sealFacts('seal-1'),
  printsSex: false,
  ...more,
});

export const sealCertificateOf = (more: Partial<SealRegistrationInput> = {}): SealRegistrationCertificate =>
  unwrap(sealRegistrationCertificate(sealInput(more)));

export function taxAmounts(seed: string, length: Length = 'typical', exempt = false): TaxAmounts {
  if (length === 'shortest') return NO_INCOME;
  const random = randomFor(`${seed}/amounts/${length}`);
  const longest = length === 'longest';
  const yen = () => (longest ? 999_999_999_999_999 : random.pick([0, random.integer(1, 9_999_999)]));
  const rows = (names: object) =>
    Object.fromEntries(
      Object.keys(names)
        .filter(() => longest || random.chance(0.5))
        .map((name) => [name, yen()]),
    );
  const head = () => (longest ? 99 : random.integer(0, 3));
  const levied = () => (exempt ? 0 : yen());
  return {
    revenues: rows(TAX_ROWS.revenues),
    incomes: rows(TAX_ROWS.incomes),
    totalIncome: yen(),
    aggregateIncome: yen(),
    deductions: rows(TAX_ROWS.deductions),
    deductionsTotal: yen(),
    dependants: {
      spouse: longest ? 'elderly' : random.pick(['none', 'ordinary', 'elderly']),
      specific: head(),
      elderly: head(),
      elderlyLivingTogether: head(),
      other: head(),
      under16: head(),
      specialDisability: head(),
      specialDisabilityLivingTogether: head(),
      ordinaryDisability: head(),
    },
    taxableIncome: rows(TAX_ROWS.taxableIncome),
    taxCredits: rows(TAX_ROWS.taxCredits),
    tax: {
      municipalIncomeBased: levied(),
      municipalPerCapita: levied(),
      prefecturalIncomeBased: levied(),
      prefecturalPerCapita: levied(),
      forestEnvironment: levied(),
      annual: levied(),
    },
  };
}

export function taxFacts(
  seed: string,
  { length = 'typical', state = 'taxed' }: { length?: Length; state?: TaxFacts['state'] } = {},
): TaxFacts {
  const random = randomFor(`${seed}/tax/${length}`);
  const { name, text, maybe } = textsFor(random, length);
  const onAssessmentDay = placeOf(random, length);
  const person = {
    taxYear: 2026,
    fullName: name(),
    formerFamilyName: maybe(() => text(2, 20)),
    alternativeName: maybe(() => name()),
    dateOfBirth: { text: length === 'shortest' ? '不詳' : random.pick(DATES) },
    onAssessmentDay,
    now: maybe(() => placeOf(random, length)) ?? onAssessmentDay,
    remarks: maybe(() => text(20, 120)),
  };
  if (state === 'undeclared-dependant') return { ...person, state };
  return { ...person, state, amounts: taxAmounts(seed, length, state === 'exempt') };
}

export const taxInput = (facts: TaxFacts = taxFacts('tax-1')): TaxAndIncomeInput => ({ ...issue, facts });

export const taxCertificateOf = (facts?: TaxFacts): TaxAndIncomeCertificate =>
  unwrap(taxAndIncomeCertificate(taxInput(facts)));

const LENGTHS: readonly Length[] = ['shortest', 'longest'];
const STATES = ['taxed', 'exempt', 'undeclared-dependant'] as const;

/** The extremes and `count` others. */
export const sealExamples = (seed: string, count: number): readonly SealRegistrationCertificate[] => [
  ...LENGTHS.map((length) =>
    sealCertificateOf({ facts: sealFacts(seed, length), printsSex: length === 'longest' }),
  ),
  ...Array.from({ length: count }, (_, index) =>
    sealCertificateOf({ facts: sealFacts(`${seed}/${index}`), printsSex: index % 2 === 0 }),
  ),
];

/** The extremes of each state and `count` others. */
export const taxExamples = (seed: string, count: number): readonly TaxAndIncomeCertificate[] => [
  ...STATES.flatMap((state) => LENGTHS.map((length) => taxCertificateOf(taxFacts(seed, { length, state })))),
  ...Array.from({ length: count }, (_, index) =>
    taxCertificateOf(taxFacts(`${seed}/${index}`, { state: STATES[index % 3] ?? 'taxed' })),
  ),
];
