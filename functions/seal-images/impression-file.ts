import { createHash } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { z } from 'zod';
import { type BilevelImage, type Picture, pictureDigest } from '../pdf/index.ts';
import { MAX_SIDE, type SealImpression } from './impression.ts';

/** An impression as it is kept, and the digest of what it shows. */
export type ImpressionFile = { readonly digest: string; readonly bytes: Uint8Array };

const unit = z.number().min(0).max(1);
const side = z.int().min(1).max(MAX_SIDE);
const sizes = {
  format: z.literal(1),
  columns: side,
  rows: side,
  widthPt: z.number().positive(),
  heightPt: z.number().positive(),
};

/** First line of the file, as canonical JSON. */
const Head = z.union([
  z.strictObject({ ...sizes, ink: z.tuple([unit, unit, unit]) }),
  z.strictObject({
    ...sizes,
    depth: z.literal([1, 2, 4, 8, 24]),
    /** Red, green, blue of each colour in hexadecimal. */
    palette: z.string().regex(/^([0-9a-f]{6}){0,256}$/),
  }),
]);
type Head = z.infer<typeof Head>;

/** A palette of 256 colours and the rest. */
const MAX_HEAD = 4096;
const LINE_END = 0x0a;

const pixelsOf = (image: Picture['image']): Uint8Array => ('bits' in image ? image.bits : image.samples);

/** With its names in the order of canonical JSON. */
function headOf({ image, widthPt, heightPt }: SealImpression): Head {
  const { columns, rows } = image;
  if ('bits' in image) return { columns, format: 1, heightPt, ink: [...image.ink], rows, widthPt };
  const palette = Buffer.from(image.palette).toString('hex');
  return { columns, depth: image.depth, format: 1, heightPt, palette, rows, widthPt };
}

const headLine = (impression: SealImpression): Buffer =>
  Buffer.from(`${JSON.stringify(headOf(impression))}\n`);

/** Names what is shown, not how it was compressed: another zlib gives the same impression the same digest. */
const digestOfContent = (head: Uint8Array, pixels: Uint8Array): string =>
  createHash('sha256').update(head).update(pixels).digest('hex');

/** The bytes to keep: the head, a line feed, the deflated pixels. */
export function impressionFile(impression: SealImpression): ImpressionFile {
  const head = headLine(impression);
  const { image } = impression;
  const pixels = pixelsOf(image);
  const deflated = image.encoded?.deflated ?? deflateSync(pixels, { level: 9 });
  return { digest: digestOfContent(head, pixels), bytes: Buffer.concat([head, deflated]) };
}

/** What names an impression without showing it: its digest, and how many bytes its pixels are. */
export function referenceOf(impression: SealImpression): { readonly sha256: string; readonly bytes: number } {
  const head = headLine(impression);
  const pixels = pixelsOf(impression.image);
  return { sha256: digestOfContent(head, pixels), bytes: pixels.byteLength };
}

/** The impression that has this digest; throws where the bytes are anything else. */
export function impressionFrom(bytes: Uint8Array, digest: string): SealImpression {
  const end = bytes.subarray(0, MAX_HEAD).indexOf(LINE_END) + 1;
  if (end === 0) throw new Error('an impression has no head');
  const head = Head.parse(JSON.parse(Buffer.from(bytes.subarray(0, end)).toString('utf8')));
  const deflated = new Uint8Array(bytes.subarray(end));
  const pixels = inflated(deflated, pixelBytes(head));
  if (digestOfContent(bytes.subarray(0, end), pixels) !== digest)
    throw new Error('an impression does not match its digest');
  const image = imageOf(head, pixels);
  return {
    image: { ...image, encoded: { digest: pictureDigest(image), deflated } },
    widthPt: head.widthPt,
    heightPt: head.heightPt,
  };
}

/** At most so many bytes. The deflated ones go into documents as they are: nothing may hang on to them. */
function inflated(deflated: Uint8Array, length: number): Uint8Array {
  return new Uint8Array(inflateSync(deflated, { maxOutputLength: length, rejectGarbageAfterEnd: true }));
}

const pixelBytes = (head: Head): number =>
  Math.ceil((head.columns * ('ink' in head ? 1 : head.depth)) / 8) * head.rows;

function imageOf(head: Head, pixels: Uint8Array): Picture['image'] {
  const { columns, rows } = head;
  if ('ink' in head) return { columns, rows, bits: pixels, ink: head.ink } satisfies BilevelImage;
  const palette = new Uint8Array(Buffer.from(head.palette, 'hex'));
  return { columns, rows, depth: head.depth, palette, samples: pixels };
}
