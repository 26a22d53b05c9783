import { loadPeer } from '../../peers/address.ts';

/** A page as grey levels, 0 = black … 255 = white, rows from the top. */
export type Raster = { readonly width: number; readonly height: number; readonly levels: Uint8Array };

export const DPI = 300;

type Mupdf = {
  readonly PDFDocument: { readonly openDocument: (bytes: Uint8Array, type: string) => MupdfDocument };
  readonly Matrix: { readonly scale: (x: number, y: number) => readonly number[] };
  readonly ColorSpace: { readonly DeviceGray: object };
  readonly setLog: (log: null) => void;
};
type MupdfDocument = {
  readonly loadPage: (index: number) => {
    readonly toPixmap: (matrix: readonly number[], space: object, alpha: boolean, extras: boolean) => Pixmap;
    readonly destroy: () => void;
  };
  readonly destroy: () => void;
};
type Pixmap = {
  readonly getWidth: () => number;
  readonly getHeight: () => number;
  readonly getStride: () => number;
  readonly getPixels: () => Uint8ClampedArray;
  readonly destroy: () => void;
};

/** Turns the first page of a file into grey levels, by mupdf. */
export async function openRasterizer(): Promise<(pdf: Uint8Array) => Raster> {
  const { PDFDocument, Matrix, ColorSpace, setLog } = (await loadPeer('mupdf')) as Mupdf;
  // what it complains of, broken glyphs above all, is what the comparison counts
  setLog(null);
  const scale = Matrix.scale(DPI / 72, DPI / 72);
  return (pdf) => {
    const document = PDFDocument.openDocument(pdf, 'application/pdf');
    const page = document.loadPage(0);
    const pixmap = page.toPixmap(scale, ColorSpace.DeviceGray, false, true);
    const [width, height, stride] = [pixmap.getWidth(), pixmap.getHeight(), pixmap.getStride()];
    const pixels = pixmap.getPixels();
    const levels = new Uint8Array(width * height);
    for (let row = 0; row < height; row += 1)
      levels.set(pixels.subarray(row * stride, row * stride + width), row * width);
    pixmap.destroy();
    page.destroy();
    document.destroy();
    return softened({ width, height, levels });
  };
}

/**
 * Each pixel as the mean of itself and its neighbours: a glyph of a font is put to the next quarter or half of a pixel
 * and a path is not, which shall make no difference.
 */
function softened({ width, height, levels }: Raster): Raster {
  const rows = new Uint16Array(levels.length);
  for (let at = 1; at < levels.length - 1; at += 1)
    rows[at] = (levels[at - 1] ?? 0) + (levels[at] ?? 0) + (levels[at + 1] ?? 0);
  const soft = new Uint8Array(levels.length).fill(255);
  for (let at = width; at < levels.length - width; at += 1)
    soft[at] = ((rows[at - width] ?? 0) + (rows[at] ?? 0) + (rows[at + width] ?? 0)) / 9;
  return { width, height, levels: soft };
}
