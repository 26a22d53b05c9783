import { existsSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inflateSync } from 'node:zlib';
import { type OpenFont, openFont } from '../../../functions/issuance/city-fonts.ts';
import {
  type BilevelImage,
  type DisplayItem,
  type DisplayList,
  drawPdf,
  FONT_LOOKUP,
  type FontSet,
  fontSet,
  type GlyphPack,
  type OutlineFont,
  openPack,
  openTrueType,
  sourceFromBytes,
  sourceFromDescriptor,
} from '../../../functions/pdf/index.ts';
import { buildPack } from '../../../functions/pdf/pack/build-pack.ts';
import { readCharacterMap } from '../../../functions/pdf/read-back/character-map.ts';
import { readPdfFile } from '../../../functions/pdf/read-back/pdf-file.ts';
import type { PdfValue } from '../../../functions/pdf/read-back/pdf-values.ts';
import { sha256Hex } from '../../../functions/shared/canonical.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { readOf, readSfnt, type Sfnt } from './sfnt.ts';

const fontPaths = [
  fileURLToPath(new URL('../../../.cache/fonts/ipamjm.ttf', import.meta.url)),
  '/usr/share/fonts/truetype/ipamj/ipamjm.ttf',
];

/** Descriptor of IPAmj明朝. Without the font nothing here is proved, so its absence is a failure. */
export function openIpamj(): number {
  const path = fontPaths.find((candidate) => existsSync(candidate));
  if (path === undefined) throw new Error(`IPAmj明朝 is in none of ${fontPaths.join(', ')}`);
  return openSync(path, 'r');
}

/** Descriptor of its glyph pack, which the tests' set-up makes. */
export const openIpamjPack = (): number =>
  openSync(fileURLToPath(new URL('../../../.cache/packs/ipamjm.pack', import.meta.url)), 'r');

/** The base font's pack. Its id is a stand-in: hashing 22 MB is the caller's work, not the engine's. */
export const openBasePack = (): GlyphPack =>
  unwrap(openPack(sourceFromDescriptor(openIpamjPack()), { id: 'a'.repeat(64) }));

/** The same pack as issuing opens it, with its witness. */
export const openBaseFont = (): OpenFont =>
  unwrap(openFont(sourceFromDescriptor(openIpamjPack()), 'a'.repeat(64)));

/** The pack of a font that lies in memory, built here. */
export function packOf(font: Uint8Array): GlyphPack {
  const sha256 = sha256Hex(font);
  const bytes = unwrap(buildPack(sourceFromBytes(font), { sha256 }));
  const id = sha256Hex(bytes);
  return unwrap(openPack(sourceFromBytes(bytes), { id }));
}

/** The packs of one test: IPAmj明朝, a city's own, and a stand-in for the additional font. */
export type TestPacks = {
  readonly base: GlyphPack;
  readonly gaiji?: GlyphPack;
  readonly additional?: GlyphPack;
};

export const fontsOf = ({ base, gaiji, additional }: TestPacks): FontSet =>
  fontSet(FONT_LOOKUP, { ipamjm: base, eudc: gaiji, acgjm: additional });

/** The base font. Its id is a stand-in: hashing 46 MB is the caller's work, not the engine's. */
export const openBase = (descriptor = openIpamj()): OutlineFont =>
  unwrap(openTrueType(sourceFromDescriptor(descriptor), { id: 'b'.repeat(64) }));

export function openBytes(bytes: Uint8Array): OutlineFont {
  const id = sha256Hex(bytes);
  return unwrap(openTrueType(sourceFromBytes(bytes), { id }));
}

/** A list of one A4 page per 60 texts, each text on its own line. */
export function listOf(texts: readonly string[], others: readonly DisplayItem[] = []): DisplayList {
  const pages: { width: number; height: number; items: DisplayItem[] }[] = [];
  for (const [index, text] of texts.entries()) {
    const line = index % 60;
    if (line === 0) pages.push({ width: 595.28, height: 841.89, items: [...(index === 0 ? others : [])] });
    const item = {
      kind: 'text',
      x: 20,
      y: 820 - line * 13.5,
      size: 10,
      text,
      field: `lines[${index}]`,
    } as const;
    pages.at(-1)?.items.push(item);
  }
  return { title: '試験', tag: 'test-1', pages };
}

export const drawn = (list: DisplayList, packs: TestPacks): Uint8Array =>
  unwrap(drawPdf(list, fontsOf(packs)));

/** A seal of `side` pixels with a pattern, so that turning or mirroring it shows. */
export function sealImage(side: number): BilevelImage {
  const stride = Math.ceil(side / 8);
  const bits = new Uint8Array(stride * side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      if ((row < side / 3 && column < side / 2) || row === column) {
        const at = row * stride + (column >> 3);
        bits[at] = (bits[at] ?? 0) | (0x80 >> (column & 7));
      }
    }
  }
  return { columns: side, rows: side, bits, ink: [0.78, 0.1, 0.1] };
}

/** A font program as embedded, with the text that each of its glyphs (from 1) stands for. */
export type EmbeddedFont = {
  readonly program: Buffer;
  readonly sfnt: Sfnt;
  readonly glyfLength: number;
  readonly texts: ReadonlyMap<number, string>;
};

/** The fonts of a file in the order of their objects. */
export function embeddedFonts(pdf: Uint8Array): EmbeddedFont[] {
  const { objects } = readPdfFile(pdf);
  const dictOf = (value: PdfValue | undefined): ReadonlyMap<string, PdfValue> =>
    value instanceof Map ? value : new Map();
  const streamAt = (value: PdfValue | undefined): Buffer => {
    const number = typeof value === 'object' && 'object' in value ? Number(value.object) : 0;
    return inflateSync(objects[number]?.stream ?? new Uint8Array(0));
  };
  const programs = objects.flatMap((object) => {
    const file = dictOf(object?.value).get('/FontFile2');
    return file === undefined ? [] : [streamAt(file)];
  });
  const maps = objects.flatMap((object) => {
    const map = dictOf(object?.value).get('/ToUnicode');
    if (map === undefined) return [];
    return [new Map(readCharacterMap(streamAt(map), 'test').map((text, index) => [index + 1, text]))];
  });
  return programs.map((program, index) => ({
    program,
    sfnt: readSfnt(readOf(program)),
    // glyf is the first entry of the directory
    glyfLength: program.readUInt32BE(24),
    texts: maps[index] ?? new Map(),
  }));
}

/** Numbers in [0, 1) that are the same in every run. */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
