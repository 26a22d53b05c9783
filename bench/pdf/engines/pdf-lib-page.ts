import type { FlatPage } from '../flat-page.ts';
import type { FontName } from '../fonts.ts';

/** As much of pdf-lib (and of its fork, which has the same face) as a certificate needs. */
export type PdfLib = {
  readonly PDFDocument: { readonly create: () => Promise<PdfLibDocument> };
  readonly grayscale: (grey: number) => unknown;
};

export type Fontkit = { readonly create: (bytes: Uint8Array) => unknown };

type PdfLibDocument = {
  readonly registerFontkit: (fontkit: Fontkit) => void;
  readonly embedFont: (bytes: Uint8Array, options: { readonly subset: boolean }) => Promise<unknown>;
  readonly embedPng: (bytes: Uint8Array) => Promise<unknown>;
  readonly setTitle: (title: string) => void;
  readonly addPage: (size: readonly [number, number]) => {
    readonly drawText: (text: string, options: object) => void;
    readonly drawLine: (options: object) => void;
    readonly drawRectangle: (options: object) => void;
    readonly drawImage: (image: unknown, options: object) => void;
  };
  readonly save: () => Promise<Uint8Array>;
};

type Means = {
  readonly fontkit: Fontkit;
  readonly fonts: Readonly<Record<FontName, Uint8Array>>;
  readonly sealPng: Uint8Array;
};

export async function drawWithPdfLib(
  { PDFDocument, grayscale }: PdfLib,
  { fontkit, fonts, sealPng }: Means,
  flat: FlatPage,
): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.registerFontkit(fontkit);
  document.setTitle(flat.title);
  const embedded = {
    base: await document.embedFont(fonts.base, { subset: true }),
    gaiji: await document.embedFont(fonts.gaiji, { subset: true }),
  };
  const seal = await document.embedPng(sealPng);
  const page = document.addPage([flat.width, flat.height]);
  for (const place of flat.pictures) page.drawImage(seal, place);
  for (const { x1, y1, x2, y2, width, grey } of flat.rules)
    page.drawLine({
      start: { x: x1, y: y1 },
      end: { x: x2, y: y2 },
      thickness: width,
      color: grayscale(grey),
    });
  for (const { x, y, width, height, lineWidth, grey = 0 } of flat.frames)
    page.drawRectangle({ x, y, width, height, borderWidth: lineWidth, borderColor: grayscale(grey) });
  for (const { font, x, y, size, text } of flat.runs)
    page.drawText(text, { x, y, size, font: embedded[font] });
  return document.save();
}
