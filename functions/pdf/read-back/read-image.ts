import { pictureDigest } from '../witness/picture-digest.ts';
import { ANY, expectShape, type Found, inflated, isArray, type Reader, wholeNumber } from './pdf-objects.ts';
import { reject } from './read-fault.ts';

/** An image of the file: what `pictureDigest` says of it, and whether it takes the ink of the place where it is drawn. */
export type ReadImage = { readonly digest: string; readonly isMask: boolean };

const MAX_SIDE = 20_000;

const MASK = {
  '/Type': '/XObject',
  '/Subtype': '/Image',
  '/ImageMask': true,
  '/Width': ANY,
  '/Height': ANY,
  '/BitsPerComponent': 1,
  '/Decode': ANY,
  '/Filter': '/FlateDecode',
  '/Length': ANY,
} as const;
const COLOURS = {
  '/Type': '/XObject',
  '/Subtype': '/Image',
  '/Width': ANY,
  '/Height': ANY,
  '/ColorSpace': ANY,
  '/BitsPerComponent': ANY,
  '/Filter': '/FlateDecode',
  '/Length': ANY,
} as const;

type Colours = { readonly depth: 1 | 2 | 4 | 8 | 24; readonly palette: Uint8Array };

/** `/DeviceRGB` of 8 bits each, or `[/Indexed /DeviceRGB last <red green blue …>]` of 1, 2, 4 or 8 bits. */
function readColours({ dict, where }: Found): Colours {
  const space = dict.get('/ColorSpace');
  const bits = dict.get('/BitsPerComponent');
  if (space === '/DeviceRGB' && bits === 8) return { depth: 24, palette: new Uint8Array(0) };
  const [kind, base, last, palette] = isArray(space) && space.length === 4 ? space : [];
  if (kind !== '/Indexed' || base !== '/DeviceRGB' || !(palette instanceof Uint8Array))
    return reject('unexpected', where, 'another colour space');
  if (bits !== 1 && bits !== 2 && bits !== 4 && bits !== 8)
    return reject('unexpected', where, 'another number of bits');
  const colours = wholeNumber(last, where, { from: 0, to: 2 ** bits - 1 }) + 1;
  if (palette.length !== colours * 3) return reject('malformed', where, 'a palette of another length');
  return { depth: bits, palette };
}

/** Reads an image and answers what it shows, by its digest. */
export function readImage(reader: Reader, image: Found): ReadImage {
  const { dict, where } = image;
  const isMask = dict.has('/ImageMask');
  expectShape(dict, where, isMask ? MASK : COLOURS);
  const columns = wholeNumber(dict.get('/Width'), where, { from: 1, to: MAX_SIDE });
  const rows = wholeNumber(dict.get('/Height'), where, { from: 1, to: MAX_SIDE });
  if (isMask) {
    const decode = dict.get('/Decode');
    // a mask paints where the sample is 0, the image's ink is 1
    if (!isArray(decode) || decode.join(' ') !== '1 0')
      reject('unexpected', where, 'an image of another kind');
    const bits = inflated(reader, image, Math.ceil(columns / 8) * rows);
    return { isMask, digest: pictureDigest({ columns, rows, bits }) };
  }
  const { depth, palette } = readColours(image);
  const samples = inflated(reader, image, Math.ceil((columns * depth) / 8) * rows);
  return { isMask, digest: pictureDigest({ columns, rows, depth, palette, samples }) };
}
