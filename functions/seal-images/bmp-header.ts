import { err, ok, type Result } from '../shared/result.ts';

/**
 * Why a file is not taken for an impression. `field` is the name that the format's description (BITMAPFILEHEADER,
 * BITMAPINFOHEADER) has for the place; `found` and `limit` are the numbers that do not agree, never pixels.
 */
export type BmpFault = {
  readonly kind: 'bmp';
  readonly rule: BmpRule;
  readonly field: BmpField;
  readonly found?: number;
  readonly limit?: number;
};

export type BmpRule =
  /** No bitmap file. */
  | 'signature'
  /** The file ends before this. */
  | 'truncated'
  /** A kind of bitmap that is not decoded: RLE leaves pixels without a colour, masks and 16 bits are not delivered. */
  | 'unsupported'
  /** A number that makes no sense here. */
  | 'range'
  /** More is declared than the data holds. */
  | 'beyond-data'
  /** The canvas has more pixels than the city allows. */
  | 'canvas'
  /** A pixel has no colour. */
  | 'beyond-palette'
  /** 32 bits of which the fourth byte is in use. */
  | 'transparency';

export type BmpField =
  | 'bfType'
  | 'bfSize'
  | 'bfOffBits'
  | 'biSize'
  | 'biWidth'
  | 'biHeight'
  | 'biPlanes'
  | 'biBitCount'
  | 'biCompression'
  | 'biSizeImage'
  | 'biXPelsPerMeter'
  | 'biYPelsPerMeter'
  | 'biClrUsed'
  | 'palette'
  | 'pixels';

export type BmpHeader = {
  readonly columns: number;
  readonly rows: number;
  /** Whether the file's first row is the picture's uppermost. */
  readonly topDown: boolean;
  readonly bitCount: number;
  /** Where the pixels begin, and how far apart two rows are. */
  readonly offBits: number;
  readonly rowBytes: number;
  readonly palette: { readonly offset: number; readonly entries: number; readonly entryBytes: number };
  /** Pixels per metre; 0 = not said. */
  readonly xPelsPerMeter: number;
  readonly yPelsPerMeter: number;
};

const FILE_HEADER = 14;
const CORE_HEADER = 12;
/** BITMAPINFOHEADER and what begins like it: with masks (52, 56), V4, V5. */
const INFO_HEADERS: ReadonlySet<number> = new Set([40, 52, 56, 108, 124]);
const BIT_COUNTS: ReadonlySet<number> = new Set([1, 4, 8, 24, 32]);
const BI_RGB = 0;

type Raw = Omit<BmpHeader, 'columns' | 'rows' | 'topDown' | 'rowBytes' | 'palette'> & {
  readonly size: number;
  readonly width: number;
  readonly height: number;
  readonly planes: number;
  readonly compression: number;
  readonly sizeImage: number;
  readonly clrUsed: number;
};

/**
 * The header of a BMP file of at most `canvasPixels` pixels a side. All that it declares lies within the file, so
 * that nothing that is reserved or read after it depends on an unchecked number.
 */
export function readBmpHeader(file: Uint8Array, canvasPixels: number): Result<BmpHeader, BmpFault> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = file.byteLength;
  const need = FILE_HEADER + 4;
  if (length < need) return refuse('truncated', 'bfType', length, need);
  if (view.getUint16(0) !== 0x424d) return refuse('signature', 'bfType');
  const declared = view.getUint32(2, true);
  if (declared > length) return refuse('beyond-data', 'bfSize', declared, length);
  const size = view.getUint32(14, true);
  if (size !== CORE_HEADER && !INFO_HEADERS.has(size)) return refuse('unsupported', 'biSize', size);
  if (FILE_HEADER + size > length) return refuse('truncated', 'biSize', length, FILE_HEADER + size);
  const raw = size === CORE_HEADER ? coreHeader(view) : infoHeader(view, size);
  return check(raw, length, canvasPixels);
}

function coreHeader(view: DataView): Raw {
  return {
    size: CORE_HEADER,
    offBits: view.getUint32(10, true),
    width: view.getUint16(18, true),
    height: view.getUint16(20, true),
    planes: view.getUint16(22, true),
    bitCount: view.getUint16(24, true),
    compression: BI_RGB,
    sizeImage: 0,
    xPelsPerMeter: 0,
    yPelsPerMeter: 0,
    clrUsed: 0,
  };
}

