import { hash } from 'node:crypto';

/** A set of 64-bit hashes that takes 8 bytes for each: everything is added first, then closed, then asked for. */
export type NamedSet = {
  readonly add: (hash: bigint) => void;
  readonly close: () => void;
  readonly has: (hash: bigint) => boolean;
  /** Of the closed set. */
  readonly bytes: () => Uint8Array;
};

const FIRST_SIZE = 4_096;
const HASH_BYTES = 8;

/** @param stored the bytes of a closed set */
export function createNamedSet(stored?: Uint8Array): NamedSet {
  let hashes = stored === undefined ? new BigUint64Array(FIRST_SIZE) : hashesIn(stored);
  let size = stored === undefined ? 0 : hashes.length;
  return {
    add: (hash) => {
      if (size === hashes.length) {
        const larger = new BigUint64Array(Math.max(FIRST_SIZE, size * 2));
        larger.set(hashes);
        hashes = larger;
      }
      hashes[size] = hash;
      size += 1;
    },
    close: () => {
      hashes = hashes.subarray(0, size).sort();
    },
    has: (hash) => {
      let [low, high] = [0, size - 1];
      while (low <= high) {
        const middle = (low + high) >>> 1;
        const found = hashes[middle] ?? 0n;
        if (found === hash) return true;
        if (found < hash) low = middle + 1;
        else high = middle - 1;
      }
      return false;
    },
    bytes: () => new Uint8Array(hashes.buffer, hashes.byteOffset, size * HASH_BYTES),
  };
}

function hashesIn(stored: Uint8Array): BigUint64Array<ArrayBuffer> {
  const hashes = new BigUint64Array(stored.byteLength / HASH_BYTES);
  new Uint8Array(hashes.buffer).set(stored);
  return hashes;
}

/**
 * 64 bits of what a row names: among a million of them, somebody's being taken for somebody else is less likely than
 * 1 in 10 million.
 */
export const hashOfNamed = (personId: string, subject: string | undefined): bigint =>
  hash('sha256', `${personId}\n${subject ?? ''}`, 'buffer').readBigUInt64BE(0);
