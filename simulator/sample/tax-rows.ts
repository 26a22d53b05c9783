import { columnsOf } from '../../functions/linkage/layouts/feeds.ts';
import { ageOn, type LocalDate, partsOf } from '../../functions/shared/time.ts';
import { dayOf } from './calendar.ts';
import { placeIn } from './places.ts';
import { type Random, randomFor } from './random.ts';
import type { FeedSetting, SamplePerson, TaxRow } from './types.ts';

type Row = Omit<TaxRow, 'number'>;
/** Yen and heads by the layout's property. */
type Amounts = { readonly [P in keyof TaxRow]?: number | undefined };

/** Every so-manieth year of somebody is one that is not certified: each city has some of each. */
const EVERY = { 'not-declared': 23, 'being-corrected': 37 } as const;

/** The tax roll of a city: who lived here on 1 January, of this year and, of about every second, of the year before. */
export function taxRows({ label, today, city, people }: FeedSetting): readonly Row[] {
  const random = randomFor(`${label}/taxes`);
  const { year, month } = partsOf(today);
  // A new year's roll is published in June.
  const current = month >= 6 ? year : year - 1;
  const blank = Object.fromEntries(columnsOf('tax').map(({ property }) => [property, '']));
  const rows: Row[] = [];
  for (const person of people) {
    for (const taxYear of [current, current - 1]) {
      if (taxYear !== current && random.chance(0.5)) continue;
      const { resident } = person;
      const assessmentDay = dayOf({ year: taxYear, month: 1, day: 1 });
      if (!isOnRoll(person, assessmentDay)) continue;
      const moved = random.chance(0.04) ? placeIn(random, city.name) : undefined;
      rows.push({
        ...(blank as Row),
        epoch: '1',
        personId: resident.personId,
        taxYear: String(taxYear),
        fullName: resident.fullName,
        formerFamilyName: resident.formerFamilyName,
        alternativeName: resident.alternativeName,
        dateOfBirthText: resident.dateOfBirthText,
        assessmentAddress: moved?.address ?? resident.address,
        assessmentBuildingNameEtc: moved?.building ?? resident.buildingNameEtc,
        address: resident.address,
        buildingNameEtc: resident.buildingNameEtc,
        ...assessed(random, resident.dateOfBirth, assessmentDay, rows.length),
      });
    }
  }
  return rows;
}

function isOnRoll({ resident }: SamplePerson, assessmentDay: LocalDate): boolean {
  const age = resident.dateOfBirth === '' ? 60 : ageOn(resident.dateOfBirth as LocalDate, assessmentDay);
  return age >= 16 && (resident.movedInNotifiedOn === '' || resident.movedInNotifiedOn <= assessmentDay);
}

/** State and amounts. The sums are right, the rates simplified. */
function assessed(random: Random, birth: string, day: LocalDate, index: number): Partial<Row> {
  if (index % EVERY['not-declared'] === 7) return { state: '未申告' };
  if (index % EVERY['being-corrected'] === 11) return { state: '更正中' };
  const age = birth === '' ? 60 : ageOn(birth as LocalDate, day);
  if (random.chance(age < 20 ? 0.8 : 0.12)) return { state: '被扶養（申告なし）' };
  const amounts = age >= 65 ? pensionOf(random) : salaryOf(random);
  return { state: amounts['tax.annual'] === 0 ? '非課税' : '課税', ...textsOf(amounts) };
}

function salaryOf(random: Random): Amounts {
  const salary = random.integer(600, 8_500) * 1_000;
  const earned = Math.max(0, salary - Math.max(650_000, Math.floor(salary * 0.28)));
  const business = random.chance(0.06) ? random.integer(100, 2_500) * 1_000 : undefined;
  return taxed(random, {
    'revenues.salary': salary,
    ...(business === undefined ? {} : { 'revenues.business': business * 2, 'incomes.business': business }),
    'incomes.salary': earned,
  });
}

function pensionOf(random: Random): Amounts {
  const pension = random.integer(500, 3_200) * 1_000;
  return taxed(random, {
    'revenues.publicPension': pension,
    'incomes.publicPension': Math.max(0, pension - 1_100_000),
  });
}

function taxed(random: Random, revenue: Amounts): Amounts {
  const income = (revenue['incomes.salary'] ?? 0) + (revenue['incomes.business'] ?? 0);
  const totalIncome = income + (revenue['incomes.publicPension'] ?? 0);
  const socialInsurance = Math.floor(totalIncome * 0.14);
  const lifeInsurance = random.chance(0.6) ? random.integer(1, 7) * 10_000 : undefined;
  const medical = random.chance(0.1) ? random.integer(10, 300) * 1_000 : undefined;
  const deductionsTotal = socialInsurance + (lifeInsurance ?? 0) + (medical ?? 0) + 430_000;
  const base = Math.floor(Math.max(0, totalIncome - deductionsTotal) / 1_000) * 1_000;
  const isExempt = totalIncome <= 415_000;
  const share = (rate: number, credit: number): number =>
    isExempt ? 0 : Math.floor(Math.max(0, base * rate - credit) / 100) * 100;
  const municipal = share(0.06, 1_500);
  const prefectural = share(0.04, 1_000);
  const perCapita = isExempt ? 0 : 1;
  return {
    ...revenue,
    totalIncome,
    aggregateIncome: totalIncome,
    'deductions.socialInsurance': socialInsurance,
    'deductions.lifeInsurance': lifeInsurance,
    'deductions.medical': medical,
    'deductions.basic': 430_000,
    deductionsTotal,
    'dependants.under16': random.integer(0, 2),
    'taxableIncome.comprehensive': base,
    'taxCredits.adjustment': isExempt ? undefined : 2_500,
    'tax.municipalIncomeBased': municipal,
    'tax.municipalPerCapita': perCapita * 3_000,
    'tax.prefecturalIncomeBased': prefectural,
    'tax.prefecturalPerCapita': perCapita * 1_000,
    'tax.forestEnvironment': perCapita * 1_000,
    'tax.annual': municipal + prefectural + perCapita * 5_000,
  };
}

const textsOf = (amounts: Amounts): Partial<Row> =>
  Object.fromEntries(
    Object.entries(amounts)
      .filter(([, amount]) => amount !== undefined)
      .map(([property, amount]) => [property, String(amount)]),
  );
