// The drawing's third face: for who passes on what another system has drawn.
export type { InspectFault } from './inspect-fault.ts';
export { type Inspected, inspectPdf } from './inspect-pdf.ts';
