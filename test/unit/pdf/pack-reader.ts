import { inflateRawSync } from 'node:zlib';
import { z } from 'zod';

/** A reader of glyph packs for tests, slow and plain: it shares nothing with the engine but `pack-format.ts`'s text. */
export type ReadPack = {
  readonly header: z.infer<typeof Header>;
  /** Ascending by key, as the witness has them. */
  readonly keys: readonly number[];
  /** What a key leads to by its ordinal; `undefined` for a key that the pack has not got. */
  glyphOf(key: number): ReadGlyph | undefined;
  witnessOf(key: number): readonly number[] | undefined;
};

export type ReadGlyph = {
  readonly ordinal: number;
  /** Where the record begins in `glyphs`, in words. */
  readonly place: number;
  /** The `glyf` entry with its padding. */
  readonly entry: Buffer;
  readonly adler: number;
  readonly sum: number;
  readonly advance: number;
  readonly bearing: number;
};

const Place = z.tuple([z.int(), z.int()]);
const Header = z.object({
  source: z.object({ sha256: z.string(), bytes: z.int() }),
  name: z.string(),
  fontVersion: z.string(),
  bareKeys: z.int(),
  sequenceKeys: z.int(),
  maxPoints: z.int(),
  maxContours: z.int(),
  maxAdvance: z.int(),
  bearingsFit: z.boolean(),
  blockHeadBits: z.int(),
  endOfBlock: z.object({ code: z.int(), bits: z.int() }),
  hotBytes: z.int(),
  sections: z.record(z.string(), Place),
});

/** Bits as text, first bit first. */
function bitsOf(bytes: Buffer, count: number): string {
  let bits = '';
  for (const byte of bytes.subarray(0, Math.ceil(count / 8)))
    bits += byte.toString(2).padStart(8, '0').split('').reverse().join('');
  return bits.slice(0, count);
}

function bytesOf(bits: string): Buffer {
  const bytes: number[] = [];
  for (let at = 0; at < bits.length; at += 8)
    bytes.push(
      Number.parseInt(
        bits
          .slice(at, at + 8)
          .split('')
          .reverse()
          .join(''),
        2,
      ),
    );
  return Buffer.from(bytes);
}

export function readPack(file: Uint8Array): ReadPack {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.length);
  if (bytes.toString('latin1', 0, 8) !== 'KOFUPACK' || bytes.readUInt32LE(8) !== 1)
    throw new Error('no pack');
  const header = Header.parse(JSON.parse(bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12))));
  const section = (name: string): Buffer => {
    const [offset = 0, length = 0] = header.sections[name] ?? [];
    return bytes.subarray(offset, offset + length);
  };
  const [pages, blocks, sequences] = [section('pages'), section('blocks'), section('sequences')];
  const [records, advances, glyphs] = [section('records'), section('advances'), section('glyphs')];
  const witness = section('witness');
  const { blockHeadBits, endOfBlock } = header;
  const head = bitsOf(section('blockHead'), blockHeadBits);
  const end = bitsOf(Buffer.from([endOfBlock.code & 0xff, endOfBlock.code >> 8]), endOfBlock.bits);

  const ordinalOf = (key: number): number => {
    if (key % 512 !== 0) {
      for (let index = 0; index * 4 < sequences.length; index++)
        if (sequences.readUInt32LE(index * 4) === key) return header.bareKeys + 1 + index;
      return 0;
    }
    const code = key / 512;
    const block = pages.readUInt16LE((code >> 8) * 2);
    return block === 0 ? 0 : blocks.readUInt16LE(((block - 1) * 256 + (code & 0xff)) * 2);
  };
  const witnesses = new Map(
    Array.from({ length: witness.length / 16 }, (_, index) => {
      const words = [0, 4, 8, 12].map((at) => witness.readUInt32LE(index * 16 + at));
      return [words[0] ?? 0, words] as const;
    }),
  );
  return {
    header,
    keys: [...witnesses.keys()],
    witnessOf: (key) => witnesses.get(key),
    glyphOf(key) {
      const ordinal = ordinalOf(key);
      if (ordinal === 0) return undefined;
      const place = records.readUInt32LE(ordinal * 4);
      const record = glyphs.subarray(place * 4);
      const coded = bitsOf(record.subarray(20), record.readUInt32LE(4));
      const entry = coded === '' ? Buffer.alloc(0) : inflateRawSync(bytesOf(head + coded + end));
      if (entry.length !== record.readUInt32LE(0)) throw new Error(`an entry of ${entry.length} bytes`);
      const advance = record.readUInt16LE(16);
      if (advances.readUInt16LE(ordinal * 2) !== advance) throw new Error('two advances');
      return {
        ordinal,
        place,
        entry,
        adler: record.readUInt32LE(8),
        sum: record.readUInt32LE(12),
        advance,
        bearing: record.readInt16LE(18),
      };
    },
  };
}
