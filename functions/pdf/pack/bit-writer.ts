/** Bits as deflate writes them, first bit lowest, in 32-bit words. Grows as needed. */
export type BitWriter = {
  /** @param count 0…24; `bits` holds no others */
  write(bits: number, count: number): void;
  /** The next bit begins a new word; unused bits stay 0. */
  toWord(): void;
  /** A whole word, where one begins. */
  writeWord(word: number): void;
  /** Changes a word that has been written. */
  setWord(index: number, word: number): void;
  /** Bits so far. */
  length(): number;
  /** Words so far, of which the next bit begins another. */
  wordCount(): number;
  /** The words so far, the last one with 0 for the bits that are not written yet. */
  words(): Uint32Array;
};

export function bitWriter(capacity: number): BitWriter {
  let words = new Uint32Array(Math.max(capacity, 16));
  let full = 0;
  let pending = 0;
  let used = 0;
  const writeWord = (word: number): void => {
    if (full === words.length) {
      const larger = new Uint32Array(Math.ceil(words.length * 1.5));
      larger.set(words);
      words = larger;
    }
    words[full++] = word;
  };
  const toWord = (): void => {
    if (used === 0) return;
    writeWord(pending);
    pending = 0;
    used = 0;
  };
  return {
    write(bits, count) {
      pending |= bits << used;
      used += count;
      if (used < 32) return;
      writeWord(pending);
      used -= 32;
      pending = used === 0 ? 0 : bits >>> (count - used);
    },
    toWord,
    writeWord,
    setWord(index, word) {
      words[index] = word;
    },
    length: () => full * 32 + used,
    wordCount: () => full,
    words() {
      if (used === 0) return words.subarray(0, full);
      const all = words.slice(0, full + 1);
      all[full] = pending;
      return all;
    },
  };
}
