import { createHash } from 'node:crypto';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import * as mupdf from 'mupdf';

/** Pictures of all pages of a file at a resolution, in dots per inch. */
export type Rasterizer = {
  readonly name: 'mupdf' | 'PDFium';
  /** A digest of every page's pixels and of their number across and down. */
  readonly pages: (pdf: Uint8Array, resolution: number) => Promise<readonly string[]>;
};

const digestOf = (width: number, height: number, pixels: Uint8Array | Uint8ClampedArray): string =>
  `${width}×${height} ${createHash('sha256').update(pixels).digest('hex')}`;

/** Two renderers that share no code: mupdf draws glyphs by its own rasterizer, PDFium by another (Anti-Grain Geometry). */
export async function openRasterizers(): Promise<readonly [Rasterizer, Rasterizer]> {
  const library = await PDFiumLibrary.init();
  return [
    { name: 'mupdf', pages: async (pdf, resolution) => mupdfPages(pdf, resolution) },
    {
      name: 'PDFium',
      async pages(pdf, resolution) {
        const document = await library.loadDocument(pdf);
        try {
          const digests: string[] = [];
          for (const page of document.pages()) {
            const { width, height, data } = await page.render({ scale: resolution / 72, render: 'bitmap' });
            digests.push(digestOf(width, height, data));
          }
          return digests;
        } finally {
          document.destroy();
        }
      },
    },
  ];
}

function mupdfPages(pdf: Uint8Array, resolution: number): readonly string[] {
  const document = mupdf.Document.openDocument(pdf, 'application/pdf');
  const scale = mupdf.Matrix.scale(resolution / 72, resolution / 72);
  try {
    return Array.from({ length: document.countPages() }, (_, number) => {
      const page = document.loadPage(number);
      const picture = page.toPixmap(scale, mupdf.ColorSpace.DeviceRGB);
      try {
        return digestOf(picture.getWidth(), picture.getHeight(), picture.getPixels());
      } finally {
        picture.destroy();
        page.destroy();
      }
    });
  } finally {
    document.destroy();
  }
}
