import { describe, expect, test } from 'vitest';
import { SRGB_PROFILE } from '../../../functions/pdf/draw/pdf-a.ts';
import { CONTENT_CODER, MAPPING_CODER } from '../../../functions/pdf/draw/text-coders.ts';
import { blockHead } from '../../../functions/pdf/pack/block-head.ts';
import { srgbProfile } from './srgb-profile.ts';

describe('bytes that are given and not worked out', () => {
  test('the colour profile is made of the numbers of sRGB', () => {
    expect(Buffer.from(SRGB_PROFILE)).toEqual(Buffer.from(srgbProfile()));
  });

  test.each([
    ['operators', CONTENT_CODER],
    ['mappings', MAPPING_CODER],
  ])('the head of the code of %s says its lengths, and no distances', (_, { codes, head, headBits }) => {
    // the format wants the length of one distance's code all the same
    const said = blockHead(
      Uint8Array.from(codes, (entry) => entry >>> 16),
      Uint8Array.of(0),
    );
    expect(headBits).toBe(said.length());
    expect([...head]).toEqual([...said.words()]);
  });
});
