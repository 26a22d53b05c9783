import { createHash } from 'node:crypto';

/** SHA-256, hex, of what a picture shows: columns and rows (32 bit, big-endian), then its bits; ink left out. */
export function pictureDigest(image: {
  readonly columns: number;
  readonly rows: number;
  readonly bits: Uint8Array;
}): string {
  const size = new DataView(new ArrayBuffer(8));
  size.setUint32(0, image.columns);
  size.setUint32(4, image.rows);
  return createHash('sha256').update(size).update(image.bits).digest('hex');
}
