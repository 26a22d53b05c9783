import { err, ok, type Result } from '../../shared/result.ts';
import type { GlyphKey } from '../keys.ts';

/** Bytes of a glyph pack, read piece by piece; fewer than asked for where it ends. */
export type WitnessSource = {
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
};

/** What the source font has for a key, worked out when its pack was made. Lengths are font units. */
export type GlyphWitness = {
  /** `outlineHash` of the glyph's `glyf` entry. */
  readonly low: number;
  readonly high: number;
  readonly advance: number;
  /** Left side bearing. */
  readonly bearing: number;
};

/** One font's testimony: what each of its characters has to look like. */
export type Witness = {
  readonly unitsPerEm: number;
  /** `undefined` if the font has no glyph for the key. Reads the testimony when it is first asked. */
  witnessOf(key: GlyphKey): GlyphWitness | undefined;
};

/** Why a file gives no testimony. */
export type WitnessFault = {
  readonly part: 'file' | 'header' | 'witness';
  readonly detail: string;
};

const MAGIC = 'KOFUPACK';
const VERSION = 1;
const HEADER_AT = 16;
const MAX_HEADER = 64 * 1024;
/** Words of an entry: key, hash low, hash high, advance | bearing << 16. */
const ENTRY = 4;
const MAX_ENTRIES = 0x20000;

type Section = { readonly unitsPerEm: number; readonly offset: number; readonly bytes: number };

/** Little-endian words, whatever the machine's own order is. */
function readWords(bytes: Uint8Array): Uint32Array {
  // a copy begins where a word may begin
  const copy = new Uint8Array(bytes);
  const isLittle = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
  if (!isLittle) Buffer.from(copy.buffer).swap32();
  return new Uint32Array(copy.buffer);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

function sectionOf(source: WitnessSource): Result<Section, WitnessFault> {
  const start = source.read(0, HEADER_AT);
  if (start.length < HEADER_AT || String.fromCharCode(...start.subarray(0, 8)) !== MAGIC)
    return err({ part: 'file', detail: 'no glyph pack' });
  const [version = 0, length = 0] = readWords(start.subarray(8));
  if (version !== VERSION) return err({ part: 'file', detail: `format ${version}` });
  if (length > MAX_HEADER || HEADER_AT + length > source.size)
    return err({ part: 'header', detail: `${length} bytes` });
  const header = parseJson(source.read(HEADER_AT, length));
  const sections = isRecord(header) ? header['sections'] : undefined;
  const place = isRecord(sections) ? sections['witness'] : undefined;
  const [offset, bytes]: readonly unknown[] = Array.isArray(place) ? place : [];
  const unitsPerEm = isRecord(header) ? header['unitsPerEm'] : undefined;
  if (typeof unitsPerEm !== 'number' || typeof offset !== 'number' || typeof bytes !== 'number')
    return err({ part: 'header', detail: 'no place of the witness, or no units' });
  const lies = Number.isInteger(offset) && Number.isInteger(bytes) && offset >= HEADER_AT && bytes >= 0;
  if (!lies || offset + bytes > source.size) return err({ part: 'witness', detail: 'outside the file' });
  if (bytes % (ENTRY * 4) !== 0 || bytes > MAX_ENTRIES * ENTRY * 4)
    return err({ part: 'witness', detail: `${bytes} bytes` });
  return ok({ unitsPerEm, offset, bytes });
}

function readEntries(source: WitnessSource, { offset, bytes }: Section): Uint32Array {
  const read = source.read(offset, bytes);
  if (read.length !== bytes) throw new Error('a glyph pack has been cut off since it was opened');
  const entries = readWords(read);
  for (let at = ENTRY; at < entries.length; at += ENTRY) {
    // the search would miss keys that are not in order, and certificates be refused for it
    if ((entries[at - ENTRY] ?? 0) >= (entries[at] ?? 0))
      throw new Error('a witness whose keys are not in order');
  }
  return entries;
}

/** Where the key's entry begins, -1 if there is none. */
function find(entries: Uint32Array, key: number): number {
  let low = 0;
  let high = entries.length / ENTRY - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = entries[middle * ENTRY] ?? 0;
    if (found === key) return middle * ENTRY;
    if (found < key) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/**
 * Opens the testimony in a glyph pack (section `witness`) by a reading of its own: it has nothing in common with what
 * draws from the same pack, so that a mistake of the one does not excuse the other's.
 */
export function openWitness(source: WitnessSource): Result<Witness, WitnessFault> {
  const section = sectionOf(source);
  if (!section.ok) return section;
  let entries: Uint32Array | undefined;
  return ok({
    unitsPerEm: section.value.unitsPerEm,
    witnessOf(key) {
      entries ??= readEntries(source, section.value);
      const at = find(entries, key);
      if (at < 0) return undefined;
      const metrics = entries[at + 3] ?? 0;
      return {
        low: entries[at + 1] ?? 0,
        high: entries[at + 2] ?? 0,
        advance: metrics & 0xffff,
        // the upper half is signed
        bearing: (metrics | 0) >> 16,
      };
    },
  });
}
