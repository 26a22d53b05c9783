import {
  DISTANCE_RANGES,
  DISTANCES,
  distanceSymbol,
  LENGTH_SYMBOL,
  LENGTHS,
  LITERALS,
  MAX_MATCH,
  MIN_MATCH,
  WINDOW,
} from './deflate-symbols.ts';

/** What a token costs, in bits: per literal or length symbol and per distance symbol; `unusable` = it has no code. */
export type Prices = { readonly literals: Float64Array; readonly distances: Float64Array };

/** Takes the tokens of one glyph in order: a literal has distance 0, a match its length and distance. */
export type TakeToken = (literalOrLength: number, distance: number) => void;

const unusable = Number.POSITIVE_INFINITY;
/** Earlier places that are tried for a match: bounds the work at glyphs made to be slow. */
const MAX_TRIED = 24;
const HASH_BITS = 13;

/** Prices of a code: its lengths, and the extra bits of lengths and distances. */
export function pricesOf(literals: Uint8Array, distances: Uint8Array): Prices {
  const price = (length: number, extra: number): number => (length === 0 ? unusable : length + extra);
  return {
    literals: Float64Array.from({ length: LITERALS }, (_, symbol) =>
      price(literals[symbol] ?? 0, symbol > 256 ? (LENGTHS.extra[symbol - 257] ?? 0) : 0),
    ),
    distances: Float64Array.from({ length: DISTANCES }, (_, symbol) =>
      price(distances[symbol] ?? 0, DISTANCE_RANGES.extra[symbol] ?? 0),
    ),
  };
}

/**
 * Finds the cheapest tokens of glyphs, one after another, in `bytes`: matches stay within their glyph. The same
 * bytes and prices give the same tokens on every machine, which zlib does not promise.
 */
export function tokenFinder(bytes: Uint8Array, { literals, distances }: Prices) {
  const lengthPrice = Float64Array.from(
    { length: MAX_MATCH + 1 },
    (_, length) => literals[257 + (LENGTH_SYMBOL[length] ?? 0)] ?? unusable,
  );
  const latest = new Int32Array(1 << HASH_BITS).fill(-1);
  // by position within the glyph
  let before = new Int32Array(1024);
  let best = new Float64Array(1025);
  let steps = new Uint32Array(1025);

  const hashAt = (at: number): number =>
    Math.imul(((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0), 0x9e3779b1) >>>
    (32 - HASH_BITS);

  /** Offers every match at `at` to the places that it leads to: for each length the nearest one. */
  const offerMatches = (from: number, at: number, to: number): void => {
    const hash = hashAt(at);
    let earlier = latest[hash] ?? -1;
    before[at - from] = earlier;
    latest[hash] = at;
    const most = Math.min(MAX_MATCH, to - at);
    const here = best[at - from] ?? 0;
    let longest = MIN_MATCH - 1;
    // a place outside belongs to another glyph
    for (let tried = 0; tried < MAX_TRIED; tried++) {
      if (earlier < from || earlier >= at || at - earlier > WINDOW) break;
      if (longest < most && bytes[earlier + longest] === bytes[at + longest]) {
        let length = 0;
        while (length < most && bytes[earlier + length] === bytes[at + length]) length++;
        const distance = at - earlier;
        const start = here + (distances[distanceSymbol(distance)] ?? unusable);
        for (let reach = longest + 1; reach <= length; reach++) {
          const total = start + (lengthPrice[reach] ?? unusable);
          const end = at - from + reach;
          if (total < (best[end] ?? unusable)) {
            best[end] = total;
            steps[end] = (distance << 9) | reach;
          }
        }
        longest = Math.max(longest, length);
        if (longest === most) break;
      }
      earlier = before[earlier - from] ?? -1;
    }
  };

  return (from: number, to: number, take: TakeToken): void => {
    const count = to - from;
    if (count > before.length) {
      before = new Int32Array(count);
      best = new Float64Array(count + 1);
      steps = new Uint32Array(count + 1);
    }
    best.fill(unusable, 0, count + 1);
    best[0] = 0;
    for (let at = from; at < to; at++) {
      const next = at - from + 1;
      const total = (best[next - 1] ?? unusable) + (literals[bytes[at] ?? 0] ?? unusable);
      if (total < (best[next] ?? unusable)) {
        best[next] = total;
        steps[next] = 1;
      }
      if (to - at >= MIN_MATCH) offerMatches(from, at, to);
    }
    if (best[count] === unusable) throw new Error('a glyph has no code');
    // turn the way round: each place's step becomes the step that leaves the place before it
    let end = count;
    let leaving = 0;
    while (end > 0) {
      const step = steps[end] ?? 0;
      const start = end - (step & 0x1ff);
      steps[end] = leaving;
      leaving = step;
      end = start;
    }
    for (let at = 0; at < count; ) {
      const length = leaving & 0x1ff;
      const distance = leaving >>> 9;
      take(distance === 0 ? (bytes[from + at] ?? 0) : length, distance);
      at += length;
      leaving = steps[at] ?? 0;
    }
  };
}
