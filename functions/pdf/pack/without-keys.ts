import { codePointOf, type GlyphKey, selectorOf } from '../keys.ts';
import type { GlyphPack } from './open-pack.ts';

/** The pack as if its font lacked these keys: whoever looks one of them up finds no glyph. The rest stays as it is. */
export function withoutKeys(pack: GlyphPack, keys: ReadonlySet<GlyphKey>): GlyphPack {
  if (keys.size === 0) return pack;
  const blocks = pack.blocks.slice();
  for (const key of keys) {
    const block = pack.pages[codePointOf(key) >>> 8] ?? 0;
    if (selectorOf(key) === undefined && block !== 0)
      blocks[((block - 1) << 8) | (codePointOf(key) & 0xff)] = 0;
  }
  // a sequence's ordinal is its place in the list, so that what goes with the ordinals closes the gap with it
  const stays = pack.sequences.map((key) => (keys.has(key as GlyphKey) ? 0 : 1));
  const first = pack.header.bareKeys + 1;
  const isKept = (ordinal: number): boolean => ordinal < first || stays[ordinal - first] === 1;
  return {
    ...pack,
    blocks,
    header: { ...pack.header, sequenceKeys: stays.reduce((sum, one) => sum + one, 0) },
    sequences: pack.sequences.filter((_, index) => stays[index] === 1),
    records: pack.records.filter((_, ordinal) => isKept(ordinal)),
    advances: pack.advances.filter((_, ordinal) => isKept(ordinal)),
  };
}
