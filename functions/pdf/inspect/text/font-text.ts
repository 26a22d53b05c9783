import {
  type Dict,
  isDict,
  isList,
  isNumber,
  isStream,
  type List,
  type ObjectSource,
  resolve,
  type Stream,
  type Value,
} from '../values.ts';
import { type CharMap, type Codespace, isReadable } from './char-map.ts';
import { encodingOfFont } from './encodings.ts';
import { type Range, rangeFinder } from './ranges.ts';

/**
 * Is given each code of a string.
 * @param text `undefined`: nobody says which characters it stands for
 * @param advance thousandths of the font size, to the right or, written vertically, down
 * @param isSpace whether word spacing is added: the one-byte code 32
 */
export type OnCode = (text: string | undefined, advance: number, isSpace: boolean) => void;

/** A font as a content stream shows text with it. */
export type TextFont = { readonly isVertical: boolean; eachCode(bytes: Uint8Array, onCode: OnCode): void };

const where = 'file';

const twoBytes: readonly Codespace[] = [{ length: 2, low: 0, high: 0xffff }];
/** UTF-16: pairs of surrogates are four bytes. */
const utf16: readonly Codespace[] = [
  { length: 4, low: 0xd800dc00, high: 0xdbffdfff },
  { length: 2, low: 0, high: 0xffff },
];
/** Shift-JIS as Windows has it: single bytes, half-width kana, pairs. */
const shiftJis: readonly Codespace[] = [
  { length: 1, low: 0x00, high: 0x80 },
  { length: 1, low: 0xa0, high: 0xdf },
  { length: 2, low: 0x8140, high: 0x9ffc },
  { length: 2, low: 0xe040, high: 0xfcfc },
];

/** Lowest and highest value of each byte of a codespace. */
type ByteRanges = readonly (readonly [low: number, high: number])[];

const byteRanges = ({ length, low, high }: Codespace): ByteRanges =>
  Array.from({ length }, (_, index) => {
    const unit = 256 ** (length - 1 - index);
    return [Math.floor(low / unit) & 0xff, Math.floor(high / unit) & 0xff];
  });

function contains(ranges: ByteRanges, bytes: Uint8Array, at: number): boolean {
  for (let index = 0; index < ranges.length; index++) {
    const byte = bytes[at + index];
    const range = ranges[index];
    if (byte === undefined || range === undefined || byte < range[0] || byte > range[1]) return false;
  }
  return true;
}

/** Splits strings into codes. What no space contains is taken byte by byte, as the code -1. */
function codeSplitter(
  spaces: readonly Codespace[],
): (bytes: Uint8Array, onCode: (code: number, length: number) => void) => void {
  const all = spaces.map(byteRanges);
  return (bytes, onCode) => {
    for (let at = 0; at < bytes.length; ) {
      const ranges = all.find((candidate) => contains(candidate, bytes, at));
      let code = ranges === undefined ? -1 : 0;
      const length = ranges?.length ?? 1;
      for (let index = 0; index < length && code >= 0; index++) code = code * 256 + (bytes[at + index] ?? 0);
      onCode(code, length);
      at += length;
    }
  };
}

/** How a font's codes are told apart, and what they stand for by themselves. */
type Codes = {
  readonly spaces: readonly Codespace[];
  readonly isVertical: boolean;
  /** Whether a code is the number of a glyph in the font, by which its width is listed. */
  readonly isGlyph: boolean;
  textOf(code: number, length: number): string | undefined;
};

const noText = (): undefined => undefined;

const bytesOf = (code: number, length: number): Buffer => {
  const bytes = Buffer.alloc(length);
  bytes.writeUIntBE(code, 0, length);
  return bytes;
};

/** The predefined encodings of Japanese that need no table of ours, and those by glyph numbers. */
function predefined(name: string): Codes | undefined {
  const isVertical = name.endsWith('-V');
  if (/^Identity-[HV]$/.test(name)) return { spaces: twoBytes, isVertical, isGlyph: true, textOf: noText };
  if (/^UniJIS(2004)?-(UTF16|UCS2)(-HW)?-[HV]$/.test(name)) {
    const textOf = (code: number, length: number): string =>
      bytesOf(code, length).swap16().toString('utf16le');
    return { spaces: utf16, isVertical, isGlyph: false, textOf };
  }
  if (/^90msp?-RKSJ-[HV]$/.test(name)) {
    const decoder = new TextDecoder('shift_jis');
    const textOf = (code: number, length: number): string => decoder.decode(bytesOf(code, length));
    return { spaces: shiftJis, isVertical, isGlyph: false, textOf };
  }
  return undefined;
}

