import { createHash } from 'node:crypto';

type Bilevel = { readonly columns: number; readonly rows: number; readonly bits: Uint8Array };
type Coloured = {
  readonly columns: number;
  readonly rows: number;
  readonly depth: number;
  readonly palette: Uint8Array;
  readonly samples: Uint8Array;
};

/**
 * SHA-256, hex, of what a picture shows. Of one of two levels: columns and rows (32 bit, big-endian), then its bits;
 * ink left out. Of a coloured one: 0, which is no number of columns, then depth, columns, rows and the length of the
 * palette (32 bit each), palette, samples. `encoded` is left out: it follows from the rest.
 */
export function pictureDigest(image: Bilevel | Coloured): string {
  const { columns, rows } = image;
  const numbers = 'bits' in image ? [columns, rows] : [0, image.depth, columns, rows, image.palette.length];
  const head = new DataView(new ArrayBuffer(numbers.length * 4));
  for (const [index, number] of numbers.entries()) head.setUint32(index * 4, number);
  const hash = createHash('sha256').update(head);
  if ('bits' in image) hash.update(image.bits);
  else hash.update(image.palette).update(image.samples);
  return hash.digest('hex');
}
