import { err, ok, type Result } from '../../shared/result.ts';
import { BadFont } from '../font/font-bytes.ts';
import { contoursOf, leftOf, pointsOf, stripGlyph } from '../font/glyph-outline.ts';
import type { OutlineFont } from '../font/outline-font.ts';
import { describeKey, type GlyphKey, isCharacter, keyOf } from '../keys.ts';
import { outlineHash } from '../witness/outline-hash.ts';
import { compareWithFont, type IsGlyph } from './compare-with-font.ts';
import { type DecodedRecord, decodeRecord } from './decode-record.ts';
import type { PackFault } from './open-pack.ts';
import { type PackFile, type PackKey, readPackFile } from './pack-file.ts';
import type { PackHeader } from './pack-format.ts';
import { adlerHalves, wordSum } from './record-sums.ts';

/** Carries what is wrong out of the steps of a check; `checkPack` turns it into a `Result`. */
class BadPack extends Error {
  readonly fault: PackFault;

  constructor(part: string, detail: string) {
    super(`${part}: ${detail}`);
    this.fault = { part, detail };
  }
}

const wrong = (part: string, detail: string): never => {
  throw new BadPack(part, detail);
};

export type CheckedPack = {
  readonly header: PackHeader;
  /** Records, of which several keys may share one. */
  readonly records: number;
};

const MAX_SELECTOR_INDEX = 256;

/** The bare code points in order, read as drawing reads them; their ordinals have to count up from 1. */
function bareKeysOf({ pages, blocks, header }: PackFile): GlyphKey[] {
  const keys: GlyphKey[] = [];
  for (const [page, number] of pages.entries()) {
    if (number === 0) continue;
    if (number * 256 > blocks.length) wrong('pages', `page ${page} has block ${number}`);
    for (let low = 0; low < 256; low++) {
      const ordinal = blocks[(number - 1) * 256 + low] ?? 0;
      if (ordinal === 0) continue;
      const key = keyOf(page * 256 + low);
      if (!isCharacter(page * 256 + low)) wrong('blocks', `${describeKey(key)} is no character`);
      if (keys.push(key) !== ordinal) wrong('blocks', `${describeKey(key)} has ordinal ${ordinal}`);
    }
  }
  if (keys.length !== header.bareKeys) wrong('blocks', `${keys.length} keys, not ${header.bareKeys}`);
  return keys;
}

/** All keys, ascending. */
function keysOfPack(file: PackFile): PackKey[] {
  const { sequences, records } = file;
  let previous = 0;
  for (const key of sequences) {
    const index = key % 512;
    if (key <= previous || index === 0 || index > MAX_SELECTOR_INDEX || !isCharacter(Math.floor(key / 512)))
      wrong('sequences', `key ${key} after ${previous}`);
    previous = key;
  }
  return [...bareKeysOf(file), ...sequences]
    .map((key, index) => ({ key: key as GlyphKey, ordinal: index + 1, place: records[index + 1] ?? 0 }))
    .sort((a, b) => a.key - b.key)
    .map((key, rank) => ({ ...key, rank }));
}

/** What nothing refers to has to be 0: the first of the lists by ordinal, and bits behind the head's last. */
function checkUnused({ records, advances, blockHead, header }: PackFile): void {
  if (records[0] !== 0) wrong('records', 'ordinal 0 has a record');
  if (advances[0] !== 0) wrong('advances', 'ordinal 0 has an advance');
  const used = header.blockHeadBits % 32;
  if (used !== 0 && (blockHead.at(-1) ?? 0) >>> used !== 0) wrong('blockHead', 'bits after the last');
}

/** Decodes a record and judges it by itself: its sums, and that it is one simple glyph without instructions. */
function soundRecord(file: PackFile, place: number): DecodedRecord {
  const { header, blockHead, glyphs } = file;
  const record = decodeRecord(glyphs, place, { ...header, blockHead });
  const at = `record at word ${place}`;
  if (typeof record === 'string') return wrong('glyphs', `${at}: ${record}`);
  const { entry } = record;
  const [a, b] = adlerHalves(entry, 0, entry.length);
  if (record.adler !== (a | (b << 16)) >>> 0) wrong('glyphs', `${at}: its Adler-32 is another`);
  if (record.sum !== wordSum(entry, 0, entry.length)) wrong('glyphs', `${at}: its sum is another`);
  try {
    const { outline, components } = stripGlyph(entry);
    if (components.length > 0) wrong('glyphs', `${at}: a composite`);
    if (entry.length - outline.length > 3 || Buffer.compare(entry.subarray(0, outline.length), outline) !== 0)
      wrong('glyphs', `${at}: more than an outline`);
    if (entry.subarray(outline.length).some((byte) => byte !== 0)) wrong('glyphs', `${at}: padding`);
  } catch (error) {
    if (error instanceof BadFont) wrong('glyphs', `${at}: ${error.fault.detail}`);
    throw error;
  }
  return record;
}

