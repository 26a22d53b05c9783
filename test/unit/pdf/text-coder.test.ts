import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bitSheet, makeBitRoom } from '../../../functions/pdf/draw/bit-sheet.ts';
import { putLastText, putZlibHead } from '../../../functions/pdf/draw/text-coder.ts';
import { CONTENT_CODER, MAPPING_CODER } from '../../../functions/pdf/draw/text-coders.ts';

const printable = String.fromCharCode(...Array.from({ length: 0x5f }, (_, index) => 0x20 + index));

describe.each([
  ['operators', CONTENT_CODER, '1 0 0 1 51.024 790.87 Tm\n<00a100ff> Tj\n'],
  ['mappings', MAPPING_CODER, '<00a1> <4e00>\n<00a2> <d842dfb7>\n'],
] as const)('the code of %s', (_, coder, usual) => {
  test('is complete: no bits are left that stand for nothing', () => {
    let share = 0;
    for (const entry of coder.codes) if (entry !== 0) share += 2 ** -(entry >>> 16);
    expect(share).toBe(1);
  });

  test('gives every printable character and the line feed back', () => {
    const text = Buffer.from(`${printable}\n${usual.repeat(40)}`, 'latin1');
    const sheet = bitSheet(64);
    makeBitRoom(sheet, 16);
    putZlibHead(sheet);
    putLastText(sheet, coder, text, 0, text.length, { a: 1, b: 0 });
    expect(inflateSync(sheet.bytes.subarray(0, sheet.at >>> 3)).equals(text)).toBe(true);
  });

  test('needs less than six bits for each of its usual characters', () => {
    const bits = [...usual].reduce((sum, sign) => sum + ((coder.codes[sign.charCodeAt(0)] ?? 0) >>> 16), 0);
    expect(bits / usual.length).toBeLessThan(6);
  });
});
