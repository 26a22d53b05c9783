export type {
  BilevelImage,
  DisplayItem,
  DisplayList,
  DisplayPage,
  Frame,
  Picture,
  Rule,
  TextRun,
} from './display-list.ts';
export type { DrawFault, ListFault, MissingGlyph } from './draw-fault.ts';
export { drawPdf, encodeImage } from './draw-pdf.ts';
export { type FontSet, measure, type ResolvedGlyph, resolveKey } from './font-set.ts';
export { type FontSource, sourceFromBytes, sourceFromDescriptor } from './font-source.ts';
export {
  codePointOf,
  describeKey,
  type GlyphKey,
  type KeyFault,
  keyOf,
  keysOf,
  keyText,
  selectorOf,
} from './keys.ts';
export type { FontFault, OutlineFont } from './outline-font.ts';
export type { ReadFault } from './pdf-syntax.ts';
export { pictureDigest } from './picture-digest.ts';
export { type ReadBack, type ReadPage, readBack } from './read-back.ts';
export type { ReadPicture, ReadRun } from './read-content.ts';
export { openTrueType } from './true-type.ts';
