import { type Cells, cell } from '../../test/support/link-files.ts';
import { inkOf, inkText } from '../../test/support/paper.ts';

/** What a paper must say of its own person. */
const PRINTED = ['氏名', '生年月日（印字）', '住所'] as const;

/**
 * What is wrong with a PDF by the link files, read by pdf.js and not by the gate's reader; undefined where nothing is.
 * Never says a value.
 */
export async function paperFault(pdf: Uint8Array, cells: Cells): Promise<string | undefined> {
  const text = (await inkOf(pdf)).map(inkText).join('\n');
  const missing = PRINTED.filter((heading) => !text.includes(cell(cells, heading)));
  return missing.length === 0 ? undefined : `lacks the own ${missing.join(', ')}`;
}
