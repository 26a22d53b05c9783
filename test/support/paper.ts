import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { z } from 'zod';

/**
 * What a PDF says, read by pdf.js and not by the project's own reader: the text of each page, its runs put together in
 * the order in which they were drawn, nothing normalised.
 */
export async function pagesOf(pdf: Uint8Array): Promise<readonly string[]> {
  const task = getDocument({ data: new Uint8Array(pdf), verbosity: 0 });
  const document = await task.promise;
  try {
    const pages: string[] = [];
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent({ disableNormalization: true });
      pages.push(items.map((item) => ('str' in item ? item.str : '')).join(''));
    }
    return pages;
  } finally {
    await task.destroy();
  }
}

export const textOf = async (pdf: Uint8Array): Promise<string> => (await pagesOf(pdf)).join('\n');

/** One page as drawn: the runs of text in their order, exactly as ToUnicode gives them, and the outline of each glyph. */
export type Ink = {
  readonly runs: readonly string[];
  /** Outline by character (with its selector): pdf.js's own drawing commands, one em = 1. */
  readonly outlines: ReadonlyMap<string, readonly number[]>;
};

const Glyph = z.object({ unicode: z.string(), fontChar: z.string() });
const Outline = z.object({ path: z.custom<ArrayLike<number>>((value) => ArrayBuffer.isView(value)) });

/**
 * What pdf.js draws, before it puts words together: `pagesOf` gives every blank as a space and leaves some out, so that
 * the very characters can be compared only here.
 */
export async function inkOf(pdf: Uint8Array): Promise<readonly Ink[]> {
  const task = getDocument({
    data: new Uint8Array(pdf),
    verbosity: 0,
    disableFontFace: true,
    fontExtraProperties: true,
  });
  const document = await task.promise;
  try {
    const pages: Ink[] = [];
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number);
      const { fnArray, argsArray } = await page.getOperatorList();
      const runs: string[] = [];
      const outlines = new Map<string, readonly number[]>();
      let font = '';
      for (const [index, operator] of fnArray.entries()) {
        const args: readonly unknown[] = argsArray[index] ?? [];
        if (operator === OPS.setFont) font = String(args[0]);
        if (operator !== OPS.showText && operator !== OPS.showSpacedText) continue;
        const shown = Array.isArray(args[0]) ? args[0] : [];
        const glyphs = shown.flatMap((part: unknown) => Glyph.safeParse(part).data ?? []);
        for (const { unicode, fontChar } of glyphs) {
          const name = `${font}_path_${fontChar}`;
          if (!page.commonObjs.has(name)) continue;
          const outline = Outline.safeParse(page.commonObjs.get(name));
          if (outline.success) outlines.set(unicode, Array.from(outline.data.path));
        }
        runs.push(glyphs.map(({ unicode }) => unicode).join(''));
      }
      pages.push({ runs, outlines });
    }
    return pages;
  } finally {
    await task.destroy();
  }
}

/** The runs of each page, by the same reading without the outlines: for whoever reads thousands. */
export async function runsOf(pdf: Uint8Array): Promise<readonly (readonly string[])[]> {
  const task = getDocument({ data: new Uint8Array(pdf), verbosity: 0, disableFontFace: false });
  const document = await task.promise;
  try {
    const pages: string[][] = [];
    for (let number = 1; number <= document.numPages; number += 1) {
      const { fnArray, argsArray } = await (await document.getPage(number)).getOperatorList();
      const runs: string[] = [];
      for (const [index, operator] of fnArray.entries()) {
        if (operator !== OPS.showText && operator !== OPS.showSpacedText) continue;
        const [shown]: readonly unknown[] = argsArray[index] ?? [];
        const glyphs = Array.isArray(shown) ? shown.flatMap((part) => Glyph.safeParse(part).data ?? []) : [];
        runs.push(glyphs.map(({ unicode }) => unicode).join(''));
      }
      pages.push(runs);
    }
    return pages;
  } finally {
    await task.destroy();
  }
}

/** All characters of a page in the order of drawing. */
export const inkText = (page: Ink): string => page.runs.join('');
