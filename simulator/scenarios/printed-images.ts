import * as mupdf from 'mupdf';

/** A picture on a page as it comes out of the printer at 100 %. */
export type PrintedImage = {
  /** Pixels of the picture itself. */
  readonly columns: number;
  readonly rows: number;
  /** The smallest rectangle that holds its ink, on paper. */
  readonly inkMillimetres: { readonly width: number; readonly height: number };
  /** The place on the page with a scale of 1 mm below it. */
  readonly png: Uint8Array;
};

const POINT_MM = 25.4 / 72;
/** So fine that a pixel is a fiftieth of a millimetre. */
const DPI = 1_270;
const SHOWN_DPI = 254;
/** Lighter is paper. */
const PAPER = 200;

/** Every picture of the first page, measured where a printer puts it. */
export function printedImages(pdf: Uint8Array): readonly PrintedImage[] {
  const page = mupdf.Document.openDocument(pdf, 'application/pdf').loadPage(0);
  const found: { readonly columns: number; readonly rows: number; readonly place: mupdf.Rect }[] = [];
  const note = (image: mupdf.Image, [a, b, c, d, x, y]: mupdf.Matrix): void => {
    const [xs, ys] = [
      [x, x + a, x + c, x + a + c],
      [y, y + b, y + d, y + b + d],
    ];
    const place: mupdf.Rect = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    found.push({ columns: image.getWidth(), rows: image.getHeight(), place });
  };
  const watcher = new mupdf.Device({ fillImage: note, fillImageMask: note });
  page.run(watcher, mupdf.Matrix.identity);
  watcher.close();
  return found.map(({ columns, rows, place }) => ({
    columns,
    rows,
    inkMillimetres: inkOf(drawn(page, place, DPI)),
    png: withScale(page, place),
  }));
}

function drawn(page: mupdf.Page, [left, top, right, bottom]: mupdf.Rect, dpi: number): mupdf.Pixmap {
  const scale = dpi / 72;
  const area: mupdf.Rect = [
    Math.floor(left * scale),
    Math.floor(top * scale),
    Math.ceil(right * scale),
    Math.ceil(bottom * scale),
  ];
  const pixmap = new mupdf.Pixmap(mupdf.ColorSpace.DeviceGray, area, false);
  pixmap.clear(255);
  const device = new mupdf.DrawDevice(mupdf.Matrix.scale(scale, scale), pixmap);
  page.run(device, mupdf.Matrix.identity);
  device.close();
  return pixmap;
}

function inkOf(pixmap: mupdf.Pixmap): PrintedImage['inkMillimetres'] {
  const [width, stride, pixels] = [pixmap.getWidth(), pixmap.getStride(), pixmap.getPixels()];
  let [left, right, top, bottom] = [width, -1, pixmap.getHeight(), -1];
  for (let row = 0; row < pixmap.getHeight(); row += 1)
    for (let column = 0; column < width; column += 1) {
      if ((pixels[row * stride + column] ?? 255) >= PAPER) continue;
      left = Math.min(left, column);
      right = Math.max(right, column);
      top = Math.min(top, row);
      bottom = row;
    }
  const millimetres = (count: number): number => Math.round(((count * 25.4) / DPI) * 100) / 100;
  return { width: millimetres(right - left + 1), height: millimetres(bottom - top + 1) };
}

const SCALE_MM = 4;

/** Every fifth line is longer. */
function withScale(page: mupdf.Page, [left, top, right, bottom]: mupdf.Rect): Uint8Array {
  const pixmap = drawn(page, [left, top, right, bottom + SCALE_MM / POINT_MM], SHOWN_DPI);
  const [width, height, stride] = [pixmap.getWidth(), pixmap.getHeight(), pixmap.getStride()];
  const pixels = pixmap.getPixels();
  const perMillimetre = SHOWN_DPI / 25.4;
  const ground = height - Math.round(SCALE_MM * perMillimetre);
  for (let row = ground; row < height; row += 1) pixels.fill(255, row * stride, row * stride + width);
  for (let mark = 0; mark * perMillimetre < width; mark += 1) {
    const column = Math.round(mark * perMillimetre);
    const length = (mark % 5 === 0 ? 0.8 : 0.4) * (height - ground);
    for (let row = ground; row < ground + length; row += 1) pixels[row * stride + column] = 0;
  }
  return pixmap.asPNG();
}
