import { fstatSync, readSync } from 'node:fs';

/** Bytes of a font file, read piece by piece. */
export type FontSource = {
  /** Length of the file in bytes. */
  readonly size: number;
  /** `length` bytes from `offset`, or fewer where the file ends. The caller must not change them. */
  read(offset: number, length: number): Uint8Array;
};

export function sourceFromBytes(bytes: Uint8Array): FontSource {
  return {
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, offset + length),
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
