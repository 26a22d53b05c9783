import { ok, type Result } from '../../../functions/shared/result.ts';
import type { ReadText } from '../../support/pdf/text-readers.ts';
import { runTool } from './tools.ts';

/** What `pdftotext -raw` gives otherwise by a rule of its own: a blank is a gap, and every gap one U+0020. */
export const POPPLER: ReadText = { name: 'poppler', blind: /\s/u, keepsOrder: true };

/** What poppler does with blanks, though the file says them right. */
export const POPPLER_BLANKS: readonly (readonly [line: string, gives: string])[] = [
  ['山\u00a0川\u3000田', '山 川 田'],
  ['山  川', '山 川'],
  ['\u3000山 ', '山'],
  ['山 川', '山 川'],
  ['山\u00ad川-田', '山\u00ad川-田'],
];

/** The text of each page in the order of drawing, without the ends of lines. */
export async function popplerPages(path: string): Promise<Result<readonly string[], string>> {
  const ended = await runTool('pdftotext', ['-raw', '-enc', 'UTF-8', '-eol', 'unix', path, '-']);
  if (!ended.ok) return ended;
  // Each page ends with a form feed.
  const pages = ended.value.stdout.split('\f').slice(0, -1);
  return ok(pages.map((page) => page.replaceAll('\n', '')));
}

/** Why the fonts of a file are not as poppler should see them; nothing where all is well. */
export async function popplerFontFault(
  path: string,
  fonts: number,
): Promise<Result<string | undefined, string>> {
  const ended = await runTool('pdffonts', [path]);
  if (!ended.ok) return ended;
  const { stdout, stderr } = ended.value;
  const rows = stdout.trim().split('\n').slice(2);
  if (stderr !== '') return ok(`pdffonts complains: ${stderr.trim()}`);
  if (rows.length !== fonts) return ok(`pdffonts lists ${rows.length} fonts, not ${fonts}`);
  // Name with its subset's tag, type, encoding; embedded, subset, with ToUnicode.
  const sound = /^[A-Z]{6}\+\S+\s+CID TrueType\s+Identity-H\s+yes yes yes\s/;
  const odd = rows.find((row) => !sound.test(row));
  return ok(odd === undefined ? undefined : `pdffonts lists ${odd.replaceAll(/\s+/g, ' ')}`);
}
