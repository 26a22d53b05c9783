import { readFileSync } from 'node:fs';
import type { FlatPage } from '../flat-page.ts';
import type { Engine } from './engine.ts';

/** As much of pdfkit as a certificate needs; y points down. */
type PdfkitDocument = {
  readonly on: (event: 'data' | 'end', listener: (chunk: Buffer) => void) => void;
  readonly registerFont: (name: string, bytes: Uint8Array) => void;
  readonly image: (bytes: Buffer, x: number, y: number, options: object) => void;
  readonly lineWidth: (width: number) => PdfkitDocument;
  readonly strokeColor: (color: string) => PdfkitDocument;
  readonly moveTo: (x: number, y: number) => PdfkitDocument;
  readonly lineTo: (x: number, y: number) => PdfkitDocument;
  readonly rect: (x: number, y: number, width: number, height: number) => PdfkitDocument;
  readonly stroke: () => void;
  readonly font: (name: string, size: number) => PdfkitDocument;
  readonly text: (text: string, x: number, y: number, options: object) => void;
  readonly end: () => void;
};

type Pdfkit = { readonly default: new (options: object) => PdfkitDocument };

export const pdfkit: Engine = {
  takes: 'page',
  open: async ({ baseFont, gaijiFont, sealPng }, load) => {
    const { default: Document } = (await load('pdfkit')) as Pdfkit;
    const fonts = { base: readFileSync(baseFont), gaiji: readFileSync(gaijiFont) };
    const seal = Buffer.from(sealPng);
    return (page) => {
      // without a name here, pdfkit would begin with Helvetica
      const document = new Document({
        size: [page.width, page.height],
        margin: 0,
        font: null,
        info: { Title: page.title },
      });
      const parts: Buffer[] = [];
      document.on('data', (part) => void parts.push(part));
      const ended = new Promise<Uint8Array>((resolve) => {
        document.on('end', () => resolve(Buffer.concat(parts)));
      });
      document.registerFont('base', fonts.base);
      document.registerFont('gaiji', fonts.gaiji);
      paint(document, seal, page);
      document.end();
      return ended;
    };
  },
};

function paint(document: PdfkitDocument, seal: Buffer, flat: FlatPage): void {
  const down = (y: number): number => flat.height - y;
  for (const { x, y, width, height } of flat.pictures)
    document.image(seal, x, down(y + height), { width, height });
  for (const { x1, y1, x2, y2, width, grey } of flat.rules)
    document.lineWidth(width).strokeColor(greyColor(grey)).moveTo(x1, down(y1)).lineTo(x2, down(y2)).stroke();
  for (const { x, y, width, height, lineWidth, grey = 0 } of flat.frames)
    document
      .lineWidth(lineWidth)
      .strokeColor(greyColor(grey))
      .rect(x, down(y + height), width, height)
      .stroke();
  for (const { font, x, y, size, text } of flat.runs)
    document.font(font, size).text(text, x, down(y), { lineBreak: false, baseline: 'alphabetic' });
}

/** `#rrggbb` of a grey level, 0 = black. */
export function greyColor(grey: number): string {
  const level = Math.round(grey * 255)
    .toString(16)
    .padStart(2, '0');
  return `#${level.repeat(3)}`;
}
