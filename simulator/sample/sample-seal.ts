import { sampleSeal } from '../../functions/certificates/index.ts';
import type { SealImage } from '../../functions/changes/index.ts';

const DOT = 14;
const MARGIN = 20;

/**
 * A made-up 公印 that says 「見本」. `dots` (1–3) in its upper left corner tell the cities' seals apart, to the eye
 * and to whoever compares pictures.
 */
export function citySeal(dots: number): SealImage {
  const plain = sampleSeal();
  const rowBytes = Math.ceil(plain.columns / 8);
  const bits = Uint8Array.from(plain.bits);
  for (let dot = 0; dot < dots; dot += 1) {
    for (let y = MARGIN + dot * DOT * 2; y < MARGIN + dot * DOT * 2 + DOT; y += 1) {
      for (let x = MARGIN; x < MARGIN + DOT; x += 1) {
        const at = y * rowBytes + (x >> 3);
        bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7));
      }
    }
  }
  return { columns: plain.columns, rows: plain.rows, bits, ink: [...(plain.ink ?? [0, 0, 0])] };
}
