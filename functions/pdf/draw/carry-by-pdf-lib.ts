import type { FileDescription } from './document.ts';

/**
 * The same file by pdf-lib: its objects, its writer, the very same streams. Slower, and asynchronous; for odd jobs that
 * change a finished document, and to hold the two ways of writing against each other.
 */
export async function carryByPdfLib({ objects, id }: FileDescription): Promise<Uint8Array> {
  // pdf-lib is large: who never comes here never loads it
  const { PDFContext, PDFDict, PDFHexString, PDFObjectParser, PDFRawStream, PDFRef, PDFWriter } =
    await import('pdf-lib');
  const context = PDFContext.create();
  for (const [index, { dict, stream }] of objects.entries()) {
    const parsed = PDFObjectParser.forBytes(Buffer.from(`<<${dict}>>`, 'latin1'), context).parseObject();
    if (!(parsed instanceof PDFDict)) throw new Error('an object that is no dictionary');
    const object = stream === undefined ? parsed : PDFRawStream.of(parsed, stream.slice());
    context.assign(PDFRef.of(index + 1), object);
  }
  context.largestObjectNumber = objects.length;
  const part = PDFHexString.of(id);
  context.trailerInfo.Root = PDFRef.of(1);
  context.trailerInfo.Info = PDFRef.of(3);
  context.trailerInfo.ID = context.obj([part, part]);
  return PDFWriter.forContext(context, Number.POSITIVE_INFINITY).serializeToBuffer();
}
