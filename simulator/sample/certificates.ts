import {
  type NumberedCopy,
  residentRecordCopy,
  type SealRegistrationCertificate,
  sealRegistrationCertificate,
  TAX_ROWS,
  type TaxAmounts,
  type TaxAndIncomeCertificate,
  type TaxFacts,
  taxAndIncomeCertificate,
  withNumbers,
} from '../../functions/certificates/index.ts';
import { ResidentRecord } from '../../functions/registry/facts.ts';
import { withCheckDigit } from '../../functions/shared/individual-number.ts';
import { unwrap } from '../../functions/shared/result.ts';
import { LocalDate } from '../../functions/shared/time.ts';

/** An invented certificate, and what is to be seen in it. */
export type SampleCertificate = {
  readonly name: string;
  readonly title: string;
  readonly model: NumberedCopy | SealRegistrationCertificate | TaxAndIncomeCertificate;
};

const ISSUE = {
  municipalityName: '北海道見本市',
  issuedOn: LocalDate.parse('2026-11-23'),
  head: { title: '見本市長', name: '山田 一郎' },
  certificateNumber: '0192f3a4-5b6c-7d8e-9f00-112233445566',
};
const ACTING = { title: '見本市長職務代理者 見本市副市長', name: '葛\u{e0102}城 𠮷之介' };
const IMPRESSION = '5eed'.repeat(16);

/** Longer than what nearly anybody's record says; none of it is anybody's. */
const LONG = {
  name: '見本𠮷葛\u{e0102}之介右衛門左京太夫源朝臣 アレクサンドリアマリアテレジアカタリナ見本子',
  kana: 'ミホンヨシカツラノスケウエモンサキョウタユウミナモトノアソン アレクサンドリアミホンコ',
  latin: 'SAMPLE ALEXANDRIA MARIA THERESIA CATHARINA DE LA FUENTE VON MUSTER',
  alternative: '見本 アレクサンドリア・マリア・テレジア・カタリナ',
  former: '旧見本左衛門尉',
  address: '北海道見本市見本区字見本原野東十三線西二十七号南見本台団地第二街区1234番地の5678',
  building: 'グランドレジデンス見本台セントラルパークサウスタワーイースト棟 第12号館 1234号室',
  domicile: '北海道見本郡見本町字見本原野東十三線西二十七号9876番地の54第三地割',
  remarks:
    '令和8年10月1日付で申出により記載を修正。見本のために作られた備考であり、実在の人、住所、出来事とは関わりがない。欄の広さを確かめるため、列の幅いっぱいまで続く。',
};

const person: ResidentRecord = ResidentRecord.parse({
  personId: '000000000000001',
  householdId: '000000000000100',
  householdOrder: 1,
  state: 'active',
  transferPending: false,
  changeUnsettled: false,
  isForeign: false,
  fullName: '見本 一',
  dateOfBirth: { text: '不詳' },
  sex: '男',
  address: '北海道見本市幸町1番2号',
  headOfHousehold: '見本 一',
  relationshipToHead: '世帯主',
});

const everything = {
  fullName: LONG.name,
  fullNameKana: LONG.kana,
  formerFamilyName: LONG.former,
  formerFamilyNameKana: 'キュウミホンサエモンノジョウ',
  alternativeName: LONG.alternative,
  dateOfBirth: { text: '昭和20年月日不詳' },
  address: LONG.address,
  buildingNameEtc: LONG.building,
  becameResidentOn: { text: '昭和53年12月31日' },
  addressFixedOn: { text: '平成31年4月30日' },
  notifiedOn: { text: '令和元年5月10日' },
  previousAddress: LONG.address,
  headOfHousehold: LONG.name,
  relationshipToHead: '夫（未届）の子の配偶者',
  registeredDomicile: LONG.domicile,
  familyRegisterHead: LONG.name,
  remarks: LONG.remarks,
};

const foreigner = {
  ...everything,
  isForeign: true,
  fullName: LONG.latin,
  dateOfBirth: { text: '1990年12月31日' },
  registeredDomicile: undefined,
  familyRegisterHead: undefined,
  foreign: {
    nationality: 'グレートブリテン及び北アイルランド連合王国',
    article30_45: '経過滞在者（国籍喪失による）',
    residenceStatus: '技術・人文知識・国際業務',
    periodOfStay: '5年',
    periodOfStayExpiry: { text: '2031年12月31日' },
    residenceCardNumber: 'AB12345678CD',
  },
};

const madeUpNumber = (of: number): string => withCheckDigit(String(of).repeat(11).slice(0, 11));

/** So many members, every third of them foreign, each with all that a record can say. */
const fullHousehold = (size: number): ResidentRecord[] =>
  Array.from({ length: size }, (_, index) =>
    ResidentRecord.parse({
      ...person,
      ...(index % 3 === 2 ? foreigner : everything),
      personId: String(index + 1).padStart(15, '0'),
      householdOrder: index + 1,
    }),
  );

