import { readFileSync } from 'node:fs';
import type { Engine } from './engine.ts';
import { drawWithPdfLib, type Fontkit, type PdfLib } from './pdf-lib-page.ts';

/** pdf-lib with its own fontkit, subset, used as its manual shows it: a new font object for every document. */
export const cardPdfLib: Engine = {
  takes: 'page',
  open: async ({ baseFont, gaijiFont, sealPng }, load) => {
    const pdfLib = (await load('pdf-lib')) as PdfLib;
    const { default: fontkit } = (await load('@pdf-lib/fontkit')) as { readonly default: Fontkit };
    const fonts = { base: readFileSync(baseFont), gaiji: readFileSync(gaijiFont) };
    return (page) => drawWithPdfLib(pdfLib, { fontkit, fonts, sealPng }, page);
  },
};
