import { z } from 'zod';
import { encodeImage, type Picture } from '../pdf/index.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { type BmpFault, type BmpHeader, readBmpHeader } from './bmp-header.ts';
import { decodePixels } from './decode-bmp.ts';
import { type InkBox, measureInk } from './measure-ink.ts';
import { pageImage } from './page-image.ts';
import { twoColoursOf } from './two-colours.ts';

/** Most pixels a side that a city can allow. */
export const MAX_SIDE = 4096;

/** Resolutions of scanners; outside them a number is a mistake. */
const DPI = { min: 50, max: 4800 } as const;

/** What a city accepts as 印影. */
export const ImpressionRules = z.strictObject({
  /** Dots per inch of the city's scanner or system. */
  dpi: z.number().min(DPI.min).max(DPI.max),
  /**
   * Whose resolution counts: the file's where it names one, or always the city's, where its system writes the
   * screen's resolution (96 dpi) into every file.
   */
  resolution: z.enum(['file', 'city']).default('file'),
  /** A seal that fits into a square of this side is too small. */
  minimumMillimetres: z.number().min(0).max(50).default(8),
  /** One that does not fit into a square of this side is too large; half a millimetre is the imprint's spread. */
  maximumMillimetres: z.number().positive().max(50).default(25.5),
  /** Longest side of the canvas, margins included, in pixels and on paper. */
  canvasPixels: z.int().min(1).max(MAX_SIDE).default(2048),
  canvasMillimetres: z.number().positive().max(100).default(40),
  /** Most bytes that it may add to a file: a certificate must fit into one answer. */
  encodedBytes: z.int().positive().max(4_000_000).default(3_000_000),
});
export type ImpressionRules = z.infer<typeof ImpressionRules>;

/** 印影, ready to be drawn at its physical size. */
export type SealImpression = {
  /** The pixels as they were delivered; read from where they are kept, with what drawing needs of them worked out. */
  readonly image: Picture['image'];
  /** Size of the whole canvas on paper, in points. */
  readonly widthPt: number;
  readonly heightPt: number;
};

/** An impression that breaks a rule of the city: dots per inch, millimetres, bytes. */
export type ImpressionRuleFault = {
  readonly kind: 'impression';
  readonly rule: 'resolution' | 'no-ink' | 'too-small' | 'too-large' | 'canvas' | 'encoded-size';
  readonly field: 'horizontal' | 'vertical' | 'ink' | 'canvas' | 'image';
  readonly found?: number;
  readonly limit?: number;
};

export type ImpressionFault =
  | { readonly kind: 'base64'; readonly rule: 'not-canonical' | 'too-long'; readonly field: 'text' }
  | BmpFault
  | ImpressionRuleFault;

/** The impression of a BMP file as a city's core system delivers it (仕様書 3(2)①カ). */
export function impressionOf(
  file: Uint8Array,
  rules: ImpressionRules,
): Result<SealImpression, ImpressionFault> {
  const header = readBmpHeader(file, rules.canvasPixels);
  if (!header.ok) return header;
  const drawn = drawingOf(file, header.value);
  if (!drawn.ok) return drawn;
  const dpi = dpiOf(header.value, rules);
  const fault = resolutionFault(dpi) ?? sizeFault(header.value, drawn.value.box(), dpi, rules);
  if (fault !== undefined) return err(fault);
  const image = encodedWithin(drawn.value.image(), rules);
  if (!image.ok) return image;
  return ok({
    image: image.value,
    widthPt: rounded((image.value.columns * 72) / dpi.x),
    heightPt: rounded((image.value.rows * 72) / dpi.y),
  });
}

type Drawing = { readonly box: () => InkBox | undefined; readonly image: () => Picture['image'] };

function drawingOf(file: Uint8Array, header: BmpHeader): Result<Drawing, BmpFault> {
  const two = twoColoursOf(file, header);
  if (two !== undefined) return ok({ box: () => two.box, image: () => two.image });
  const bitmap = decodePixels(file, header);
  if (!bitmap.ok) return bitmap;
  return ok({ box: () => measureInk(bitmap.value), image: () => pageImage(bitmap.value) });
}

