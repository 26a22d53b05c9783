import { ok, type Result } from '../../shared/result.ts';
import type { FontFault } from '../font/font-fault.ts';
import type { FontSource } from '../font/font-source.ts';
import { contoursOf, leftOf, pointsOf } from '../font/glyph-outline.ts';
import type { OutlineFont } from '../font/outline-font.ts';
import { openTrueType } from '../font/true-type.ts';
import type { GlyphKey } from '../keys.ts';
import { checkPack } from './check-pack.ts';
import { encodeGlyphs } from './encode-glyphs.ts';
import { type Dropped, type Gathered, gatherGlyphs, type Outlines } from './gather-glyphs.ts';
import { hotKeys } from './hot-set.ts';
import { assemblePack, fontFacts, makeParts } from './write-pack.ts';

export type BuiltPack = { readonly bytes: Uint8Array; readonly dropped: Dropped };

/** A pack up to this size is read in one go. */
const ALL_HOT_BYTES = 1024 * 1024;

/** The outlines that keys use, the hot ones first, then by the order of keys; and how many are hot. */
function orderOf({ keys, outlineOf }: Gathered): { readonly order: number[]; readonly hot: number } {
  const places = new Map(keys.map((key, index) => [key, index]));
  const order = new Set<number>();
  for (const key of hotKeys()) {
    const index = places.get(key as GlyphKey);
    if (index !== undefined) order.add(outlineOf[index] ?? 0);
  }
  const hot = order.size;
  for (const index of outlineOf) order.add(index);
  return { order: [...order], hot };
}

/** What is greatest among the outlines that keys use. */
function extremes({ bytes, starts, metrics }: Outlines, order: readonly number[]) {
  const most = { maxPoints: 0, maxContours: 0, maxAdvance: 0, bearingsFit: true };
  for (const index of order) {
    const outline = bytes.subarray(starts[index], starts[index + 1]);
    const { advance, bearing } = metrics[index] ?? { advance: 0, bearing: 0 };
    most.maxAdvance = Math.max(most.maxAdvance, advance);
    if (outline.length === 0) continue;
    most.maxPoints = Math.max(most.maxPoints, pointsOf(outline));
    most.maxContours = Math.max(most.maxContours, contoursOf(outline));
    if (leftOf(outline) !== bearing) most.bearingsFit = false;
  }
  return most;
}

/** The finished file. What it was made from is left behind here, so that the check has the memory. */
function assemble(font: OutlineFont): Result<BuiltPack, FontFault> {
  const gathered = gatherGlyphs(font);
  if (!gathered.ok) return gathered;
  const { order, hot } = orderOf(gathered.value);
  const { outlines, dropped } = gathered.value;
  const encoded = encodeGlyphs(outlines, order);
  const { parts, bareKeys, sequenceKeys } = makeParts(gathered.value, encoded);
  const firstCold = order[hot];
  const hotWords = firstCold === undefined ? encoded.words.length : (encoded.places[firstCold] ?? 0);
  const all = encoded.words.byteLength;
  const header = {
    source: { sha256: font.id, bytes: font.fileBytes },
    ...fontFacts(font),
    bareKeys,
    sequenceKeys,
    ...extremes(outlines, order),
    blockHeadBits: encoded.blockHeadBits,
    endOfBlock: encoded.endOfBlock,
    hotBytes: all <= ALL_HOT_BYTES ? all : hotWords * 4,
  };
  return ok({ bytes: assemblePack(header, parts), dropped });
}

/** `buildPack` with what was left out. */
export function makePack(
  source: FontSource,
  facts: { readonly sha256: string },
): Result<BuiltPack, FontFault> {
  const font = openTrueType(source, { id: facts.sha256 });
  if (!font.ok) return font;
  const built = assemble(font.value);
  if (!built.ok) return built;
  const checked = checkPack(built.value.bytes, font.value);
  if (!checked.ok)
    throw new Error(`the pack is not its font: ${checked.error.part}: ${checked.error.detail}`);
  return built;
}

/**
 * Makes a font's glyph pack (`pack-format.ts`). The same font gives the same bytes on every machine. Each glyph is
 * decoded from the finished pack and compared with the font before this returns; a difference is a defect and throws.
 * @param facts `sha256`: of the whole font file, hex, worked out by the caller
 */
export function buildPack(
  source: FontSource,
  facts: { readonly sha256: string },
): Result<Uint8Array, FontFault> {
  const made = makePack(source, facts);
  return made.ok ? ok(made.value.bytes) : made;
}
