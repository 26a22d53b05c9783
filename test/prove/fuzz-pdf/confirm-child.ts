import * as mupdf from 'mupdf';
import { getDocument, type PDFPageProxy, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';

const a4 = { width: 595.28, height: 841.89 } as const;
const tolerance = 1.01;
const unreadable = 'unreadable';

/** A file that passed, and with how many pages. */
export type Passed = { readonly pdf: Uint8Array; readonly pages: number };

function sizeFault(width: number, height: number): string | undefined {
  const fits = Math.abs(width - a4.width) <= tolerance && Math.abs(height - a4.height) <= tolerance;
  return fits ? undefined : `is ${width} × ${height}`;
}

/** Why a page is not A4 portrait, as pdf.js displays it. */
function pageFault({ view, rotate, userUnit }: PDFPageProxy): string | undefined {
  const [left = 0, bottom = 0, right = 0, top = 0] = view;
  const across = (right - left) * userUnit;
  const along = (top - bottom) * userUnit;
  return rotate % 180 === 0 ? sizeFault(across, along) : sizeFault(along, across);
}

/** Pages, sizes and annotations as mupdf finds them. */
function objectionOfMupdf({ pdf, pages }: Passed): string | undefined {
  const document = mupdf.PDFDocument.openDocument(pdf, 'application/pdf');
  try {
    const found = document.countPages();
    // that is how it says that it could not mend the file
    if (found === 0) throw new Error('mupdf finds no page');
    if (found !== pages) return `mupdf counts ${found} pages, not ${pages}`;
    for (let number = 0; number < pages; number++) {
      const page = document.loadPage(number);
      if (!(page instanceof mupdf.PDFPage)) return 'mupdf takes it for no PDF';
      const [left, top, right, bottom] = page.getBounds();
      const fault = sizeFault(right - left, bottom - top);
      if (fault !== undefined) return `page ${number + 1} ${fault} to mupdf`;
      const outside = page.getLinks().filter((link) => link.isExternal());
      if (outside.length + page.getAnnotations().length + page.getWidgets().length > 0) {
        return `an annotation on page ${number + 1}`;
      }
    }
    return undefined;
  } finally {
    document.destroy();
  }
}

/** Pages, sizes, scripts, attachments and what happens on opening, as pdf.js finds them. */
async function objectionOfPdfJs({ pdf, pages }: Passed): Promise<string | undefined> {
  const loading = getDocument({ data: Uint8Array.from(pdf), verbosity: VerbosityLevel.ERRORS });
  try {
    const document = await loading.promise;
    if (document.numPages !== pages) return `pdf.js counts ${document.numPages} pages, not ${pages}`;
    if ((await document.getJSActions()) !== null || (await document.hasJSActions())) return 'a script';
    if ((await document.getAttachments()) !== null) return 'an attachment';
    const opening: unknown = await document.getOpenAction();
    if (opening !== null && typeof opening === 'object' && 'action' in opening) return 'an action';
    for (let number = 1; number <= pages; number++) {
      const page = await document.getPage(number);
      const fault = pageFault(page);
      if (fault !== undefined) return `page ${number} ${fault} to pdf.js`;
      if ((await page.getJSActions()) !== null) return `a script on page ${number}`;
    }
    return undefined;
  } finally {
    await loading.destroy();
  }
}

/**
 * What other readers find in a file that passed and that should not be there: another number of pages, a page that is
 * not A4, a script, an attachment, an action, an annotation. A doubtful file need not be readable to both of them.
 */
export type Objection = { readonly to: string | undefined };

/** What a reader objects to; `unreadable` if it cannot tell. */
async function askedOf(
  reader: (passed: Passed) => string | undefined | Promise<string | undefined>,
  passed: Passed,
): Promise<string | undefined> {
  try {
    return await reader(passed);
  } catch {
    return unreadable;
  }
}

async function objectionTo(passed: Passed): Promise<string | undefined> {
  const said = [await askedOf(objectionOfPdfJs, passed), await askedOf(objectionOfMupdf, passed)];
  const objection = said.find((what) => what !== undefined && what !== unreadable);
  if (objection !== undefined) return objection;
  return said.every((what) => what === unreadable) ? 'no other reader can read it' : undefined;
}

// pdf.js leaves rejections of its own behind when it reads in the wrong place and then recovers
process.on('unhandledRejection', () => undefined);
process.on('message', async (passed: Passed) => {
  const objection: Objection = { to: await objectionTo(passed) };
  process.send?.(objection);
});
