import { PDFDocument } from 'pdf-lib';
import { z } from 'zod';

/** What may go wrong on demand. */
export const KosekiFaultName = z.enum([
  /** A few bytes at a time, for minutes. */
  'slow',
  /** Takes the question and says nothing. */
  'never',
  /** Half of the answer, then nothing, the connection open. */
  'half-open',
  /** Half of the answer, then the end of the connection. */
  'truncated',
  /** Two questions at a time get each other's answers. */
  'swapped',
  /** The answer says whose it is rightly, its bytes are another question's. */
  'swapped-body',
  /** Everything about the answer is right, but the paper is about others. */
  'wrong-person',
  'wrong-echo',
  'missing-echo',
  /** Data without an end. */
  'huge',
  'encrypted',
  'not-a-pdf',
  'wrong-page-size',
  'script',
  /** Two answers to one question. */
  'duplicate',
  'redirect',
  'wrong-type',
  /** More headers behind the data. */
  'trailers',
  /** The answer does not say how long it is. */
  'unframed',
  'error',
]);
export type KosekiFaultName = z.infer<typeof KosekiFaultName>;

/** Half of A4, landscape. */
export const WRONG_SIZE = { width: 595.28, height: 850 } as const;

const NO_PDF = Buffer.from('<html><body>戸籍システムは準備中です</body></html>');

/** The same paper made into one that must not pass, for faults that lie in the file itself. */
export async function spoiled(pdf: Uint8Array, fault: KosekiFaultName | undefined): Promise<Uint8Array> {
  if (fault === 'not-a-pdf') return NO_PDF;
  if (fault !== 'encrypted' && fault !== 'script') return pdf;
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  if (fault === 'script') document.addJavaScript('open', 'this.print();');
  else document.encrypt({ userPassword: '', ownerPassword: 'koseki' });
  return document.save({ useObjectStreams: false });
}