type Summary = Pick<PackHeader, 'maxPoints' | 'maxContours' | 'maxAdvance' | 'bearingsFit'>;

function addTo(most: Summary, { entry, advance, bearing }: DecodedRecord): Summary {
  const empty = entry.length === 0;
  return {
    maxPoints: Math.max(most.maxPoints, pointsOf(entry)),
    maxContours: Math.max(most.maxContours, contoursOf(entry)),
    maxAdvance: Math.max(most.maxAdvance, advance),
    bearingsFit: most.bearingsFit && (empty || leftOf(entry) === bearing),
  };
}

/** Holds a key's advance and witness against its record. */
function checkKey(file: PackFile, { key, ordinal, rank }: PackKey, record: DecodedRecord): void {
  const { entry, advance, bearing } = record;
  if (file.advances[ordinal] !== advance) wrong('advances', `${describeKey(key)}: not ${advance}`);
  const [low, high] = outlineHash(entry);
  const expected = [key, low, high, (advance | ((bearing & 0xffff) << 16)) >>> 0];
  const stated = file.witness.subarray(rank * 4, rank * 4 + 4);
  if (expected.some((word, position) => stated[position] !== word))
    wrong('witness', `${describeKey(key)}: not its outline`);
}

/**
 * Decodes each record once and holds it against all its keys, and these against the font. Together the records fill
 * their section, and the hot ones end where one ends.
 * @returns the number of records
 */
function checkRecords(file: PackFile, keys: readonly PackKey[], isGlyph: IsGlyph): number {
  const { header, glyphs } = file;
  const byPlace = keys.toSorted((a, b) => a.place - b.place);
  const hotEnd = header.hotBytes / 4;
  let most: Summary = { maxPoints: 0, maxContours: 0, maxAdvance: 0, bearingsFit: true };
  let count = 0;
  let end = 0;
  let hotEnds = hotEnd === 0;
  for (let next = 0; next < byPlace.length; count++) {
    const place = byPlace[next]?.place ?? 0;
    if (place !== end) wrong('glyphs', `a record at word ${place}, and the one before ends at ${end}`);
    const record = soundRecord(file, place);
    most = addTo(most, record);
    end += record.words;
    if (end === hotEnd) hotEnds = true;
    for (let own = byPlace[next]; own?.place === place; own = byPlace[++next]) {
      checkKey(file, own, record);
      if (!isGlyph(own, record)) wrong('glyphs', `${describeKey(own.key)} is not the font’s glyph`);
    }
  }
  if (end !== glyphs.length) wrong('glyphs', `the records end at word ${end} of ${glyphs.length}`);
  if (!hotEnds) wrong('glyphs', `the hot set ends within a record (${header.hotBytes} bytes)`);
  for (const [name, value] of Object.entries(most))
    if (header[name as keyof PackHeader] !== value) wrong('header', `${name} is ${value}`);
  return count;
}

/**
 * Verifies a whole pack: its structure, every record decoded, sums and hashes, and, where the font is given, that
 * pack and font have the same keys, outlines and metrics.
 * @param font the one that the pack was made from
 */
export function checkPack(bytes: Uint8Array, font?: OutlineFont): Result<CheckedPack, PackFault> {
  const file = readPackFile(bytes);
  if (!file.ok) return file;
  try {
    checkUnused(file.value);
    const keys = keysOfPack(file.value);
    const isGlyph = font === undefined ? ok(() => true) : compareWithFont(font, file.value.header, keys);
    if (!isGlyph.ok) return isGlyph;
    return ok({ header: file.value.header, records: checkRecords(file.value, keys, isGlyph.value) });
  } catch (error) {
    if (error instanceof BadPack) return err(error.fault);
    throw error;
  }
}
