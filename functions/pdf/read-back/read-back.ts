import { err, ok, type Result } from '../../shared/result.ts';
import { readPdfFile } from './pdf-file.ts';
import { ANY, expectShape, follow, isArray, readerOf } from './pdf-objects.ts';
import type { PdfValue } from './pdf-values.ts';
import { type Profile, readCatalogue, readInfo } from './read-catalogue.ts';
import { BadPdf, type ReadFault, reject } from './read-fault.ts';
import type { ReadFont } from './read-font.ts';
import { type ReadPage, readPages } from './read-pages.ts';

/** What a finished file shows. Lengths are points, rounded to 1/1000 as the file holds them. */
export type ReadBack = {
  readonly tag: string;
  readonly title: string;
  readonly profile: Profile;
  /** The embedded fonts with every glyph that they hold. */
  readonly fonts: readonly ReadFont[];
  readonly pages: readonly ReadPage[];
};

export type ReadOptions = {
  /** Lets a file pass that is not PDF/A-2u: for looking at, never for a certificate. */
  readonly allowPlain?: boolean;
};

const ID_BYTES = 16;

function checkId(value: PdfValue | undefined): void {
  const [first, second, ...more] = isArray(value) ? value : [];
  const fits =
    first instanceof Uint8Array &&
    second instanceof Uint8Array &&
    more.length === 0 &&
    first.length === ID_BYTES &&
    Buffer.compare(first, second) === 0;
  if (!fits) reject('malformed', 'file', 'another identifier');
}

function read(bytes: Uint8Array, { allowPlain }: ReadOptions): ReadBack {
  const file = readPdfFile(bytes);
  const { trailer } = file;
  if (trailer.has('/Encrypt')) reject('encrypted', 'file', 'the file is encrypted');
  expectShape(trailer, 'file', { '/Size': file.objects.length, '/Root': ANY, '/Info': ANY, '/ID': ANY });
  checkId(trailer.get('/ID'));
  const reader = readerOf(file);
  const root = follow(reader, trailer.get('/Root'), 'file');
  const info = readInfo(reader, trailer.get('/Info'));
  const profile = readCatalogue(reader, root, info.title);
  if (profile === 'plain' && allowPlain !== true) reject('unexpected', 'file', 'not PDF/A-2u');
  const { pages, fonts } = readPages(reader, root);
  if (reader.seen.size !== file.objects.length - 1)
    reject('unexpected', 'file', 'an object that nothing leads to');
  return { ...info, profile, fonts, pages };
}

/**
 * Reads a finished file as a stranger would: from its bytes, its text through the fonts' own ToUnicode maps, its
 * glyphs out of the embedded font programs. Shares no code with the drawing, and refuses whatever `drawPdf` would not
 * have written instead of guessing. Whether a glyph is the right one is for `checkGlyphs` to say.
 */
export function readBack(bytes: Uint8Array, options: ReadOptions = {}): Result<ReadBack, ReadFault> {
  try {
    return ok(read(bytes, options));
  } catch (error) {
    if (error instanceof BadPdf) return err(error.fault);
    throw error;
  }
}
