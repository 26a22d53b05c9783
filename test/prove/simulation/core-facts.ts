import type { JpkiSerialLink, ResidentRecord, TaxRecord } from '../../../functions/registry/index.ts';
import { JpkiIssuer, JpkiSerial, type PersonId } from '../../../functions/shared/ids.ts';
import { LocalDate } from '../../../functions/shared/time.ts';

const ISSUER = JpkiIssuer.parse('ISSUER-1');
/** Since when everything in a run is valid, and until when. */
export const [FROM, UNTIL] = [LocalDate.parse('2024-04-01'), LocalDate.parse('2034-04-01')];

export const serialOf = (personId: PersonId, id: string): JpkiSerialLink => ({
  personId,
  issuer: ISSUER,
  serial: JpkiSerial.parse(`SIM${id}`),
  medium: 'card',
  validFrom: FROM,
  validUntil: UNTIL,
  state: 'valid',
});

export function unsettledYear({ personId, fullName, address, dateOfBirth }: ResidentRecord, taxYear: number) {
  const place = { address };
  return {
    personId,
    taxYear,
    fullName,
    dateOfBirth: { text: dateOfBirth.text },
    onAssessmentDay: place,
    now: place,
  };
}

export function taxed(resident: ResidentRecord, taxYear: number, income: number): TaxRecord {
  const levy = 1_000;
  return {
    ...unsettledYear(resident, taxYear),
    state: 'taxed',
    amounts: {
      revenues: { salary: income + 1_000_000 },
      incomes: { salary: income },
      totalIncome: income,
      deductions: {},
      dependants: {},
      taxableIncome: {},
      taxCredits: {},
      tax: {
        municipalIncomeBased: levy,
        municipalPerCapita: levy,
        prefecturalIncomeBased: levy,
        prefecturalPerCapita: levy,
        annual: levy * 4,
      },
    },
  };
}
