export { type ConfirmFault, confirmKeys } from './confirm-keys.ts';
export {
  type CoverageFonts,
  type GlyphlessKey,
  missingKeys,
  type Uncovered,
  uncoveredIn,
} from './coverage.ts';
export { createCoverageStore } from './coverage-store.ts';
export type { GaijiDeps } from './deps.ts';
export { createFontStore, type FontStore } from './font-store.ts';
export { type GaijiFault, type GaijiFile, MAXIMUM_FONT_BYTES } from './gaiji-file.ts';
export { checkFont, countsOf, type Imported, importFont } from './import-font.ts';
export { ingestGaijiFile } from './ingest-gaiji-file.ts';
export { isOwnCode, stepFrom } from './next-version.ts';
export { baseOf, openVersion } from './open-version.ts';
export { createGaijiStore, type GaijiState, type GaijiStore } from './store.ts';
export { takeBack } from './take-back.ts';
export { type VersionFrom, versionsAt } from './versions.ts';
