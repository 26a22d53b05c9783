import { fontFile } from '../../unit/pdf/font-builder.ts';

/** A sound font taken apart, so that its tables can be changed and put together again. */
export type Tables = Map<string, Buffer>;

export function tablesOf(font: Uint8Array): Tables {
  const bytes = Buffer.from(font);
  const tables: Tables = new Map();
  for (let index = 0; index < bytes.readUInt16BE(4); index++) {
    const entry = 12 + index * 16;
    const offset = bytes.readUInt32BE(entry + 8);
    const table = Buffer.from(bytes.subarray(offset, offset + bytes.readUInt32BE(entry + 12)));
    tables.set(bytes.toString('latin1', entry, entry + 4), table);
  }
  return tables;
}

export const fontOf = (tables: Tables): Buffer => Buffer.from(fontFile(tables));

/** `head` as long as it has to be; an earlier change may have cut it off. */
const headOf = (tables: Tables): Buffer | undefined => {
  const head = tables.get('head');
  return head !== undefined && head.length >= 54 ? head : undefined;
};

const isLongLoca = (tables: Tables): boolean => headOf(tables)?.readInt16BE(50) === 1;

/** Where each glyph begins, and where the last one ends. */
export function placesOf(tables: Tables): number[] {
  const loca = tables.get('loca') ?? Buffer.alloc(0);
  const long = isLongLoca(tables);
  return Array.from({ length: Math.floor(loca.length / (long ? 4 : 2)) }, (_, index) =>
    long ? loca.readUInt32BE(index * 4) : loca.readUInt16BE(index * 2) * 2,
  );
}

/** Writes `places` as a long `loca`. */
export function setPlaces(tables: Tables, places: readonly number[]): void {
  const loca = Buffer.alloc(places.length * 4);
  for (const [index, place] of places.entries()) loca.writeUInt32BE(place >>> 0, index * 4);
  headOf(tables)?.writeInt16BE(1, 50);
  tables.set('loca', loca);
}

/** Numbers of 16 bits, big-endian. */
export function u16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value & 0xffff, index * 2);
  return bytes;
}

/** Numbers of 32 bits, big-endian. */
export function u32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, index * 4);
  return bytes;
}

/** A `cmap` of one subtable, or of one and variation sequences. */
export function cmapOf(codes: Buffer, sequences?: Buffer): Buffer {
  const encoding = codes.readUInt16BE(0) === 12 ? 10 : 1;
  if (sequences === undefined) return Buffer.concat([u16(0, 1, 3, encoding, 0, 12), codes]);
  const at = 4 + 16;
  return Buffer.concat([
    u16(0, 2, 0, 5),
    u32(at + codes.length),
    u16(3, encoding),
    u32(at),
    codes,
    sequences,
  ]);
}

/** Format 12 of groups: first and last code point, glyph of the first. */
export function format12(groups: readonly (readonly [number, number, number])[]): Buffer {
  const bytes = Buffer.alloc(16 + groups.length * 12);
  bytes.writeUInt16BE(12, 0);
  bytes.writeUInt32BE(bytes.length, 4);
  bytes.writeUInt32BE(groups.length, 12);
  for (const [index, group] of groups.entries())
    for (const [field, value] of group.entries())
      bytes.writeUInt32BE(value >>> 0, 16 + index * 12 + field * 4);
  return bytes;
}
