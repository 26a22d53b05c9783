import { TAX_ROW_NAMES, type TaxRecord, type TaxRecordAmounts } from '../registry/index.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { ListsOf } from './layouts/row-reader.ts';
import type { TaxRowV1 } from './layouts/tax.ts';
import type { ConvertedFact, PropertyProblem } from './row-to-fact.ts';

type TaxList = keyof typeof TAX_ROW_NAMES;

type TaxRow = TaxRowV1 & ListsOf<TaxRowV1>;

/** What is printed of every year that has amounts at all. */
const REQUIRED_AMOUNTS = [
  'totalIncome',
  'tax.municipalIncomeBased',
  'tax.municipalPerCapita',
  'tax.prefecturalIncomeBased',
  'tax.prefecturalPerCapita',
  'tax.annual',
] as const satisfies readonly (keyof TaxRowV1)[];

/** 非課税 is the municipal and the prefectural tax; 森林環境税 is a tax of the state. */
const LEVIED = [
  'tax.municipalIncomeBased',
  'tax.municipalPerCapita',
  'tax.prefecturalIncomeBased',
  'tax.prefecturalPerCapita',
] as const satisfies readonly (keyof TaxRowV1)[];

/** Every column that holds an amount. */
const AMOUNTS: readonly (keyof TaxRowV1)[] = [
  ...(Object.keys(TAX_ROW_NAMES) as TaxList[]).flatMap((list) =>
    TAX_ROW_NAMES[list].map((row) => `${list}.${row}` as keyof TaxRowV1),
  ),
  ...REQUIRED_AMOUNTS,
  'aggregateIncome',
  'deductionsTotal',
  'tax.forestEnvironment',
  'dependants.spouse',
  'dependants.specific',
  'dependants.elderly',
  'dependants.elderlyLivingTogether',
  'dependants.other',
  'dependants.under16',
  'dependants.specialDisability',
  'dependants.specialDisabilityLivingTogether',
  'dependants.ordinaryDisability',
];

/** 課税台帳, with the rules that only several columns together can show. */
export function taxOf(row: TaxRow): ConvertedFact {
  const { epoch, number, state } = row;
  const common = {
    personId: row.personId,
    taxYear: row.taxYear,
    fullName: row.fullName,
    formerFamilyName: row.formerFamilyName,
    alternativeName: row.alternativeName,
    dateOfBirth: { text: row.dateOfBirthText },
    onAssessmentDay: { address: row.assessmentAddress, buildingNameEtc: row.assessmentBuildingNameEtc },
    now: { address: row.address, buildingNameEtc: row.buildingNameEtc },
    remarks: row.remarks,
  };
  const taken = (fact: TaxRecord): ConvertedFact => ok({ kind: 'tax', sequence: { epoch, number }, fact });
  switch (state) {
    case 'taxed':
    case 'exempt': {
      const amounts = amountsOf(row, state);
      return amounts.ok ? taken({ ...common, state, amounts: amounts.value }) : amounts;
    }
    case 'dependant-not-declared': {
      const unexpected = problems(
        'amount-unexpected',
        AMOUNTS.filter((property) => row[property] !== undefined),
      );
      return unexpected.length === 0 ? taken({ ...common, state }) : err(unexpected);
    }
    // Whatever amounts such a row still has are not to be certified, and are not kept.
    case 'not-declared':
    case 'being-corrected':
      return taken({ ...common, state });
  }
}

const problems = (rule: PropertyProblem['rule'], properties: readonly string[]): PropertyProblem[] =>
  properties.map((property) => ({ property, rule }));

function amountsOf(
  row: TaxRow,
  state: 'taxed' | 'exempt',
): Result<TaxRecordAmounts, readonly PropertyProblem[]> {
  const {
    totalIncome,
    'tax.municipalIncomeBased': municipalIncomeBased,
    'tax.municipalPerCapita': municipalPerCapita,
    'tax.prefecturalIncomeBased': prefecturalIncomeBased,
    'tax.prefecturalPerCapita': prefecturalPerCapita,
    'tax.annual': annual,
  } = row;
  if (
    totalIncome === undefined ||
    municipalIncomeBased === undefined ||
    municipalPerCapita === undefined ||
    prefecturalIncomeBased === undefined ||
    prefecturalPerCapita === undefined ||
    annual === undefined
  ) {
    return err(
      problems(
        'amount-required',
        REQUIRED_AMOUNTS.filter((property) => row[property] === undefined),
      ),
    );
  }
  const levied = state === 'exempt' ? LEVIED.filter((property) => row[property] !== 0) : [];
  if (levied.length > 0) return err(problems('exempt-but-taxed', levied));
  return ok({
    revenues: row.revenues,
    incomes: row.incomes,
    totalIncome,
    aggregateIncome: row.aggregateIncome,
    deductions: row.deductions,
    deductionsTotal: row.deductionsTotal,
    dependants: {
      spouse: row['dependants.spouse'],
      specific: row['dependants.specific'],
      elderly: row['dependants.elderly'],
      elderlyLivingTogether: row['dependants.elderlyLivingTogether'],
      other: row['dependants.other'],
      under16: row['dependants.under16'],
      specialDisability: row['dependants.specialDisability'],
      specialDisabilityLivingTogether: row['dependants.specialDisabilityLivingTogether'],
      ordinaryDisability: row['dependants.ordinaryDisability'],
    },
    taxableIncome: row.taxableIncome,
    taxCredits: row.taxCredits,
    tax: {
      municipalIncomeBased,
      municipalPerCapita,
      prefecturalIncomeBased,
      prefecturalPerCapita,
      forestEnvironment: row['tax.forestEnvironment'],
      annual,
    },
  });
}
