import type { BilevelImage } from '../pdf/index.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { BmpFault } from './bmp-header.ts';
import { decodeBmp } from './decode-bmp.ts';
import { decodePng, type PngFault } from './decode-png.ts';
import { pageImage } from './page-image.ts';

export type OfficialSealFault =
  | BmpFault
  | PngFault
  /** Neither format; or not one ink on pure white: 公印 is printed in one colour, and nothing is made of a scan's tints. */
  | { readonly kind: 'seal'; readonly rule: 'format' | 'colours'; readonly field: 'file' | 'pixels' };

/** One bit per pixel as pages have it, and the colour of the ink. */
export type OfficialSeal = Required<Omit<BilevelImage, 'encoded'>>;

/** Most pixels a side: 30 mm at 800 dpi, and small enough to be kept as one item. */
const MAX_SIDE = 1_024;

/** 公印 from a BMP or PNG file, pixel for pixel: one colour of ink, the rest white. */
export function officialSealOf(file: Uint8Array): Result<OfficialSeal, OfficialSealFault> {
  const isPng = file[0] === 0x89;
  if (!isPng && file[0] !== 0x42) return err({ kind: 'seal', rule: 'format', field: 'file' });
  const bitmap = isPng ? decodePng(file, MAX_SIDE) : decodeBmp(file, MAX_SIDE);
  if (!bitmap.ok) return bitmap;
  const image = pageImage(bitmap.value);
  if (!('bits' in image) || image.ink === undefined)
    return err({ kind: 'seal', rule: 'colours', field: 'pixels' });
  const { columns, rows, bits, ink } = image;
  return ok({ columns, rows, bits, ink });
}
