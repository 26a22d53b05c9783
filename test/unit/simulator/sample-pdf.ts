import { PDFDocument, rgb } from 'pdf-lib';

/** A PDF of so many A4 pages, each with a shape of its own; no text, for the simulator only looks at pages. */
export async function samplePdf(pages: number): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  for (let page = 1; page <= pages; page += 1) {
    const sheet = document.addPage([595.28, 841.89]);
    sheet.drawRectangle({ x: 60, y: 60, width: 475, height: 720, borderWidth: 1, borderColor: rgb(0, 0, 0) });
    for (let line = 0; line < 12 * page; line += 1)
      sheet.drawLine({ start: { x: 90, y: 740 - line * 18 }, end: { x: 480, y: 740 - line * 18 } });
    sheet.drawSquare({ x: 440, y: 90, size: 60, borderWidth: 3, borderColor: rgb(0.8, 0, 0) });
  }
  return document.save();
}
