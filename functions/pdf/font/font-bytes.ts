import type { FontFault } from './font-fault.ts';

/**
 * Carries a fault out of the nested parsers of a font; `openTrueType` and its font turn it into a `Result`, so it
 * never leaves this folder.
 */
export class BadFont extends Error {
  readonly fault: FontFault;

  constructor(fault: FontFault) {
    super(`${fault.table}: ${fault.detail}`);
    this.fault = fault;
  }
}

export function bad(kind: FontFault['kind'], table: string, detail: string): never {
  throw new BadFont({ kind, table, detail });
}

/** Big-endian numbers of one table; a position outside is a fault of that table. */
export type FontBytes = {
  readonly table: string;
  readonly length: number;
  readonly bytes: Uint8Array;
  u8(at: number): number;
  u16(at: number): number;
  i16(at: number): number;
  u24(at: number): number;
  u32(at: number): number;
};

export function fontBytes(table: string, bytes: Uint8Array): FontBytes {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length;
  const check = (at: number, width: number): void => {
    if (at < 0 || at + width > length) bad('truncated', table, `needs byte ${at + width - 1} of ${length}`);
  };
  return {
    table,
    length,
    bytes,
    u8(at) {
      check(at, 1);
      return view.getUint8(at);
    },
    u16(at) {
      check(at, 2);
      return view.getUint16(at);
    },
    i16(at) {
      check(at, 2);
      return view.getInt16(at);
    },
    u24(at) {
      check(at, 3);
      return view.getUint16(at) * 256 + view.getUint8(at + 2);
    },
    u32(at) {
      check(at, 4);
      return view.getUint32(at);
    },
  };
}
