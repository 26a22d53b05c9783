import { z } from 'zod';
import { ResidentRecordCopy } from './resident-record-copy.ts';
import { SealRegistrationCertificate } from './seal-registration-certificate.ts';
import { TaxAndIncomeCertificate } from './tax-and-income-certificate.ts';

/** All that one certificate says, whichever it is; survives JSON unchanged. */
export const CertificateContent = z.discriminatedUnion('model', [
  ResidentRecordCopy,
  SealRegistrationCertificate,
  TaxAndIncomeCertificate,
]);
export type CertificateContent = z.infer<typeof CertificateContent>;

/** What a template can be bound to. */
export type CertificateModel = {
  readonly schema: z.ZodType;
  /** The list of the people whom a certificate is about; absent where it is about one, whose fields are the model's. */
  readonly subjects?: string;
};

/** The models that templates can name. Each subject has `fullName` and `dateOfBirth`. */
export const CERTIFICATE_MODELS: Readonly<Record<string, CertificateModel>> = {
  'resident-record-copy': { schema: ResidentRecordCopy, subjects: 'subjects' },
  'seal-registration-certificate': { schema: SealRegistrationCertificate },
  'tax-and-income-certificate': { schema: TaxAndIncomeCertificate },
};
