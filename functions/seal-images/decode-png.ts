import { crc32, inflateSync } from 'node:zlib';
import { err, ok, type Result } from '../shared/result.ts';
import type { Bitmap } from './decode-bmp.ts';

/** Why a PNG file is not taken; `field` is the chunk or its part as the format (ISO/IEC 15948) calls it. */
export type PngFault = { readonly kind: 'png'; readonly rule: PngRule; readonly field: string };
type PngRule =
  | 'signature'
  | 'truncated'
  | 'checksum'
  | 'order'
  | 'unsupported'
  | 'range'
  | 'canvas'
  | 'data'
  | 'beyond-palette'
  | 'transparency';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Samples of a pixel by colour type: grey, RGB, palette, grey and alpha, RGB and alpha. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8],
  2: [8],
  3: [1, 2, 4, 8],
  4: [8],
  6: [8],
};
const WHITE = 0xffffff;

type Header = {
  readonly columns: number;
  readonly rows: number;
  readonly depth: number;
  readonly colourType: number;
};
type Parts = {
  readonly header: Header;
  readonly palette: Buffer;
  readonly alphas: Buffer;
  readonly data: Buffer;
};

const refuse = (rule: PngRule, field: string) => err({ kind: 'png', rule, field } as const);

/**
 * Decodes a PNG file of 1 to 8 bits a sample, not interlaced. A pixel is opaque, or fully transparent and then the
 * white of the paper: anything between would have to be blended. `canvasPixels` bounds each side.
 */
export function decodePng(file: Uint8Array, canvasPixels: number): Result<Bitmap, PngFault> {
  const parts = readChunks(Buffer.from(file.buffer, file.byteOffset, file.byteLength), canvasPixels);
  if (!parts.ok) return parts;
  const { columns, rows, depth, colourType } = parts.value.header;
  const pixelBits = (CHANNELS[colourType] ?? 1) * depth;
  const rowBytes = Math.ceil((columns * pixelBits) / 8);
  const lines = inflated(parts.value.data, (rowBytes + 1) * rows);
  if (lines === undefined) return refuse('data', 'IDAT');
  if (!unfilter(lines, rowBytes, rows, Math.max(1, pixelBits >> 3))) return refuse('data', 'filter');
  const colours = coloursOf(lines, rowBytes, parts.value);
  return colours.ok
    ? ok({ columns, rows, colours: colours.value, xPelsPerMeter: 0, yPelsPerMeter: 0 })
    : colours;
}

function readChunks(file: Buffer, canvasPixels: number): Result<Parts, PngFault> {
  if (!file.subarray(0, 8).equals(SIGNATURE)) return refuse('signature', 'signature');
  let header: Header | undefined;
  let palette: Buffer = Buffer.alloc(0);
  let alphas: Buffer = Buffer.alloc(0);
  const data: Buffer[] = [];
  for (let at = 8; ; ) {
    if (at + 12 > file.length) return refuse('truncated', 'chunk');
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const end = at + 8 + length;
    if (end + 4 > file.length) return refuse('truncated', type);
    if (crc32(file.subarray(at + 4, end)) !== file.readUInt32BE(end)) return refuse('checksum', type);
    const body = file.subarray(at + 8, end);
    if ((header === undefined) !== (type === 'IHDR')) return refuse('order', type);
    if (type === 'IHDR') {
      const read = readHeader(body, canvasPixels);
      if (!read.ok) return read;
      header = read.value;
    } else if (type === 'PLTE') palette = body;
    else if (type === 'tRNS') alphas = body;
    else if (type === 'IDAT') data.push(body);
    else if (type === 'IEND') break;
    // A lower-case first letter: what may be passed over.
    else if (type < 'a') return refuse('unsupported', type);
    at = end + 4;
  }
  if (header === undefined || data.length === 0) return refuse('order', 'IDAT');
  // Of the other types it names one colour that is transparent.
  if (alphas.length > 0 && header.colourType !== 3) return refuse('transparency', 'tRNS');
  return ok({ header, palette, alphas, data: Buffer.concat(data) });
}

function readHeader(body: Buffer, canvasPixels: number): Result<Header, PngFault> {
  if (body.length !== 13) return refuse('range', 'IHDR');
  const [columns, rows] = [body.readUInt32BE(0), body.readUInt32BE(4)];
  const [depth = 0, colourType = 0, compression, filter, interlace] = body.subarray(8);
  if (columns === 0 || rows === 0) return refuse('range', 'width');
  if (columns > canvasPixels || rows > canvasPixels) return refuse('canvas', 'width');
  if (!DEPTHS[colourType]?.includes(depth)) return refuse('unsupported', 'bit depth');
  if (compression !== 0 || filter !== 0 || interlace !== 0) return refuse('unsupported', 'interlace');
  return ok({ columns, rows, depth, colourType });
}

/** Exactly so many bytes, or nothing. */
function inflated(data: Buffer, length: number): Buffer | undefined {
  try {
    const bytes = inflateSync(data, { maxOutputLength: length });
    return bytes.length === length ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** Takes the rows' filters back in place; false where one is unknown. */
function unfilter(lines: Buffer, rowBytes: number, rows: number, step: number): boolean {
  const stride = rowBytes + 1;
  for (let row = 0; row < rows; row += 1) {
    const start = row * stride + 1;
    const filter = lines[start - 1] ?? 0;
    if (filter > 4) return false;
    for (let column = 0; column < rowBytes; column += 1) {
      const at = start + column;
      const left = column < step ? 0 : (lines[at - step] ?? 0);
      const above = row === 0 ? 0 : (lines[at - stride] ?? 0);
      const corner = row === 0 || column < step ? 0 : (lines[at - stride - step] ?? 0);
      lines[at] = ((lines[at] ?? 0) + predicted(filter, left, above, corner)) & 0xff;
    }
  }
  return true;
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  const whole = left + above - corner;
  const [byLeft, byAbove, byCorner] = [
    Math.abs(whole - left),
    Math.abs(whole - above),
    Math.abs(whole - corner),
  ];
  if (byLeft <= byAbove && byLeft <= byCorner) return left;
  return byAbove <= byCorner ? above : corner;
}

function coloursOf(
  lines: Buffer,
  rowBytes: number,
  { header, palette, alphas }: Parts,
): Result<Uint32Array, PngFault> {
  const { columns, rows, depth, colourType } = header;
  const channels = CHANNELS[colourType] ?? 1;
  const most = 2 ** depth - 1;
  const colours = new Uint32Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    const start = row * (rowBytes + 1) + 1;
    const sample = (index: number): number => {
      const bit = index * depth;
      return ((lines[start + (bit >> 3)] ?? 0) >> (8 - depth - (bit & 7))) & most;
    };
    for (let column = 0; column < columns; column += 1) {
      const first = column * channels;
      const grey = sample(first);
      const at = row * columns + column;
      if (colourType === 3 && grey * 3 + 2 >= palette.length) return refuse('beyond-palette', 'PLTE');
      const alpha =
        colourType === 3 ? (alphas[grey] ?? 255) : channels % 2 === 0 ? sample(first + channels - 1) : 255;
      if (alpha !== 0 && alpha !== 255) return refuse('transparency', 'alpha');
      if (alpha === 0) colours[at] = WHITE;
      else if (colourType === 3) colours[at] = palette.readUIntBE(grey * 3, 3);
      else if (channels >= 3) colours[at] = (grey << 16) | (sample(first + 1) << 8) | sample(first + 2);
      else colours[at] = Math.round((grey * 255) / most) * 0x010101;
    }
  }
  return ok(colours);
}
