import type { CertificateFamily } from '../shared/certificate-types.ts';
import type { Family } from './families/family.ts';
import { RESIDENT_RECORD } from './families/resident-record.ts';
import { SEAL_REGISTRATION } from './families/seal-registration.ts';
import { TAX_AND_INCOME } from './families/tax-and-income.ts';

/**
 * The families that this program can issue. Types of another one are refused as not offered, whatever a city has set.
 */
export const FAMILIES: Readonly<Partial<Record<CertificateFamily, Family>>> = {
  'resident-record': RESIDENT_RECORD,
  'seal-registration': SEAL_REGISTRATION,
  'tax-and-income': TAX_AND_INCOME,
};
