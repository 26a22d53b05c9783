import { type BitSheet, bitSheet } from './bit-sheet.ts';
import { type ByteSheet, byteSheet } from './byte-sheet.ts';

/** Memory in which certificates are drawn, one after another: each begins by emptying it. */
export type Scratch = {
  /** Operators and character maps, before they are coded. */
  readonly text: ByteSheet;
  /** The head of a font program. */
  readonly head: ByteSheet;
  /** Coded streams, each from the beginning of a word. */
  readonly coded: BitSheet;
};

export function createScratch(): Scratch {
  return {
    text: byteSheet(32_768),
    head: byteSheet(8_192),
    coded: bitSheet(131_072),
  };
}

/** Nothing of a certificate outlives its drawing (INV-9). */
export function emptyScratch({ text, head, coded }: Scratch): void {
  for (const sheet of [text, head]) {
    sheet.bytes.fill(0, 0, sheet.at);
    sheet.at = 0;
  }
  coded.words.fill(0, 0, (coded.at + 63) >>> 5);
  coded.at = 0;
}
