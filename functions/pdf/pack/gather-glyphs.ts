import { err, ok, type Result } from '../../shared/result.ts';
import { flattenBudget, simpleOutline } from '../font/flatten.ts';
import type { FontFault } from '../font/font-fault.ts';
import type { GlyphMetrics, OutlineFont } from '../font/outline-font.ts';
import { codePointOf, describeKey, type GlyphKey, isCharacter, selectorOf } from '../keys.ts';
import { outlineHash } from '../witness/outline-hash.ts';

/** What is drawn once: the padded outlines one after another, each with its metrics. */
export type Outlines = {
  readonly bytes: Uint8Array;
  /** Where each begins, and where the last one ends. */
  readonly starts: readonly number[];
  readonly metrics: readonly GlyphMetrics[];
};

export type Gathered = {
  /** Ascending. */
  readonly keys: readonly GlyphKey[];
  /** For each key the index of its outline. */
  readonly outlineOf: readonly number[];
  readonly outlines: Outlines;
  readonly dropped: Dropped;
};

/** Keys that the font maps to a glyph and that are not in the pack. */
export type Dropped = {
  readonly noCharacter: readonly GlyphKey[];
  readonly drawsNothing: readonly GlyphKey[];
};

/** Beyond the file's own size, what the outlines may take: for small fonts of composites. */
const spareBytes = 4 * 1024 * 1024;
const maxNamedFaults = 20;

const padded = (length: number): number => (length + 3) & ~3;

const spaces: ReadonlySet<number> = new Set([0x20, 0xa0, 0x2002, 0x2003, 0x3000]);

/** Whether the key may be a glyph that draws nothing. */
export const isSpace = (key: GlyphKey): boolean =>
  selectorOf(key) === undefined && spaces.has(codePointOf(key));

/** A store of outlines, in which two that are equal in bytes and metrics are one. */
function outlineStore(capacity: number) {
  let bytes = new Uint8Array(capacity);
  let end = 0;
  const starts = [0];
  const metrics: GlyphMetrics[] = [];
  const known = new Map<number, number>();
  const same = (index: number, outline: Uint8Array, { advance, bearing }: GlyphMetrics): boolean => {
    const [from = 0, to = 0] = [starts[index], starts[index + 1]];
    const own = metrics[index];
    if (to - from !== padded(outline.length) || own?.advance !== advance || own.bearing !== bearing)
      return false;
    for (let at = from; at < to; at++) if (bytes[at] !== (outline[at - from] ?? 0)) return false;
    return true;
  };
  return {
    size: () => end,
    isEmpty: (index: number): boolean => starts[index] === starts[index + 1],
    put(outline: Uint8Array, own: GlyphMetrics): number {
      const [low, high] = outlineHash(outline);
      const id = low * 0x100000 + (high & 0xfffff);
      const before = known.get(id);
      if (before !== undefined && same(before, outline, own)) return before;
      const length = padded(outline.length);
      if (end + length > bytes.length) {
        const larger = new Uint8Array(Math.ceil((end + length) * 1.25));
        larger.set(bytes.subarray(0, end));
        bytes = larger;
      }
      bytes.set(outline, end);
      end += length;
      starts.push(end);
      known.set(id, metrics.length);
      return metrics.push(own) - 1;
    },
    outlines: (): Outlines => ({ bytes: bytes.subarray(0, end), starts, metrics }),
  };
}

/** Collects what is wrong with single glyphs, so that one error can name them all. */
function faultList() {
  const named: string[] = [];
  let first: FontFault | undefined;
  let count = 0;
  return {
    add(key: GlyphKey, gid: number, fault: FontFault): void {
      first ??= fault;
      count++;
      if (named.length < maxNamedFaults)
        named.push(`glyph ${gid} (${describeKey(key)}), ${fault.table}: ${fault.detail}`);
    },
    fault(): FontFault | undefined {
      if (first === undefined) return undefined;
      const more = count > named.length ? ` and ${count - named.length} more` : '';
      return { ...first, detail: `${named.join('; ')}${more}` };
    },
  };
}

const tooLarge = (what: string): FontFault => ({
  kind: 'too-large',
  table: 'glyf',
  detail: `${what} out of proportion to the file`,
});

/**
 * Everything that a font draws: its keys and, once each, their outlines as simple glyphs without instructions. A font
 * with one broken glyph is broken as a whole; the fault names up to 20 of them.
 */
export function gatherGlyphs(font: OutlineFont): Result<Gathered, FontFault> {
  const all = font.allKeys();
  if (!all.ok) return all;
  const limit = font.fileBytes + spareBytes;
  const budget = flattenBudget(font.fileBytes);
  const store = outlineStore(Math.min(font.glyfBytes + 3 * font.glyphCount, limit));
  const faults = faultList();
  /** By glyph, so that each is read once; -1 = broken. */
  const read = new Map<number, number>();
  const keys: GlyphKey[] = [];
  const outlineOf: number[] = [];
  const noCharacter: GlyphKey[] = [];
  const drawsNothing: GlyphKey[] = [];

  const readOutline = (gid: number): Result<number, FontFault> => {
    const metrics = font.metricsOf(gid);
    if (!metrics.ok) return metrics;
    const outline = simpleOutline(font, gid, budget);
    return outline.ok ? ok(store.put(outline.value, metrics.value)) : outline;
  };
  let entryBytes = 0;
  const outlineIndex = (key: GlyphKey, gid: number): number => {
    const before = read.get(gid);
    if (before !== undefined) return before;
    entryBytes += font.entryBytes(gid);
    const outline = readOutline(gid);
    if (!outline.ok) faults.add(key, gid, outline.error);
    const index = outline.ok ? outline.value : -1;
    read.set(gid, index);
    return index;
  };

  /** A small file must not unfold without end. The entries of a sound font lie apart, so their sum is bounded. */
  const outOfProportion = (): FontFault | undefined => {
    if (entryBytes > font.glyfBytes) {
      const detail = `the glyphs overlap: ${entryBytes} bytes in a table of ${font.glyfBytes}`;
      return { kind: 'inconsistent', table: 'loca', detail };
    }
    if (store.size() > limit) return tooLarge(`outlines of ${store.size()} bytes`);
    return budget.bytes < 0 ? tooLarge('composites') : undefined;
  };

  for (const [index, number] of all.value.keys.entries()) {
    const key = number as GlyphKey;
    if (!isCharacter(codePointOf(key))) {
      noCharacter.push(key);
      continue;
    }
    const outline = outlineIndex(key, all.value.glyphs[index] ?? 0);
    const unsound = outOfProportion();
    if (unsound !== undefined) return err(faults.fault() ?? unsound);
    if (outline < 0) continue;
    if (store.isEmpty(outline) && !isSpace(key)) {
      drawsNothing.push(key);
      continue;
    }
    keys.push(key);
    outlineOf.push(outline);
  }
  const fault = faults.fault();
  if (fault !== undefined) return err(fault);
  return ok({ keys, outlineOf, outlines: store.outlines(), dropped: { noCharacter, drawsNothing } });
}
