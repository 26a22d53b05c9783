import { type TaxFacts, taxAndIncomeCertificate } from '../../certificates/index.ts';
import { offeredTaxYears } from '../../changes/index.ts';
import type { Reason } from '../../eligibility/index.ts';
import type { ReadPerson, TaxRecord } from '../../registry/index.ts';
import type { RefusalCode } from '../../shared/refusals.ts';
import { err, ok } from '../../shared/result.ts';
import type { CityDay, DrawnFamily } from './family.ts';

/** Why a year of this state is not certified. */
const AGAINST: Readonly<Record<TaxRecord['state'], RefusalCode | undefined>> = {
  taxed: undefined,
  exempt: undefined,
  'dependant-not-declared': 'ISS-1224',
  'not-declared': 'ISS-1222',
  'being-corrected': 'ISS-1223',
};

const yearsOf = ({ settings, type, today }: CityDay): readonly number[] => {
  const offered = settings.valueOf('tax-years', type.id);
  return offered === undefined ? [] : offeredTaxYears(offered, today);
};

/** A year is there only by this city's own row for it; nothing is concluded from where the person lives or lived. */
function reasonsAgainst(year: number, { gate }: ReadPerson, { settings, type }: CityDay): readonly Reason[] {
  const state = gate?.taxes?.[String(year)]?.state;
  if (state === undefined) return [{ code: 'ISS-1221' }];
  const certifiesAll = settings.valueOf('tax-certificate', type.id)?.certifiesUndeclaredDependants ?? false;
  const code = state === 'dependant-not-declared' && certifiesAll ? undefined : AGAINST[state];
  return code === undefined ? [] : [{ code }];
}

/** What the tax roll says of a year for which there is a certificate. */
function factsOf(record: TaxRecord): TaxFacts | undefined {
  switch (record.state) {
    case 'taxed':
    case 'exempt':
      return record;
    case 'dependant-not-declared':
      return { ...record, state: 'undeclared-dependant' };
    case 'not-declared':
    case 'being-corrected':
      return undefined;
  }
}

/** 課税・所得証明書: of one year, by the roll of the city in which the person lived on its 賦課期日. */
export const TAX_AND_INCOME: DrawnFamily = {
  paper: 'drawn',
  model: 'tax-and-income-certificate',
  wanted: ({ taxYear }) => (taxYear === undefined ? {} : { taxYears: [taxYear] }),
  isSetUp: (settings, type) => settings.valueOf('tax-years', type) !== undefined,
  offer(own, day) {
    const judged = yearsOf(day).map((year) => ({ year, reasons: reasonsAgainst(year, own, day) }));
    const taxYears = judged.filter(({ reasons }) => reasons.length === 0).map(({ year }) => year);
    if (taxYears.length > 0) return ok({ taxYears });
    return err(judged.length === 0 ? [{ code: 'ISS-1405' }] : judged.flatMap(({ reasons }) => reasons));
  },
  judge(own, { taxYear }, day) {
    if (taxYear === undefined || !yearsOf(day).includes(taxYear)) return [{ code: 'ISS-1405' }];
    return reasonsAgainst(taxYear, own, day);
  },
  make({ records, own }, { taxYear }, { issue }) {
    const record = own.taxes?.find(({ fact }) => fact.taxYear === taxYear)?.fact;
    const facts = record === undefined ? undefined : factsOf(record);
    if (record === undefined || facts === undefined || record.personId !== records[0]?.personId)
      return err([{ code: 'ISS-1213' }]);
    const certificate = taxAndIncomeCertificate({ ...issue, facts });
    if (!certificate.ok) return err([{ code: 'ISS-1209', detail: certificate.error.field }]);
    return ok({ content: certificate.value, named: [record], pictures: {} });
  },
};
