import { fstatSync, readSync } from 'node:fs';

/** Bytes of a font file, read piece by piece. */
export type FontSource = {
  /** Length of the file in bytes. */
  readonly size: number;
  /** `length` bytes from `offset`, or fewer where the file ends. The caller must not change them. */
  read(offset: number, length: number): Uint8Array;
};

export function sourceFromBytes(bytes: Uint8Array): FontSource {
  // a Node `Buffer` would not copy where readers slice, and they would write into the font
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  return {
    size: plain.length,
    read: (offset, length) => plain.subarray(offset, offset + length),
  };
}

/**
 * Reads from an open file at given positions, so that one descriptor serves any number of readers. The descriptor
 * stays the caller's: it must stay open as long as the font is used, and a failing read throws.
 */
export function sourceFromDescriptor(descriptor: number): FontSource {
  return {
    size: fstatSync(descriptor).size,
    read(offset, length) {
      const bytes = new Uint8Array(length);
      let filled = 0;
      while (filled < length) {
        const count = readSync(descriptor, bytes, filled, length - filled, offset + filled);
        if (count === 0) break;
        filled += count;
      }
      return filled === length ? bytes : bytes.subarray(0, filled);
    },
  };
}
