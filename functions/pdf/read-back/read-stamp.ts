import type { ContentNames } from './content-operators.ts';
import { ANY, expectShape, type Found, inflated, isArray, isRef, type Reader } from './pdf-objects.ts';
import type { PdfDict, PdfValue } from './pdf-values.ts';
import { readContent } from './read-content.ts';
import { reject } from './read-fault.ts';
import type { Shown } from './shown.ts';

/** What a stamp shows about its origin, and how far from there, to every side, nothing of it is cut off. */
export type ReadStamp = { readonly shown: Shown; readonly width: number; readonly height: number };

const STAMP = {
  '/Type': '/XObject',
  '/Subtype': '/Form',
  '/BBox': ANY,
  '/Resources': ANY,
  '/Filter': '/FlateDecode',
  '/Length': ANY,
} as const;

function readExtent(value: PdfValue | undefined, where: string): { width: number; height: number } {
  const [left, bottom, width, height] = isArray(value) && value.length === 4 ? value : [];
  if (typeof width !== 'number' || typeof height !== 'number' || left !== -width || bottom !== -height)
    return reject('unexpected', where, 'a stamp in another box');
  return { width, height };
}

/** The fonts of the pages, under the same names, and nothing else. */
function expectFonts(resources: PdfValue | undefined, fontRefs: PdfDict, where: string): void {
  const fonts = resources instanceof Map && resources.size === 1 ? resources.get('/Font') : undefined;
  if (!(fonts instanceof Map) || fonts.size !== fontRefs.size)
    reject('unexpected', where, 'a stamp with resources of its own');
  for (const [name, font] of fonts) {
    const ref = fontRefs.get(name);
    if (!isRef(font) || !isRef(ref) || font.object !== ref.object)
      reject('unexpected', where, 'a stamp with a font of its own');
  }
}

/** Reads what stands in a file once and on its pages at several places. It draws no other stamp and no picture. */
export function readStamp(
  reader: Reader,
  { dict, where, stream }: Found,
  fontRefs: PdfDict,
  fonts: ContentNames['fonts'],
): ReadStamp {
  expectShape(dict, where, STAMP);
  expectFonts(dict.get('/Resources'), fontRefs, where);
  const extent = readExtent(dict.get('/BBox'), where);
  const names = { fonts, images: new Map(), stamps: new Map(), drawn: new Set<string>() };
  return { ...extent, shown: readContent(inflated(reader, { dict, where, stream }), where, names) };
}
