import { describe, expect, test } from 'vitest';
import {
  TAX_ROWS,
  type TaxAmounts,
  TaxAndIncomeCertificate,
  type TaxFacts,
  taxAndIncomeCertificate,
} from '../../../functions/certificates/index.ts';
import { taxAmounts, taxCertificateOf, taxExamples, taxFacts, taxInput } from './sample-models.ts';

const LISTS = ['revenues', 'incomes', 'deductions', 'taxableIncome', 'taxCredits'] as const;

const factsWith = (more: Partial<TaxAmounts>, state: 'taxed' | 'exempt' = 'taxed'): TaxFacts => ({
  ...taxFacts('facts'),
  state,
  amounts: { ...taxAmounts('facts', 'shortest'), ...more },
});

const faultOf = (facts: TaxFacts) => {
  const certificate = taxAndIncomeCertificate(taxInput(facts));
  return certificate.ok ? undefined : certificate.error;
};

describe('the amounts of a certificate of tax and income', () => {
  test('are printed as they were delivered: commas, 0 as 0, and no sum of our own', () => {
    const facts = factsWith({
      revenues: { salary: 5_123_456, publicPension: 0 },
      incomes: { salary: 3_658_400 },
      totalIncome: 1,
      aggregateIncome: 999,
      deductionsTotal: 1000,
      tax: {
        municipalIncomeBased: 100_000,
        municipalPerCapita: 3000,
        prefecturalIncomeBased: 66_600,
        prefecturalPerCapita: 1000,
        forestEnvironment: 1000,
        annual: 999_999_999_999_999,
      },
    });
    expect(taxCertificateOf(facts)).toMatchObject({
      revenues: [
        { label: '給与', amount: '5,123,456' },
        { label: '公的年金等', amount: '0' },
      ],
      totalIncome: '1',
      aggregateIncome: '999',
      deductionsTotal: '1,000',
      tax: {
        municipalIncomeBased: '100,000',
        municipalPerCapita: '3,000',
        prefecturalIncomeBased: '66,600',
        prefecturalPerCapita: '1,000',
        forestEnvironment: '1,000',
        annual: '999,999,999,999,999',
      },
    });
  });

  test.each(LISTS)(
    '%s: the usual rows always, in one order, without an amount where none is recorded',
    (list) => {
      const usual = Object.values(TAX_ROWS[list]).filter(({ shown }) => shown === 'always');
      expect(taxCertificateOf(factsWith({}))[list]).toEqual(usual.map(({ label }) => ({ label })));
    },
  );

  test.each(LISTS)('%s: a rare row only where it is recorded, 0 included, at its own place', (list) => {
    const all = Object.keys(TAX_ROWS[list]);
    const backwards = Object.fromEntries(all.toReversed().map((row) => [row, 0]));
    expect(taxCertificateOf(factsWith({ [list]: backwards }))[list]).toEqual(
      Object.values(TAX_ROWS[list]).map(({ label }) => ({ label, amount: '0' })),
    );
  });

  test('定額減税 and 特定親族特別控除 have a row only when they apply', () => {
    const labels = (facts: TaxFacts) => {
      const { taxCredits, deductions } = taxCertificateOf(facts);
      return [...taxCredits, ...deductions].map(({ label }) => label);
    };
    const reduced = factsWith({
      taxCredits: { fixedReduction: 10_000 },
      deductions: { specificRelativeSpecial: 450_000 },
    });
    for (const label of ['定額減税', '特定親族特別']) {
      expect(labels(factsWith({}))).not.toContain(label);
      expect(labels(reduced)).toContain(label);
    }
  });

  test('配偶者 and the heads of dependants are printed as recorded', () => {
    const spouseOf = (spouse: 'none' | 'ordinary' | 'elderly') =>
      taxCertificateOf(factsWith({ dependants: { spouse, specific: 2, under16: 0 } })).dependants;
    expect(spouseOf('none')).toEqual({ spouse: '無', specific: '2', under16: '0' });
    expect(spouseOf('ordinary')?.spouse).toBe('有');
    expect(spouseOf('elderly')?.spouse).toBe('有（老人）');
  });
});

