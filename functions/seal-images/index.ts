export type { BmpFault } from './bmp-header.ts';
export {
  type ImpressionFault,
  ImpressionRules,
  impressionOf,
  impressionOfBase64,
  type SealImpression,
} from './impression.ts';
export { referenceOf } from './impression-file.ts';
export { createImpressionStore, type ImpressionStore } from './impression-store.ts';
export { type OfficialSealFault, officialSealOf } from './official-seal.ts';
