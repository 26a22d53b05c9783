/** A set of 64-bit hashes that takes 8 bytes for each: everything is added first, then closed, then asked for. */
export type NamedSet = {
  readonly add: (hash: bigint) => void;
  readonly close: () => void;
  readonly has: (hash: bigint) => boolean;
};

const FIRST_SIZE = 4_096;

export function createNamedSet(): NamedSet {
  let hashes = new BigUint64Array(FIRST_SIZE);
  let size = 0;
  return {
    add: (hash) => {
      if (size === hashes.length) {
        const larger = new BigUint64Array(size * 2);
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
  };
}
