import type { CertificateFamily } from '../shared/certificate-types.ts';
import type { Family } from './families/family.ts';
import { FAMILY_REGISTER, FAMILY_REGISTER_SUPPLEMENT } from './families/family-register.ts';
import { RESIDENT_RECORD } from './families/resident-record.ts';
import { SEAL_REGISTRATION } from './families/seal-registration.ts';
import { TAX_AND_INCOME } from './families/tax-and-income.ts';

/** How each family is issued. */
export const FAMILIES: Readonly<Record<CertificateFamily, Family>> = {
  'resident-record': RESIDENT_RECORD,
  'seal-registration': SEAL_REGISTRATION,
  'tax-and-income': TAX_AND_INCOME,
  'family-register': FAMILY_REGISTER,
  'family-register-supplement': FAMILY_REGISTER_SUPPLEMENT,
};
