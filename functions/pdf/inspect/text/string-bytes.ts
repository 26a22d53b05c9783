import { hexDigit } from '../cursor.ts';
import type { PdfString } from '../values.ts';

const escapes: ReadonlyMap<number, number> = new Map([
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
  [0x62, 0x08],
  [0x66, 0x0c],
]);

function hexBytes({ source, start, end }: PdfString): Uint8Array {
  const bytes = new Uint8Array((end - start + 1) >> 1);
  let digits = 0;
  for (let at = start; at < end; at++) {
    const digit = hexDigit(source[at]);
    if (digit < 0) continue;
    const index = digits >> 1;
    bytes[index] = digits % 2 === 0 ? digit << 4 : (bytes[index] ?? 0) | digit;
    digits++;
  }
  return bytes.subarray(0, (digits + 1) >> 1);
}

const isOctal = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x37;

function literalBytes({ source, start, end }: PdfString): Uint8Array {
  const bytes = new Uint8Array(end - start);
  let length = 0;
  for (let at = start; at < end; at++) {
    const byte = source[at] ?? 0;
    if (byte === 0x0d) {
      // a line end counts as one line feed
      bytes[length++] = 0x0a;
      if (source[at + 1] === 0x0a) at++;
    } else if (byte !== 0x5c) {
      bytes[length++] = byte;
    } else {
      const next = source[++at] ?? 0;
      if (isOctal(next)) {
        let value = next - 0x30;
        for (let more = 0; more < 2 && at + 1 < end && isOctal(source[at + 1]); more++) {
          value = value * 8 + ((source[++at] ?? 0) - 0x30);
        }
        bytes[length++] = value;
      } else if (next === 0x0d) {
        if (source[at + 1] === 0x0a) at++;
      } else if (next !== 0x0a) bytes[length++] = escapes.get(next) ?? next;
    }
  }
  return bytes.subarray(0, length);
}

/** The bytes that a string stands for. */
export const stringBytes = (text: PdfString): Uint8Array => (text.hex ? hexBytes(text) : literalBytes(text));
