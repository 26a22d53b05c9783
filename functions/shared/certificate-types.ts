import { z } from 'zod';

/** 証明書種別. The order is the order of the specification, 2(4). */
export const CertificateType = z.enum([
  'resident-record',
  'seal-registration',
  'tax-and-income',
  'family-register',
  'family-register-supplement',
]);
export type CertificateType = z.infer<typeof CertificateType>;

export const CERTIFICATE_NAMES: Readonly<Record<CertificateType, string>> = {
  'resident-record': '住民票の写し',
  'seal-registration': '印鑑登録証明書',
  'tax-and-income': '課税・所得証明書',
  'family-register': '戸籍証明書',
  'family-register-supplement': '戸籍の附票の写し',
};
