import { openSync, readFileSync } from 'node:fs';
import { sourceFromBytes, sourceFromDescriptor } from '../../../functions/pdf/font/font-source.ts';
import { openTrueType } from '../../../functions/pdf/font/true-type.ts';
import { codePointOf, type GlyphKey, keysOf } from '../../../functions/pdf/keys.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import type { FlatPage } from '../flat-page.ts';
import type { FontName } from '../fonts.ts';
import type { Engine } from './engine.ts';

/** As much of mupdf as a certificate needs. */
type Mupdf = {
  readonly PDFDocument: new () => MupdfDocument;
  readonly Font: new (name: string, bytes: Uint8Array) => MupdfFont;
  readonly Image: new (bytes: Uint8Array) => object;
};
type MupdfFont = { readonly encodeCharacter: (codePoint: number) => number };
type MupdfDocument = {
  readonly addFont: (font: MupdfFont) => object;
  readonly addImage: (image: object) => object;
  readonly addPage: (box: readonly number[], rotate: number, resources: object, contents: string) => object;
  readonly insertPage: (at: number, page: object) => void;
  readonly subsetFonts: () => void;
  readonly setMetaData: (key: string, value: string) => void;
  readonly saveToBuffer: (options: string) => {
    readonly asUint8Array: () => Uint8Array;
    readonly destroy: () => void;
  };
  readonly destroy: () => void;
};

/**
 * Its own way from characters to glyphs knows no variation selectors, so the glyphs' numbers are looked up beforehand
 * by this project's reader of fonts; for a sequence that the font lacks by its own. What it writes is its own.
 */
export const mupdf: Engine = {
  takes: 'page',
  open: async ({ baseFont, gaijiFont, sealPng }, load) => {
    const { PDFDocument, Font, Image } = (await load('mupdf')) as Mupdf;
    const seal = new Image(sealPng);
    const fonts = {
      base: new Font('base', readFileSync(baseFont)),
      gaiji: new Font('gaiji', readFileSync(gaijiFont)),
    };
    const maps = {
      base: unwrap(openTrueType(sourceFromDescriptor(openSync(baseFont, 'r')), { id: '' })),
      gaiji: unwrap(openTrueType(sourceFromBytes(readFileSync(gaijiFont)), { id: '' })),
    };
    const glyphOf = (font: FontName, key: GlyphKey): number =>
      maps[font].glyphOf(key) ?? fonts[font].encodeCharacter(codePointOf(key));
    return (flat) => {
      const document = new PDFDocument();
      const resources = {
        Font: { base: document.addFont(fonts.base), gaiji: document.addFont(fonts.gaiji) },
        XObject: { seal: document.addImage(seal) },
      };
      const page = document.addPage([0, 0, flat.width, flat.height], 0, resources, contentOf(flat, glyphOf));
      document.insertPage(-1, page);
      document.setMetaData('info:Title', flat.title);
      document.subsetFonts();
      const buffer = document.saveToBuffer('compress,garbage');
      // the buffer lies in the memory of its wasm module
      const pdf = buffer.asUint8Array().slice();
      buffer.destroy();
      document.destroy();
      return pdf;
    };
  },
};

function contentOf(flat: FlatPage, glyphOf: (font: FontName, key: GlyphKey) => number): string {
  const parts: string[] = [];
  for (const { x, y, width, height } of flat.pictures)
    parts.push(`q ${width} 0 0 ${height} ${x} ${y} cm /seal Do Q`);
  for (const { x1, y1, x2, y2, width, grey } of flat.rules)
    parts.push(`${width} w ${grey} G ${x1} ${y1} m ${x2} ${y2} l S`);
  for (const { x, y, width, height, lineWidth, grey = 0 } of flat.frames)
    parts.push(`${lineWidth} w ${grey} G ${x} ${y} ${width} ${height} re S`);
  for (const { font, x, y, size, text } of flat.runs) {
    const codes = unwrap(keysOf(text)).map((key) => glyphOf(font, key).toString(16).padStart(4, '0'));
    parts.push(`BT /${font} ${size} Tf 1 0 0 1 ${x} ${y} Tm <${codes.join('')}> Tj ET`);
  }
  return parts.join('\n');
}
