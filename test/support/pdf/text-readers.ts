import { PDFiumLibrary } from '@hyzyla/pdfium';
import * as mupdf from 'mupdf';
import { flattened } from '../../../functions/certificates/index.ts';
import type { DisplayList } from '../../../functions/pdf/index.ts';
import { pagesOf } from '../paper.ts';

/** How a reader's text is to be compared. */
export type ReadText = {
  readonly name: string;
  /**
   * Characters that it leaves out, adds or gives otherwise, whatever the file says; everything else it gives as it is.
   * What it does with each, and why, is in the tables of `extraction.test.ts` and `prove/readers`.
   */
  readonly blind: RegExp;
  /** Whether it gives texts in the order of drawing, and not by their places on the page. */
  readonly keepsOrder: boolean;
};

/** A PDF reader of another make, as people use it to search and copy text. */
export type TextReader = ReadText & {
  readonly name: 'pdf.js' | 'PDFium' | 'mupdf';
  /** The text of each page, without the ends of lines, which are never the file's. */
  readonly read: (pdf: Uint8Array) => Promise<readonly string[]>;
};

const NOTHING = /(?!)/;

const withoutLineEnds = (text: string): string => text.replaceAll(/[\r\n]/g, '');

const pdfJs: TextReader = { name: 'pdf.js', blind: /[\s\u00ad]/u, keepsOrder: true, read: pagesOf };

const mupdfReader: TextReader = {
  name: 'mupdf',
  blind: NOTHING,
  keepsOrder: true,
  read: async (pdf) => readTextWithMupdf(pdf),
};

/** Loads PDFium, which is large, and hands the readers out. */
export async function openTextReaders(): Promise<readonly [TextReader, TextReader, TextReader]> {
  const library = await PDFiumLibrary.init();
  const pdfium: TextReader = {
    name: 'PDFium',
    blind: /[\s\u00ad\ufffe-]/u,
    keepsOrder: false,
    async read(pdf) {
      const document = await library.loadDocument(pdf);
      const pages = [...document.pages()].map((page) => withoutLineEnds(page.getText()));
      document.destroy();
      return pages;
    },
  };
  return [pdfJs, pdfium, mupdfReader];
}

/** Without these wishes mupdf takes ligatures apart, makes every blank a space, and adds spaces where gaps are wide. */
const AS_WRITTEN = 'preserve-ligatures,preserve-whitespace,inhibit-spaces';

function readTextWithMupdf(pdf: Uint8Array): readonly string[] {
  const document = mupdf.Document.openDocument(pdf, 'application/pdf');
  try {
    return Array.from({ length: document.countPages() }, (_, number) => {
      const page = document.loadPage(number);
      const text = page.toStructuredText(AS_WRITTEN);
      try {
        return withoutLineEnds(text.asText());
      } finally {
        text.destroy();
        page.destroy();
      }
    });
  } finally {
    document.destroy();
  }
}

const KEY = /\P{Variation_Selector}\p{Variation_Selector}?|./gsu;

/** A text's characters, each with the variation selector that follows it. */
export const keysIn = (text: string): readonly string[] => text.match(KEY) ?? [];

const named = (key: string | undefined): string =>
  key === undefined
    ? 'nothing'
    : [...key]
        .map((part) => `U+${part.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`)
        .join(' ');

/**
 * Where a reader's pages differ from those that were drawn, one line a page: in the keys that it gives and how often,
 * and, where it keeps the order, in their order.
 */
export function textFaults(
  { blind, keepsOrder }: ReadText,
  drawn: readonly string[],
  read: readonly string[],
  inOrder = keepsOrder,
): readonly string[] {
  const seen = (text: string | undefined): readonly string[] => {
    const keys = keysIn(text ?? '').filter((key) => !blind.test(key));
    return inOrder ? keys : keys.toSorted();
  };
  const pages = Math.max(drawn.length, read.length);
  return Array.from({ length: pages }, (_, page) => page).flatMap((page) => {
    const wanted = seen(drawn[page]);
    const given = seen(read[page]);
    const at = Array.from({ length: Math.max(wanted.length, given.length) }).findIndex(
      (_, index) => wanted[index] !== given[index],
    );
    if (at < 0) return [];
    const counts = `${given.length} of ${wanted.length} keys`;
    return [`page ${page + 1}: ${counts}; at ${at} ${named(given[at])}, not ${named(wanted[at])}`];
  });
}

/** What each page of a list says, in the order of drawing: the layers of its form first. */
export const textsOf = (list: DisplayList): readonly string[] =>
  flattened(list).pages.map(({ items }) =>
    items.map((item) => (item.kind === 'text' ? item.text : '')).join(''),
  );