function infoHeader(view: DataView, size: number): Raw {
  return {
    size,
    offBits: view.getUint32(10, true),
    width: view.getInt32(18, true),
    height: view.getInt32(22, true),
    planes: view.getUint16(26, true),
    bitCount: view.getUint16(28, true),
    compression: view.getUint32(30, true),
    sizeImage: view.getUint32(34, true),
    xPelsPerMeter: view.getInt32(38, true),
    yPelsPerMeter: view.getInt32(42, true),
    clrUsed: view.getUint32(46, true),
  };
}

function check(raw: Raw, length: number, canvasPixels: number): Result<BmpHeader, BmpFault> {
  const { width, height, bitCount, offBits, size } = raw;
  if (raw.planes !== 1) return refuse('range', 'biPlanes', raw.planes, 1);
  if (!BIT_COUNTS.has(bitCount)) return refuse('unsupported', 'biBitCount', bitCount);
  if (raw.compression !== BI_RGB) return refuse('unsupported', 'biCompression', raw.compression);
  if (width <= 0) return refuse('range', 'biWidth', width, 1);
  if (height === 0) return refuse('range', 'biHeight', height, 1);
  if (width > canvasPixels) return refuse('canvas', 'biWidth', width, canvasPixels);
  const rows = Math.abs(height);
  if (rows > canvasPixels) return refuse('canvas', 'biHeight', rows, canvasPixels);
  if (raw.xPelsPerMeter < 0) return refuse('range', 'biXPelsPerMeter', raw.xPelsPerMeter, 0);
  if (raw.yPelsPerMeter < 0) return refuse('range', 'biYPelsPerMeter', raw.yPelsPerMeter, 0);

  const headers = FILE_HEADER + size;
  if (offBits < headers) return refuse('range', 'bfOffBits', offBits, headers);
  if (offBits > length) return refuse('beyond-data', 'bfOffBits', offBits, length);
  const palette = paletteOf(raw, headers);
  if (!palette.ok) return palette;
  if (raw.sizeImage > length - offBits)
    return refuse('beyond-data', 'biSizeImage', raw.sizeImage, length - offBits);
  const rowBytes = Math.ceil((width * bitCount) / 32) * 4;
  if (rowBytes * rows > length - offBits)
    return refuse('beyond-data', 'pixels', rowBytes * rows, length - offBits);
  const { xPelsPerMeter, yPelsPerMeter } = raw;
  return ok({
    columns: width,
    rows,
    topDown: height < 0,
    bitCount,
    offBits,
    rowBytes,
    palette: palette.value,
    xPelsPerMeter,
    yPelsPerMeter,
  });
}

/**
 * The palette between the header and the pixels. A longer one than the bits can name is read as far as they go. An
 * OS/2 header cannot say how long its palette is: it is full, or ends where the pixels begin. Beside 24 and 32 bits a
 * palette is a hint for displays of 256 colours, which is skipped.
 */
function paletteOf(raw: Raw, offset: number): Result<BmpHeader['palette'], BmpFault> {
  const entryBytes = raw.size === CORE_HEADER ? 3 : 4;
  if (raw.bitCount > 8) return ok({ offset, entries: 0, entryBytes });
  const full = 2 ** raw.bitCount;
  const room = Math.floor((raw.offBits - offset) / entryBytes);
  const declared = raw.size === CORE_HEADER ? Math.min(full, Math.max(room, 1)) : raw.clrUsed || full;
  if (declared > room) return refuse('truncated', 'palette', room, declared);
  return ok({ offset, entries: Math.min(declared, full), entryBytes });
}

/** Where the picture's row begins in the file. */
export const rowStart = ({ topDown, rows, offBits, rowBytes }: BmpHeader, row: number): number =>
  offBits + (topDown ? row : rows - 1 - row) * rowBytes;

/** Blue, green, red: the order of the format, in palettes and pixels alike. */
export const colourAt = (file: Uint8Array, at: number): number =>
  ((file[at + 2] ?? 0) << 16) | ((file[at + 1] ?? 0) << 8) | (file[at] ?? 0);

export function refuse(
  rule: BmpRule,
  field: BmpField,
  found?: number,
  limit?: number,
): { readonly ok: false; readonly error: BmpFault } {
  return err({
    kind: 'bmp',
    rule,
    field,
    ...(found === undefined ? {} : { found }),
    ...(limit === undefined ? {} : { limit }),
  });
}