describe('who a certificate of tax and income is for', () => {
  test('the year of the tax and the year of the income, each in its era', () => {
    const yearsOf = (taxYear: number) => {
      const { taxYear: tax, incomeYear: income } = taxCertificateOf({ ...taxFacts('years'), taxYear });
      return [tax, income];
    };
    expect(yearsOf(2026)).toEqual(['令和8年度', '令和7年']);
    expect(yearsOf(2020)).toEqual(['令和2年度', '令和元年']);
    expect(yearsOf(2019)).toEqual(['平成31年度', '平成30年']);
  });

  test('the address of 1 January, and the present one only where it differs', () => {
    const before = { address: '北海道見本市幸町1番', buildingNameEtc: '海岸ハイツ301号' };
    const stayed = taxCertificateOf({ ...taxFacts('place'), onAssessmentDay: before, now: { ...before } });
    expect(stayed).toMatchObject(before);
    expect(stayed).not.toHaveProperty('currentAddress');
    expect(stayed).not.toHaveProperty('currentBuildingNameEtc');
    const next = { ...before, buildingNameEtc: '海岸ハイツ302号' };
    expect(taxCertificateOf({ ...taxFacts('place'), onAssessmentDay: before, now: next })).toMatchObject({
      ...before,
      currentAddress: next.address,
      currentBuildingNameEtc: next.buildingNameEtc,
    });
  });

  test('who has not declared, being supported, has no amounts at all', () => {
    const certificate = taxCertificateOf(taxFacts('dependant', { state: 'undeclared-dependant' }));
    expect(certificate.state).toBe('undeclared-dependant');
    for (const list of LISTS) expect(certificate[list]).toEqual([]);
    for (const field of ['totalIncome', 'aggregateIncome', 'deductionsTotal', 'dependants', 'tax']) {
      expect(certificate).not.toHaveProperty(field);
    }
  });

  test('comes back from JSON equal, whoever it is', () => {
    for (const certificate of taxExamples('json', 60)) {
      expect(TaxAndIncomeCertificate.parse(JSON.parse(JSON.stringify(certificate)))).toEqual(certificate);
    }
  });
});

describe('a certificate of tax and income is refused, and names the field', () => {
  const tax = taxAmounts('faults', 'shortest').tax;

  test('for an amount that is negative, no whole number, or longer than 15 digits', () => {
    const of = (more: Partial<TaxAmounts>) => faultOf(factsWith(more));
    expect(of({ incomes: { realEstate: -1 } })).toEqual({
      kind: 'amount',
      rule: 'negative',
      field: 'incomes.realEstate',
    });
    expect(of({ deductionsTotal: 0.5 })).toEqual({
      kind: 'amount',
      rule: 'not-integer',
      field: 'deductionsTotal',
    });
    expect(of({ totalIncome: Number.NaN })).toMatchObject({ rule: 'not-integer', field: 'totalIncome' });
    expect(of({ tax: { ...tax, annual: 10 ** 15 } })).toEqual({
      kind: 'amount',
      rule: 'too-long',
      field: 'tax.annual',
    });
    expect(of({ dependants: { specific: -2 } })).toMatchObject({ field: 'dependants.specific' });
    expect(of({ aggregateIncome: 10 ** 15 - 1 })).toBeUndefined();
  });

  test('for an amount that has no row: nothing that was delivered is left out in silence', () => {
    const incomes = { salary: 1, lottery: 5 } as TaxAmounts['incomes'];
    expect(faultOf(factsWith({ incomes }))).toEqual({ kind: 'unknown-row', field: 'incomes.lottery' });
    const inherited = JSON.parse('{"constructor":5}') as TaxAmounts['incomes'];
    expect(faultOf(factsWith({ incomes: inherited }))).toMatchObject({ field: 'incomes.constructor' });
  });

  test.each(['municipalIncomeBased', 'municipalPerCapita', 'prefecturalIncomeBased', 'prefecturalPerCapita'])(
    'for 非課税 beside a tax that is not 0: %s',
    (part) => {
      const levied = { tax: { ...tax, [part]: 100 } };
      expect(faultOf(factsWith(levied, 'exempt'))).toEqual({
        kind: 'exempt-but-taxed',
        field: `tax.${part}`,
      });
      expect(faultOf(factsWith(levied, 'taxed'))).toBeUndefined();
    },
  );

  test('when something that must be printed cannot be', () => {
    expect(faultOf({ ...taxFacts('text'), fullName: '' })).toEqual({
      kind: 'unprintable',
      field: 'fullName',
    });
    expect(faultOf({ ...taxFacts('text'), taxYear: 1800 })).toMatchObject({ field: 'taxYear' });
  });
});
