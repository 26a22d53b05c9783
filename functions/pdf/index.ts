export type {
  BilevelImage,
  ColourImage,
  DisplayItem,
  DisplayList,
  DisplayPage,
  Form,
  Frame,
  PageImage,
  Picture,
  Rule,
  Stamp,
  Stamping,
  TextRun,
} from './display-list.ts';
export type { DrawFault, ListFault, MissingGlyph } from './draw/draw-fault.ts';
export { type DrawOptions, drawByPdfLib, drawPdf } from './draw/draw-pdf.ts';
export { encodeImage } from './draw/encode-image.ts';
export { FONT_LOOKUP } from './draw/font-lookup.ts';
export {
  type FontSet,
  fontSet,
  type LookupRule,
  measure,
  type ResolvedGlyph,
  resolveKey,
} from './draw/font-set.ts';
export { plateFile, takePlate } from './draw/plate-file.ts';
export type { FontFault } from './font/font-fault.ts';
export { type FontSource, sourceFromBytes, sourceFromDescriptor } from './font/font-source.ts';
export type { OutlineFont } from './font/outline-font.ts';
export { openTrueType } from './font/true-type.ts';
export { readKeys, writeKeys } from './key-list.ts';
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
export { type GlyphPack, openPack, type PackFault } from './pack/open-pack.ts';
export { withoutKeys } from './pack/without-keys.ts';
export { checkGlyphs, type GlyphMismatch } from './read-back/check-glyphs.ts';
export { type ReadBack, type ReadOptions, readBack } from './read-back/read-back.ts';
export type { ReadFault } from './read-back/read-fault.ts';
export type { ReadFont, ReadGlyph } from './read-back/read-font.ts';
export type { ReadPage } from './read-back/read-pages.ts';
export type { ReadPicture, ReadRun } from './read-back/shown.ts';
export { stampedItems } from './stamped-items.ts';
export { type GlyphWitness, openWitness, type Witness, type WitnessFault } from './witness/open-witness.ts';
export { pictureDigest } from './witness/picture-digest.ts';
