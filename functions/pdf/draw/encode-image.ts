import { deflateSync } from 'node:zlib';
import type { PageImage } from '../display-list.ts';
import { pictureDigest } from '../witness/picture-digest.ts';

/** An image's name among all images, and its pixels as they lie in a file. */
export type EncodedImage = { readonly digest: string; readonly deflated: Uint8Array };

export function encodedImage(image: PageImage): EncodedImage {
  if (image.encoded !== undefined) return image.encoded;
  const pixels = 'bits' in image ? image.bits : image.samples;
  return { digest: pictureDigest(image), deflated: deflateSync(pixels, { level: 9 }) };
}

/** The same image with what drawing needs of it worked out once: a city's seal is on every certificate. */
export const encodeImage = <T extends PageImage>(image: T): T => ({ ...image, encoded: encodedImage(image) });

const hexOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');

/** The image's dictionary without its length. */
export function imageDict(image: PageImage): string {
  const size = `/Type /XObject /Subtype /Image /Width ${image.columns} /Height ${image.rows}`;
  // a mask paints where the sample is 0, the image's ink is 1
  if ('bits' in image)
    return `${size} /ImageMask true /BitsPerComponent 1 /Decode [1 0] /Filter /FlateDecode`;
  if (image.depth === 24) return `${size} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode`;
  const { palette, depth } = image;
  const space = `[/Indexed /DeviceRGB ${palette.length / 3 - 1} <${hexOf(palette)}>]`;
  return `${size} /ColorSpace ${space} /BitsPerComponent ${depth} /Filter /FlateDecode`;
}
