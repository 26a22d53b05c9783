export type { TemplateFault } from './check-template.ts';
export { type CompiledTemplate, compileTemplate } from './compile-template.ts';
export type { Measure, Overflow } from './fit-text.ts';
export { type Attachments, layOut } from './lay-out.ts';
export type { PaperFault, PaperFaultKind } from './paper-fault.ts';
export { type CertificateReading, readSubjects } from './read-subjects.ts';
export {
  type CopyFault,
  CopyOption,
  CopyScope,
  ResidentRecordCopy,
  type ResidentRecordCopyInput,
  residentRecordCopy,
} from './resident-record-copy.ts';
export { sampleSeal } from './sample-seal.ts';
export { contentOf, differingSlots, type PaperContent } from './slot-values.ts';
export { CertificateTemplate, type CertificateTemplateData } from './template.ts';
export { residentRecordTemplateData } from './templates/resident-record.ts';
