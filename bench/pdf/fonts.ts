import { openSync } from 'node:fs';
import { join } from 'node:path';
import fontManifest from '../../fonts/manifest.json' with { type: 'json' };
import {
  codePointOf,
  type GlyphKey,
  keysOf,
  type OutlineFont,
  openTrueType,
  sourceFromBytes,
  sourceFromDescriptor,
} from '../../functions/pdf/index.ts';
import { unwrap } from '../../functions/shared/result.ts';
import { FONT_FOLDER } from '../../scripts/local/fonts.ts';
import { eudcFont } from '../../simulator/sample/eudc-font.ts';
import { MUNICIPALITIES } from '../../simulator/sample/municipalities.ts';

/** The city whose private-use characters the certificates hold. */
export const CITY = MUNICIPALITIES[0];

/** `gaiji` draws the private-use characters, `base` all others. */
export type FontName = 'base' | 'gaiji';

/** The fonts by their outlines: for measuring text, for finding characters and for the reference to compare with. */
export type OutlineFonts = Readonly<Record<FontName, OutlineFont>>;

/** IPAmj明朝 in the font manifest. */
export const BASE_FONT = 'ipamjm';

export function baseFontFile(): string {
  const entry = fontManifest.fonts.find(({ id }) => id === BASE_FONT);
  if (entry === undefined) throw new Error(`the font manifest has no ${BASE_FONT}`);
  return join(FONT_FOLDER, entry.file);
}

export const gaijiFontBytes = (): Uint8Array => eudcFont(CITY);

export function outlineFonts(): OutlineFonts {
  const base = sourceFromDescriptor(openSync(baseFontFile(), 'r'));
  return {
    base: unwrap(openTrueType(base, { id: 'b'.repeat(64) })),
    gaiji: unwrap(openTrueType(sourceFromBytes(gaijiFontBytes()), { id: 'e'.repeat(64) })),
  };
}

export function fontNameOf(key: GlyphKey): FontName {
  const code = codePointOf(key);
  return (code >= 0xe000 && code <= 0xf8ff) || code >= 0xf0000 ? 'gaiji' : 'base';
}

/** Whether every character of the text has a glyph that draws something. Spaces are not asked for. */
export function isDrawn(fonts: OutlineFonts, text: string): boolean {
  return unwrap(keysOf(text)).every((key) => {
    const font = fonts[fontNameOf(key)];
    const gid = font.glyphOf(key);
    return gid !== undefined && unwrap(font.outlineOf(gid)).length > 0;
  });
}

/** Advance of a key in ems; 0 where the font has no glyph. */
export function advanceOf(fonts: OutlineFonts, key: GlyphKey): number {
  const font = fonts[fontNameOf(key)];
  return font.advanceOf(font.glyphOf(key) ?? font.glyphCount) / font.unitsPerEm;
}

/** Width of a text in points. */
export const widthOf = (fonts: OutlineFonts, text: string, size: number): number =>
  unwrap(keysOf(text)).reduce((ems, key) => ems + advanceOf(fonts, key), 0) * size;
