import type { OutlineFont } from '../font/outline-font.ts';
import { codePointOf, type GlyphKey, selectorOf } from '../keys.ts';
import { outlineHash } from '../witness/outline-hash.ts';
import type { EncodedGlyphs } from './encode-glyphs.ts';
import type { Gathered } from './gather-glyphs.ts';
import { FORMAT_VERSION, MAGIC, type PackHeader, SECTIONS, type SectionName } from './pack-format.ts';

const HEADER_AT = 16;

const aligned = (length: number): number => (length + 7) & ~7;

export type Part = Uint16Array | Uint32Array;
export type Parts = Readonly<Record<SectionName, Part>>;

/** Keys in the order of their ordinals: bare code points, then sequences; `from` leads back to the key's own place. */
function ordinals(keys: readonly GlyphKey[]): { readonly bare: number[]; readonly sequences: number[] } {
  const bare: number[] = [];
  const sequences: number[] = [];
  for (const [index, key] of keys.entries()) (selectorOf(key) === undefined ? bare : sequences).push(index);
  return { bare, sequences };
}

/** The two steps from a code point to its ordinal. */
function pagesOf(codePoints: readonly number[]): {
  readonly pages: Uint16Array;
  readonly blocks: Uint16Array;
} {
  const pages = new Uint16Array(0x1100);
  let count = 0;
  for (const code of codePoints) if (pages[code >>> 8] === 0) pages[code >>> 8] = ++count;
  const blocks = new Uint16Array(count * 256);
  for (const [index, code] of codePoints.entries())
    blocks[((pages[code >>> 8] ?? 0) - 1) * 256 + (code & 0xff)] = index + 1;
  return { pages, blocks };
}

function witnessOf({ keys, outlineOf, outlines }: Gathered): Uint32Array {
  const { bytes, starts, metrics } = outlines;
  const witness = new Uint32Array(keys.length * 4);
  for (const [index, key] of keys.entries()) {
    const outline = outlineOf[index] ?? 0;
    const { advance, bearing } = metrics[outline] ?? { advance: 0, bearing: 0 };
    witness.set([key, ...outlineHash(bytes, starts[outline], starts[outline + 1])], index * 4);
    witness[index * 4 + 3] = advance | ((bearing & 0xffff) << 16);
  }
  return witness;
}

/** The sections, and the numbers of keys, of what has been gathered and encoded. */
export function makeParts(
  gathered: Gathered,
  encoded: EncodedGlyphs,
): { readonly parts: Parts; readonly bareKeys: number; readonly sequenceKeys: number } {
  const { keys, outlineOf, outlines } = gathered;
  const { bare, sequences } = ordinals(keys);
  const keyAt = (index: number): GlyphKey => keys[index] ?? (0 as GlyphKey);
  const records = new Uint32Array(keys.length + 1);
  const advances = new Uint16Array(keys.length + 1);
  for (const [position, index] of [...bare, ...sequences].entries()) {
    const outline = outlineOf[index] ?? 0;
    records[position + 1] = encoded.places[outline] ?? 0;
    advances[position + 1] = outlines.metrics[outline]?.advance ?? 0;
  }
  const parts = {
    ...pagesOf(bare.map((index) => codePointOf(keyAt(index)))),
    sequences: Uint32Array.from(sequences, keyAt),
    records,
    advances,
    blockHead: encoded.blockHead,
    glyphs: encoded.words,
    witness: witnessOf(gathered),
  };
  return { parts, bareKeys: bare.length, sequenceKeys: sequences.length };
}

/** What the font as a whole says. */
export const fontFacts = (
  font: OutlineFont,
): Pick<PackHeader, 'name' | 'fontVersion' | 'unitsPerEm' | 'ascent' | 'descent' | 'bbox'> => ({
  name: font.name,
  fontVersion: font.revision,
  unitsPerEm: font.unitsPerEm,
  ascent: font.ascent,
  descent: font.descent,
  bbox: font.bbox,
});

/** Puts the file together. Where the sections lie depends on the header's length, and the other way round. */
export function assemblePack(facts: Omit<PackHeader, 'sections'>, parts: Parts): Uint8Array {
  const headerFor = (length: number): { readonly text: string; readonly end: number } => {
    let end = HEADER_AT + length;
    const sections: [SectionName, [number, number]][] = [];
    for (const name of SECTIONS) {
      sections.push([name, [end, parts[name].byteLength]]);
      end += aligned(parts[name].byteLength);
    }
    return { text: JSON.stringify({ ...facts, sections: Object.fromEntries(sections) }), end };
  };
  let length = 0;
  let header = headerFor(length);
  while (aligned(header.text.length) > length) {
    length = aligned(header.text.length);
    header = headerFor(length);
  }
  const file = new Uint8Array(header.end);
  const view = new DataView(file.buffer);
  const text = new TextEncoder();
  file.set(text.encode(MAGIC));
  view.setUint32(8, FORMAT_VERSION, true);
  view.setUint32(12, length, true);
  file.set(text.encode(header.text.padEnd(length)), HEADER_AT);
  let at = HEADER_AT + length;
  for (const name of SECTIONS) {
    const part = parts[name];
    for (const [index, value] of part.entries())
      if (part instanceof Uint16Array) view.setUint16(at + index * 2, value, true);
      else view.setUint32(at + index * 4, value, true);
    at += aligned(part.byteLength);
  }
  return file;
}
