export type { TemplateFault } from './compile/check.ts';
export { type CompiledTemplate, compileTemplate } from './compile/compile-template.ts';
export { flattened } from './compile/form.ts';
export { CertificateTemplate, type CertificateTemplateData } from './compile/template.ts';
export { isValidOn } from './compile/validity.ts';
export type { SizedPicture } from './layout/fit-blocks.ts';
export { fitSlots } from './layout/fit-slots.ts';
export type { Measure, Overflow } from './layout/fit-text.ts';
export { type Attachments, layOut } from './layout/lay-out.ts';
export { asPreview } from './layout/preview.ts';
export { sampleSeal } from './layout/sample-seal.ts';
export type { IssueInput } from './model-parts.ts';
export { CertificateContent, MODEL_OF_FAMILY, type PrintedContent } from './models.ts';
export type { PaperFault, PaperFaultKind } from './reading/paper-fault.ts';
export type { FinishedPages } from './reading/read-paper.ts';
export type { FoundPicture } from './reading/read-rows.ts';
export { type CertificateReading, readSubjects } from './reading/read-subjects.ts';
export {
  type CopyFault,
  CopyOption,
  CopyScope,
  NumberedCopy,
  ResidentRecordCopy,
  type ResidentRecordCopyInput,
  residentRecordCopy,
  withNumbers,
} from './resident-record-copy.ts';
export {
  SealRegistrationCertificate,
  type SealRegistrationFacts,
  type SealRegistrationFault,
  type SealRegistrationInput,
  sealRegistrationCertificate,
} from './seal-registration-certificate.ts';
export { contentOf, differingSlots, type PaperContent } from './slot-values.ts';
export {
  type TaxAmounts,
  TaxAndIncomeCertificate,
  type TaxAndIncomeFault,
  type TaxAndIncomeInput,
  type TaxFacts,
  TaxState,
  taxAndIncomeCertificate,
} from './tax-and-income-certificate.ts';
export { TAX_ROWS } from './tax-rows.ts';
export { residentRecordTemplateData } from './templates/resident-record.ts';
export { sealRegistrationTemplateData } from './templates/seal-registration.ts';
export { taxAndIncomeTemplateData } from './templates/tax-and-income.ts';