/** Widths by glyph number (ISO 32000-1, 9.7.4.3). */
function glyphWidths(
  list: Value,
  otherwise: number,
  spend: (steps: number) => void,
): (code: number) => number {
  const single = new Map<number, number>();
  const ranges: (Range & { readonly width: number })[] = [];
  const items: List = isList(list) ? list : [];
  spend(items.length);
  for (let at = 0; at + 1 < items.length; ) {
    const low = items[at];
    const next = items[at + 1];
    if (!isNumber(low)) break;
    if (isList(next)) {
      spend(next.length);
      for (const [index, width] of next.entries()) if (isNumber(width)) single.set(low + index, width);
      at += 2;
    } else {
      const width = items[at + 2];
      if (isNumber(next) && isNumber(width)) ranges.push({ low, high: next, width });
      at += 3;
    }
  }
  const rangeOf = rangeFinder(ranges);
  return (code) => single.get(code) ?? rangeOf(code)?.width ?? otherwise;
}

/** What reading a font needs of the document's text. */
export type FontReading = {
  /** Reads the character map in a stream; `undefined` where it cannot. */
  charMap(stream: Stream): CharMap | undefined;
  /** Is told how many items of lists are looked at, and may refuse. */
  spend(steps: number): void;
};

/** `undefined` where the codes of a composite font cannot be told apart. */
export function textFontOf(
  source: ObjectSource,
  font: Dict,
  { charMap, spend }: FontReading,
): TextFont | undefined {
  const get = (dict: Dict, key: string): Value => resolve(source, dict.get(key), where);
  const mapping = get(font, 'ToUnicode');
  const toUnicode = isStream(mapping) ? charMap(mapping) : undefined;
  const subtype = get(font, 'Subtype');
  return subtype === 'Type0' ? composite() : simple();

  function readable(code: number, byItself: string | undefined): string | undefined {
    const mapped = toUnicode?.textOf(code);
    if (mapped !== undefined) return mapped;
    return byItself !== undefined && isReadable(byItself) ? byItself : undefined;
  }

  function simple(): TextFont {
    spend(256);
    const encoding = encodingOfFont(source, font, spend);
    const first = get(font, 'FirstChar');
    const listed = get(font, 'Widths');
    const widths: List = isList(listed) ? listed : [];
    const matrix = get(font, 'FontMatrix');
    const across = isList(matrix) ? matrix[0] : null;
    // glyphs of a Type 3 font have units of their own
    const scale = subtype === 'Type3' && isNumber(across) ? across * 1000 : 1;
    const widthOf = (code: number): number => {
      const width = isNumber(first) ? resolve(source, widths[code - first], where) : null;
      return isNumber(width) ? width * scale : 500;
    };
    return {
      isVertical: false,
      eachCode(bytes, onCode) {
        for (const code of bytes) onCode(readable(code, encoding[code]), widthOf(code), code === 0x20);
      },
    };
  }

  function codesOf(encoding: Value): Codes | undefined {
    if (typeof encoding === 'string') return predefined(encoding);
    const own = isStream(encoding) ? charMap(encoding) : undefined;
    if (own === undefined || own.codespaces.length === 0) return undefined;
    return { spaces: own.codespaces, isVertical: own.isVertical, isGlyph: false, textOf: noText };
  }

  function composite(): TextFont | undefined {
    const codes = codesOf(get(font, 'Encoding'));
    if (codes === undefined) return undefined;
    const inner = get(font, 'DescendantFonts');
    const descendant = isList(inner) ? resolve(source, inner[0], where) : null;
    const own = isDict(descendant) ? descendant : font;
    const otherwise = get(own, 'DW');
    const full = isNumber(otherwise) ? otherwise : 1000;
    const widthOf = glyphWidths(get(own, 'W'), full, spend);
    const advanceOf = (code: number, length: number): number => {
      if (codes.isVertical) return 1000;
      if (codes.isGlyph) return widthOf(code);
      return length === 1 ? 500 : full;
    };
    const split = codeSplitter(codes.spaces);
    return {
      isVertical: codes.isVertical,
      eachCode(bytes, onCode) {
        split(bytes, (code, length) => {
          const text = code < 0 ? undefined : readable(code, codes.textOf(code, length));
          onCode(text, advanceOf(code, length), length === 1 && code === 0x20);
        });
      },
    };
  }
}
