import { z } from 'zod';
import type { CertificateFamily } from '../shared/certificate-types.ts';
import { NumberedCopy, ResidentRecordCopy } from './resident-record-copy.ts';
import { SealRegistrationCertificate } from './seal-registration-certificate.ts';
import { TaxAndIncomeCertificate } from './tax-and-income-certificate.ts';

/** All that one certificate says, whichever it is, 個人番号 apart; survives JSON unchanged. */
export const CertificateContent = z.discriminatedUnion('model', [
  ResidentRecordCopy,
  SealRegistrationCertificate,
  TaxAndIncomeCertificate,
]);
export type CertificateContent = z.infer<typeof CertificateContent>;

/** The model of each family's papers; a family whose papers are not drawn here has none, and no template. */
export const MODEL_OF_FAMILY: Readonly<Partial<Record<CertificateFamily, CertificateContent['model']>>> = {
  'resident-record': 'resident-record-copy',
  'seal-registration': 'seal-registration-certificate',
  'tax-and-income': 'tax-and-income-certificate',
};

/** What is drawn: with 個人番号 where it was asked for. */
export type PrintedContent = CertificateContent | NumberedCopy;

/** What a template can be bound to. */
export type CertificateModel = {
  readonly schema: z.ZodType;
  /** The list of the people whom a certificate is about; absent where it is about one, whose fields are the model's. */
  readonly subjects?: string;
  /** Texts for which a form need not have a place: issuing refuses one that is asked for and has none. */
  readonly optional?: readonly string[];
};

/** The models that templates can name. Each subject has `fullName` and `dateOfBirth`. */
export const CERTIFICATE_MODELS: Readonly<Record<string, CertificateModel>> = {
  'resident-record-copy': {
    schema: NumberedCopy,
    subjects: 'subjects',
    optional: ['subjects[].individualNumber'],
  },
  'seal-registration-certificate': { schema: SealRegistrationCertificate },
  'tax-and-income-certificate': { schema: TaxAndIncomeCertificate },
};