/** At least as many as zlib makes of so many bytes, whatever they are (`deflateBound`: 1/4096 + 1/16384 more, and 13). */
const mostDeflated = (bytes: number): number => bytes + Math.ceil(bytes / 1_000) + 64;

/** Deflates only what might be too long for a file: the others are deflated once, where they are kept. */
function encodedWithin(
  image: Picture['image'],
  { encodedBytes }: ImpressionRules,
): Result<Picture['image'], ImpressionRuleFault> {
  if (mostDeflated(('bits' in image ? image.bits : image.samples).byteLength) <= encodedBytes)
    return ok(image);
  const encoded = encodeImage(image);
  const bytes = encoded.encoded?.deflated.length ?? 0;
  if (bytes > encodedBytes)
    return err(broken('encoded-size', 'image', { found: bytes, limit: encodedBytes }));
  return ok(encoded);
}

/** Headers, palette and what may stand between them and the pixels. */
const MAX_HEADERS = 65_536;

/** The same from the text of the link file: BASE64 with its padding, without line breaks. */
export function impressionOfBase64(
  text: string,
  rules: ImpressionRules,
): Result<SealImpression, ImpressionFault> {
  const most = rules.canvasPixels ** 2 * 4 + MAX_HEADERS;
  if (text.length > Math.ceil(most / 3) * 4) return err({ kind: 'base64', rule: 'too-long', field: 'text' });
  const file = Buffer.from(text, 'base64');
  // Node skips what is no BASE64, and a skipped character shifts every pixel after it.
  if (file.toString('base64') !== text) return err({ kind: 'base64', rule: 'not-canonical', field: 'text' });
  return impressionOf(file, rules);
}

type Dpi = { readonly x: number; readonly y: number };

const INCH_MM = 25.4;

/** Width and height keep their own resolution: a fax-like scan is not square. */
function dpiOf({ xPelsPerMeter, yPelsPerMeter }: BmpHeader, { dpi, resolution }: ImpressionRules): Dpi {
  const along = (perMetre: number): number =>
    resolution === 'city' || perMetre === 0 ? dpi : (perMetre * INCH_MM) / 1000;
  return { x: along(xPelsPerMeter), y: along(yPelsPerMeter) };
}

function resolutionFault({ x, y }: Dpi): ImpressionRuleFault | undefined {
  for (const [field, found] of [
    ['horizontal', x],
    ['vertical', y],
  ] as const) {
    if (found < DPI.min) return broken('resolution', field, { found, limit: DPI.min });
    if (found > DPI.max) return broken('resolution', field, { found, limit: DPI.max });
  }
  return undefined;
}

/** 印鑑登録証明事務処理要領: not within 8 mm square, within 25 mm square; of the ink, not of its margins. */
function sizeFault(
  header: BmpHeader,
  box: InkBox | undefined,
  dpi: Dpi,
  rules: ImpressionRules,
): ImpressionRuleFault | undefined {
  const canvas = longestSide(header, dpi);
  if (canvas > rules.canvasMillimetres)
    return broken('canvas', 'canvas', { found: canvas, limit: rules.canvasMillimetres });
  if (box === undefined) return broken('no-ink', 'ink');
  const found = longestSide(box, dpi);
  if (found <= rules.minimumMillimetres)
    return broken('too-small', 'ink', { found, limit: rules.minimumMillimetres });
  if (found > rules.maximumMillimetres)
    return broken('too-large', 'ink', { found, limit: rules.maximumMillimetres });
  return undefined;
}

/** In millimetres, to the micrometre: 80 pixels at 254 dpi are 8 mm and not a hair more. */
const longestSide = ({ columns, rows }: { columns: number; rows: number }, dpi: Dpi): number =>
  rounded(Math.max((columns * INCH_MM) / dpi.x, (rows * INCH_MM) / dpi.y));

const rounded = (length: number): number => Math.round(length * 1000) / 1000;

const broken = (
  rule: ImpressionRuleFault['rule'],
  field: ImpressionRuleFault['field'],
  numbers: { readonly found?: number; readonly limit?: number } = {},
): ImpressionRuleFault => ({ kind: 'impression', rule, field, ...numbers });
