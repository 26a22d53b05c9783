import { readFileSync } from 'node:fs';
import type { Engine } from './engine.ts';
import { drawWithPdfLib, type Fontkit, type PdfLib } from './pdf-lib-page.ts';

/** The living fork of pdf-lib with fontkit 2, tuned: a font file is read once per process, not once per document. */
export const cantooCached: Engine = {
  takes: 'page',
  open: async ({ baseFont, gaijiFont, sealPng }, load) => {
    const pdfLib = (await load('@cantoo/pdf-lib')) as PdfLib;
    const { create } = (await load('fontkit')) as Fontkit;
    const made = new Map<Uint8Array, unknown>();
    const fontkit: Fontkit = {
      create: (bytes) => {
        const font = made.get(bytes) ?? create(bytes);
        made.set(bytes, font);
        return font;
      },
    };
    const fonts = { base: readFileSync(baseFont), gaiji: readFileSync(gaijiFont) };
    return (page) => drawWithPdfLib(pdfLib, { fontkit, fonts, sealPng }, page);
  },
};
