import * as mupdf from 'mupdf';

const DPI = 110;

/** How many pages a PDF has, and each as a PNG, small enough for a report. */
export function picturesOf(pdf: Uint8Array): readonly Uint8Array[] {
  const document = mupdf.Document.openDocument(pdf, 'application/pdf');
  const scale = DPI / 72;
  return Array.from({ length: document.countPages() }, (_, index) =>
    document
      .loadPage(index)
      .toPixmap(mupdf.Matrix.scale(scale, scale), mupdf.ColorSpace.DeviceRGB, false)
      .asPNG(),
  );
}

/** The text of all pages as a reader of our own has it not: MuPDF's. Blanks and line ends are left out. */
export function textOf(pdf: Uint8Array): string {
  const document = mupdf.Document.openDocument(pdf, 'application/pdf');
  return Array.from({ length: document.countPages() }, (_, index) =>
    document.loadPage(index).toStructuredText('preserve-whitespace').asText(),
  )
    .join('')
    .replaceAll(/\s/gu, '');
}