const copies = (): SampleCertificate[] => [
  {
    name: 'shortest',
    title: '個人、選べる事項なし、記載のない欄だけ',
    model: unwrap(residentRecordCopy({ ...ISSUE, subjects: [person], scope: 'individual', options: [] })),
  },
  {
    name: 'individual-number',
    title: '個人、個人番号',
    model: withNumbers(
      unwrap(
        residentRecordCopy({
          ...ISSUE,
          subjects: [person],
          scope: 'individual',
          options: ['individual-number'],
        }),
      ),
      [madeUpNumber(1)],
    ),
  },
  {
    name: 'longest',
    title: '世帯全員 20 人（外国人住民を含む）、すべての事項、どの欄も長い',
    model: withNumbers(
      unwrap(
        residentRecordCopy({
          ...ISSUE,
          head: ACTING,
          subjects: fullHousehold(20),
          scope: 'household',
          options: ['relationship', 'domicile', 'residency', 'individual-number'],
        }),
      ),
      Array.from({ length: 20 }, (_, index) => madeUpNumber(index + 1)),
    ),
  },
];

const seals = (): SampleCertificate[] => {
  const facts = {
    fullName: person.fullName,
    dateOfBirth: person.dateOfBirth,
    address: person.address,
    impressionDigest: IMPRESSION,
  };
  const long = {
    ...facts,
    fullName: LONG.name,
    formerFamilyName: LONG.former,
    alternativeName: LONG.alternative,
    fullNameKatakana: 'アレクサンドリア マリア テレジア カタリナ デ ラ フエンテ',
    dateOfBirth: everything.dateOfBirth,
    sex: '男',
    address: LONG.address,
    buildingNameEtc: LONG.building,
    remarks: LONG.remarks,
  };
  return [
    {
      name: 'shortest',
      title: '性別を記さない市、記載のない欄だけ',
      model: unwrap(sealRegistrationCertificate({ ...ISSUE, facts, printsSex: false })),
    },
    {
      name: 'longest',
      title: '性別を記す市、旧氏・通称・片仮名表記、どの欄も長い',
      model: unwrap(sealRegistrationCertificate({ ...ISSUE, head: ACTING, facts: long, printsSex: true })),
    },
  ];
};

/** The widest amount that a core system can deliver. */
const MOST = 999_999_999_999_999;
const filled = (rows: object, yen: number) => Object.fromEntries(Object.keys(rows).map((row) => [row, yen]));
const taxes = (yen: number) => ({
  municipalIncomeBased: yen,
  municipalPerCapita: yen,
  prefecturalIncomeBased: yen,
  prefecturalPerCapita: yen,
  annual: yen,
});

/** Amounts of somebody who had nothing: every row that is always there, and 0 where a figure must be. */
export const NO_INCOME: TaxAmounts = {
  revenues: {},
  incomes: {},
  totalIncome: 0,
  deductions: {},
  dependants: {},
  taxableIncome: {},
  taxCredits: {},
  tax: taxes(0),
};

const ALL: TaxAmounts = {
  revenues: filled(TAX_ROWS.revenues, MOST),
  incomes: filled(TAX_ROWS.incomes, MOST),
  totalIncome: MOST,
  aggregateIncome: MOST,
  deductions: filled(TAX_ROWS.deductions, MOST),
  deductionsTotal: MOST,
  dependants: {
    spouse: 'elderly',
    specific: 99,
    elderly: 99,
    elderlyLivingTogether: 99,
    other: 99,
    under16: 99,
    specialDisability: 99,
    specialDisabilityLivingTogether: 99,
    ordinaryDisability: 99,
  },
  taxableIncome: filled(TAX_ROWS.taxableIncome, MOST),
  taxCredits: filled(TAX_ROWS.taxCredits, MOST),
  tax: { ...taxes(MOST), forestEnvironment: MOST },
};

const taxCertificates = (): SampleCertificate[] => {
  const place = { address: person.address };
  const someone = {
    taxYear: 2026,
    fullName: person.fullName,
    dateOfBirth: person.dateOfBirth,
    onAssessmentDay: place,
    now: place,
  };
  const of = (facts: TaxFacts, head = ISSUE.head) =>
    unwrap(taxAndIncomeCertificate({ ...ISSUE, head, facts }));
  const long: TaxFacts = {
    taxYear: 2026,
    fullName: LONG.name,
    formerFamilyName: LONG.former,
    alternativeName: LONG.alternative,
    dateOfBirth: everything.dateOfBirth,
    onAssessmentDay: { address: LONG.address, buildingNameEtc: LONG.building },
    now: { address: LONG.domicile, buildingNameEtc: LONG.building },
    remarks: LONG.remarks,
    state: 'taxed',
    amounts: ALL,
  };
  return [
    {
      name: 'shortest',
      title: '被扶養で申告なし',
      model: of({ ...someone, state: 'undeclared-dependant' }),
    },
    { name: 'exempt', title: '非課税', model: of({ ...someone, state: 'exempt', amounts: NO_INCOME }) },
    {
      name: 'longest',
      title: '課税、すべての収入・所得・控除・分離課税、どの欄も長い',
      model: of(long, ACTING),
    },
  ];
};

const SAMPLES: Readonly<Record<string, () => readonly SampleCertificate[]>> = {
  'resident-record-copy': copies,
  'seal-registration-certificate': seals,
  'tax-and-income-certificate': taxCertificates,
};

/** Invented certificates of a model, the shortest first and the longest last; none of a model that is not known. */
export const sampleCertificates = (model: string): readonly SampleCertificate[] => SAMPLES[model]?.() ?? [];
