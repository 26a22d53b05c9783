import { type BitWriter, bitWriter } from './bit-writer.ts';
import { canonicalCodes, codeLengths } from './huffman.ts';

const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const;

type Run = { readonly symbol: number; readonly extra: number; readonly bits: number };

/** The code lengths as runs (RFC 1951 §3.2.7): 16 repeats the last one, 17 and 18 are zeros. */
function runsOf(lengths: Uint8Array): Run[] {
  const runs: Run[] = [];
  for (let at = 0; at < lengths.length; ) {
    const value = lengths[at] ?? 0;
    let end = at + 1;
    while (end < lengths.length && lengths[end] === value) end++;
    let left = end - at;
    at = end;
    if (value !== 0) {
      runs.push({ symbol: value, extra: 0, bits: 0 });
      left--;
    }
    while (left >= 3) {
      const many = value === 0 && left > 10;
      const count = Math.min(left, value !== 0 ? 6 : many ? 138 : 10);
      if (value !== 0) runs.push({ symbol: 16, extra: count - 3, bits: 2 });
      else if (many) runs.push({ symbol: 18, extra: count - 11, bits: 7 });
      else runs.push({ symbol: 17, extra: count - 3, bits: 3 });
      left -= count;
    }
    for (; left > 0; left--) runs.push({ symbol: value, extra: 0, bits: 0 });
  }
  return runs;
}

/** The beginning of a last dynamic deflate block: BFINAL = 1, BTYPE = 2 and both alphabets' code lengths. */
export function blockHead(literals: Uint8Array, distances: Uint8Array): BitWriter {
  const runs = runsOf(Uint8Array.from([...literals, ...distances]));
  const frequencies = new Uint32Array(19);
  for (const { symbol } of runs) frequencies[symbol] = (frequencies[symbol] ?? 0) + 1;
  const { codes, lengths } = canonicalCodes(codeLengths(frequencies, 7));
  let count: number = ORDER.length;
  while (count > 4 && lengths[ORDER[count - 1] ?? 0] === 0) count--;

  const out = bitWriter(64);
  out.write(0b101, 3);
  out.write(literals.length - 257, 5);
  out.write(distances.length - 1, 5);
  out.write(count - 4, 4);
  for (const symbol of ORDER.slice(0, count)) out.write(lengths[symbol] ?? 0, 3);
  for (const { symbol, extra, bits } of runs) {
    out.write(codes[symbol] ?? 0, lengths[symbol] ?? 0);
    if (bits > 0) out.write(extra, bits);
  }
  return out;
}
