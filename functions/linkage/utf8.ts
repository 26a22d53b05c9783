import { isUtf8 } from 'node:buffer';
import { err, ok, type Result } from '../shared/result.ts';

/** Decodes a stream of blocks; nothing is repaired or replaced. */
export type Utf8Reader = {
  /** The block's text, or the number of line ends before the first wrong byte. */
  readonly read: (bytes: Uint8Array) => Result<string, { readonly lineEnds: number }>;
  /** Whether the stream ended within a character. */
  readonly isOpen: () => boolean;
};

export function createUtf8Reader(): Utf8Reader {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let carry: Uint8Array = new Uint8Array(0);
  let first = true;
  return {
    isOpen: () => carry.byteLength > 0,
    read: (bytes) => {
      const all = carry.byteLength === 0 ? bytes : Buffer.concat([carry, bytes]);
      const end = completeLength(all);
      const block = all.subarray(0, end);
      carry = all.slice(end);
      if (!isUtf8(block)) return err({ lineEnds: lineEndsBeforeFault(block) });
      const text = decoder.decode(block);
      const withoutMark = first && text.startsWith('\ufeff') ? text.slice(1) : text;
      if (text.length > 0) first = false;
      return ok(withoutMark);
    },
  };
}

/** How many bytes form whole characters; the rest (at most three) begins one that the next block ends. */
function completeLength(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.byteLength); back += 1) {
    const byte = bytes[bytes.byteLength - back] ?? 0;
    if (byte >= 0xc0) return sizeOf(byte) > back ? bytes.byteLength - back : bytes.byteLength;
    if (byte < 0x80) return bytes.byteLength;
  }
  return bytes.byteLength;
}

const sizeOf = (lead: number): number => (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2);

/** A line end is never part of another character, so that each line is right or wrong by itself. */
function lineEndsBeforeFault(block: Uint8Array): number {
  let start = 0;
  for (let count = 0; ; count += 1) {
    const at = block.indexOf(0x0a, start);
    const line = block.subarray(start, at === -1 ? block.byteLength : at + 1);
    if (at === -1 || !isUtf8(line)) return count;
    start = at + 1;
  }
}
