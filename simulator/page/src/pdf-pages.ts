import {
  GlobalWorkerOptions,
  getDocument,
  type PDFDocumentLoadingTask,
  type PDFDocumentProxy,
} from 'pdfjs-dist/legacy/build/pdf.mjs';
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';

GlobalWorkerOptions.workerSrc = workerUrl;

/**
 * Opens a certificate for looking at it. Only what lies inside the file is used: no system font, no standard font,
 * nothing fetched. The caller destroys the task.
 */
export function openPdf(pdf: Uint8Array): PDFDocumentLoadingTask {
  // pdf.js takes the bytes over into its worker.
  return getDocument({
    data: pdf.slice(),
    disableFontFace: false,
    useSystemFonts: false,
    useWasm: false,
    stopAtErrors: true,
  });
}

/** Draws one page into a canvas, `cssWidth` wide on the screen and sharp on it; undone by `abort`. */
export async function drawPage(
  document: PDFDocumentProxy,
  pageNumber: number,
  canvas: HTMLCanvasElement,
  cssWidth: number,
  abort: AbortSignal,
): Promise<void> {
  const page = await document.getPage(pageNumber);
  if (abort.aborted) return;
  const unscaled = page.getViewport({ scale: 1 });
  // At least twice the screen's points: small print has to stay legible on a plain display, too.
  const density = Math.max(2, window.devicePixelRatio);
  const viewport = page.getViewport({ scale: (cssWidth / unscaled.width) * density });
  canvas.width = Math.round(viewport.width);
  canvas.height = Math.round(viewport.height);
  const task = page.render({ canvas, viewport });
  abort.addEventListener('abort', () => task.cancel(), { once: true });
  try {
    await task.promise;
  } catch (error) {
    if (!abort.aborted) throw error;
  }
}
