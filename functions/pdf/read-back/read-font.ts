import { type GlyphKey, keysOf } from '../keys.ts';
import { readCharacterMap } from './character-map.ts';
import {
  ANY,
  expectShape,
  type Found,
  follow,
  inflated,
  isArray,
  type Reader,
  wholeNumber,
} from './pdf-objects.ts';
import type { PdfValue } from './pdf-values.ts';
import { reject } from './read-fault.ts';
import { type FontProgram, type ProgramGlyph, readProgram } from './read-program.ts';

/** What a code of a font stands for, and what it draws. */
export type ReadGlyph = ProgramGlyph & {
  /** The code in the page's text, which is the glyph's number in the font program. */
  readonly code: number;
  readonly text: string;
  readonly key: GlyphKey;
};

/** An embedded font. */
export type ReadFont = {
  /** Its name without the letters that tell subsets apart. */
  readonly name: string;
  readonly unitsPerEm: number;
  /** Code `i + 1` is `glyphs[i]`. */
  readonly glyphs: readonly ReadGlyph[];
};

const MAX_PROGRAM = 32 * 1024 * 1024;
/** Widths are written in thousandths of an em, to three decimals. */
const WIDTH_TOLERANCE = 0.000_501;

const TYPE_0 = {
  '/Type': '/Font',
  '/Subtype': '/Type0',
  '/BaseFont': ANY,
  '/Encoding': '/Identity-H',
  '/DescendantFonts': ANY,
  '/ToUnicode': ANY,
} as const;
const CID_FONT = {
  '/Type': '/Font',
  '/Subtype': '/CIDFontType2',
  '/BaseFont': ANY,
  '/CIDSystemInfo': ANY,
  '/FontDescriptor': ANY,
  '/DW': 1000,
  '/W': ANY,
  '/CIDToGIDMap': '/Identity',
} as const;
const SYSTEM_INFO = { '/Registry': ANY, '/Ordering': ANY, '/Supplement': 0 } as const;
const DESCRIPTOR = {
  '/Type': '/FontDescriptor',
  '/FontName': ANY,
  // symbolic: the characters are not those of the standard Latin set
  '/Flags': 4,
  '/FontBBox': ANY,
  '/ItalicAngle': 0,
  '/Ascent': ANY,
  '/Descent': ANY,
  '/CapHeight': ANY,
  '/StemV': ANY,
  '/FontFile2': ANY,
} as const;
const FONT_FILE = { '/Length1': ANY, '/Filter': '/FlateDecode', '/Length': ANY } as const;
const CHARACTER_MAP = { '/Filter': '/FlateDecode', '/Length': ANY } as const;

const says = (value: PdfValue | undefined, text: string): boolean =>
  value instanceof Uint8Array && String.fromCharCode(...value) === text;

function readDescendant(reader: Reader, { dict, where }: Found): Found {
  const list = dict.get('/DescendantFonts');
  const found = follow(reader, isArray(list) && list.length === 1 ? list[0] : undefined, where);
  expectShape(found.dict, found.where, CID_FONT);
  if (found.dict.get('/BaseFont') !== dict.get('/BaseFont'))
    reject('unexpected', found.where, 'another name');
  const system = found.dict.get('/CIDSystemInfo');
  if (!(system instanceof Map)) return reject('unexpected', found.where, 'no character collection');
  expectShape(system, found.where, SYSTEM_INFO);
  if (!says(system.get('/Registry'), 'Adobe') || !says(system.get('/Ordering'), 'Identity'))
    reject('unexpected', found.where, 'another character collection');
  return found;
}

function readEmbedded(reader: Reader, { dict, where }: Found): FontProgram {
  const descriptor = follow(reader, dict.get('/FontDescriptor'), where);
  expectShape(descriptor.dict, descriptor.where, DESCRIPTOR);
  if (descriptor.dict.get('/FontName') !== dict.get('/BaseFont'))
    reject('unexpected', descriptor.where, 'another name');
  const file = follow(reader, descriptor.dict.get('/FontFile2'), descriptor.where);
  expectShape(file.dict, file.where, FONT_FILE);
  const length = wholeNumber(file.dict.get('/Length1'), file.where, { from: 1, to: MAX_PROGRAM });
  return readProgram(inflated(reader, file, length), file.where);
}

/** `first [w w …] first [w …]`, ascending: the widths of the codes that are not 1000. */
function readWidths(value: PdfValue | undefined, where: string): ReadonlyMap<number, number> {
  const list = isArray(value) ? value : reject('unexpected', where, 'no widths');
  const widths = new Map<number, number>();
  let next = 1;
  for (let index = 0; index < list.length; index += 2) {
    let code = wholeNumber(list[index], where, { from: next, to: 0xffff });
    const run = list[index + 1];
    if (!isArray(run) || run.length === 0) return reject('unexpected', where, 'widths of another form');
    for (const width of run) {
      if (typeof width !== 'number') return reject('unexpected', where, 'a width that is no number');
      widths.set(code++, width);
    }
    next = code;
  }
  return widths;
}

function checkWidths(value: PdfValue | undefined, { glyphs, unitsPerEm }: FontProgram, where: string): void {
  const widths = readWidths(value, where);
  let listed = 0;
  for (let code = 1; code < glyphs.length; code++) {
    const width = widths.get(code);
    if (width !== undefined) listed++;
    const advance = ((glyphs[code]?.advance ?? 0) * 1000) / unitsPerEm;
    if (Math.abs((width ?? 1000) - advance) > WIDTH_TOLERANCE)
      reject('malformed', where, 'a width that is not the advance of its glyph');
  }
  if (listed !== widths.size) reject('malformed', where, 'the width of a code that draws nothing');
}

function readName(value: PdfValue | undefined, where: string): string {
  const found = typeof value === 'string' ? /^\/[A-Z]{6}\+([A-Za-z0-9-]+)$/.exec(value)?.[1] : undefined;
  return found ?? reject('unexpected', where, 'a font that is no subset');
}

/** Reads a composite font of two-byte codes with all that belongs to it. */
export function readFont(reader: Reader, value: PdfValue, from: string): ReadFont {
  const font = follow(reader, value, from);
  expectShape(font.dict, font.where, TYPE_0);
  const name = readName(font.dict.get('/BaseFont'), font.where);
  const descendant = readDescendant(reader, font);
  const program = readEmbedded(reader, descendant);
  checkWidths(descendant.dict.get('/W'), program, descendant.where);
  const map = follow(reader, font.dict.get('/ToUnicode'), font.where);
  expectShape(map.dict, map.where, CHARACTER_MAP);
  const texts = readCharacterMap(inflated(reader, map), map.where);
  if (texts.length !== program.glyphs.length - 1)
    reject('unexpected', map.where, 'a glyph that stands for no text, or a text without a glyph');
  const glyphs = texts.map((text, index): ReadGlyph => {
    const glyph = program.glyphs[index + 1];
    const keys = keysOf(text);
    const [key, ...more] = keys.ok ? keys.value : [];
    if (glyph === undefined || key === undefined || more.length > 0)
      return reject('unexpected', map.where, 'a code that does not stand for one character');
    const { low, high, advance, bearing } = glyph;
    return { code: index + 1, text, key, low, high, advance, bearing };
  });
  return { name, unitsPerEm: program.unitsPerEm, glyphs };
}
