import { bitWriter } from './bit-writer.ts';
import { blockHead } from './block-head.ts';
import {
  DISTANCE_RANGES,
  DISTANCES,
  distanceSymbol,
  END_OF_BLOCK,
  LENGTH_SYMBOL,
  LENGTHS,
  LITERALS,
} from './deflate-symbols.ts';
import { pricesOf, type TakeToken, tokenFinder } from './find-tokens.ts';
import type { Outlines } from './gather-glyphs.ts';
import { type Codes, canonicalCodes, codeLengths } from './huffman.ts';
import { RECORD_WORDS } from './pack-format.ts';
import { adlerHalves, wordSum } from './record-sums.ts';

export type EncodedGlyphs = {
  readonly blockHead: Uint32Array;
  readonly blockHeadBits: number;
  readonly endOfBlock: { readonly code: number; readonly bits: number };
  /** The records in the order that was asked for. */
  readonly words: Uint32Array;
  /** For each outline where its record begins, in words; -1 where it was not asked for. */
  readonly places: Int32Array;
};

type Code = { readonly literals: Uint8Array; readonly distances: Uint8Array };

const MAX_BITS = 15;
/** Rounds that fit the code to the tokens that are cheapest in the code before; a third gains nothing. */
const ROUNDS = 2;

/** The code to begin with: bytes by how often they occur, and a guess at what matches cost. */
function firstCode({ bytes }: Outlines): Code {
  const frequencies = new Uint32Array(256);
  for (const byte of bytes) frequencies[byte] = (frequencies[byte] ?? 0) + 1;
  const literals = new Uint8Array(LITERALS).fill(9);
  literals.set(codeLengths(frequencies, MAX_BITS));
  return { literals, distances: new Uint8Array(DISTANCES).fill(5) };
}

function nextCode({ bytes, starts }: Outlines, order: readonly number[], code: Code): Code {
  const literals = new Uint32Array(LITERALS);
  const distances = new Uint32Array(DISTANCES);
  literals[END_OF_BLOCK] = 1;
  const count: TakeToken = (value, distance) => {
    const symbol = distance === 0 ? value : 257 + (LENGTH_SYMBOL[value] ?? 0);
    literals[symbol] = (literals[symbol] ?? 0) + 1;
    if (distance === 0) return;
    const own = distanceSymbol(distance);
    distances[own] = (distances[own] ?? 0) + 1;
  };
  const find = tokenFinder(bytes, pricesOf(code.literals, code.distances));
  for (const index of order) find(starts[index] ?? 0, starts[index + 1] ?? 0, count);
  return {
    literals: codeLengths(literals, MAX_BITS),
    distances: codeLengths(distances, MAX_BITS),
  };
}

/** Writes tokens in a code; `bits` counts them. */
function tokenWriter(literals: Codes, distances: Codes, out: ReturnType<typeof bitWriter>): TakeToken {
  return (value, distance) => {
    if (distance === 0) {
      out.write(literals.codes[value] ?? 0, literals.lengths[value] ?? 0);
      return;
    }
    const length = LENGTH_SYMBOL[value] ?? 0;
    out.write(literals.codes[257 + length] ?? 0, literals.lengths[257 + length] ?? 0);
    out.write(value - (LENGTHS.base[length] ?? 0), LENGTHS.extra[length] ?? 0);
    const own = distanceSymbol(distance);
    out.write(distances.codes[own] ?? 0, distances.lengths[own] ?? 0);
    out.write(distance - (DISTANCE_RANGES.base[own] ?? 0), DISTANCE_RANGES.extra[own] ?? 0);
  };
}

/**
 * Writes the records of the outlines that `order` names, each once, in one code for all of them.
 * The same outlines give the same bits on every machine.
 */
export function encodeGlyphs(outlines: Outlines, order: readonly number[]): EncodedGlyphs {
  const { bytes, starts, metrics } = outlines;
  let code = firstCode(outlines);
  for (let round = 0; round < ROUNDS; round++) code = nextCode(outlines, order, code);
  const literals = canonicalCodes(code.literals);
  const distances = canonicalCodes(code.distances);

  const out = bitWriter(bytes.length >>> 2);
  const write = tokenWriter(literals, distances, out);
  const find = tokenFinder(bytes, pricesOf(code.literals, code.distances));
  const places = new Int32Array(metrics.length).fill(-1);
  for (const index of order) {
    const [from = 0, to = 0] = [starts[index], starts[index + 1]];
    const { advance, bearing } = metrics[index] ?? { advance: 0, bearing: 0 };
    const [a, b] = adlerHalves(bytes, from, to);
    const place = out.wordCount();
    places[index] = place;
    out.writeWord(to - from);
    out.writeWord(0);
    out.writeWord(a | (b << 16));
    out.writeWord(wordSum(bytes, from, to));
    out.writeWord(advance | ((bearing & 0xffff) << 16));
    find(from, to, write);
    out.setWord(place + 1, out.length() - (place + RECORD_WORDS) * 32);
    out.toWord();
  }
  const head = blockHead(code.literals, code.distances);
  return {
    blockHead: head.words(),
    blockHeadBits: head.length(),
    endOfBlock: { code: literals.codes[END_OF_BLOCK] ?? 0, bits: literals.lengths[END_OF_BLOCK] ?? 0 },
    words: out.words(),
    places,
  };
}
