import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { checkFont, MAXIMUM_FONT_BYTES } from '../../functions/gaiji/index.ts';
import {
  Feed,
  type FileName,
  formatFileName,
  isRowFile,
  RowFeed,
  seriesOf,
} from '../../functions/linkage/index.ts';
import { FILE_RULE_TEXTS } from '../../functions/linkage/rules.ts';
import { verifyLinkFile } from '../../functions/linkage/verify-link-file.ts';
import { sha256Hex } from '../../functions/shared/canonical.ts';
import type { MunicipalityCode } from '../../functions/shared/ids.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import type { LocalFile } from './deliver-file.ts';
import { nameOf } from './examine-input.ts';
import type { InputFile } from './input-files.ts';
import { isReport } from './reconcile-report.ts';

/** A file that is to be loaded. */
export type PlannedFile = LocalFile & { readonly bytes: number; readonly rows: number };

/**
 * Whatever takes something away comes before what it takes it from: nobody is known as somebody who may be served
 * before it is known that he may not. The serials, by which people are asked for at all, come last; the glyphs first,
 * so that from the first row on it can be told what cannot be printed.
 */
const ORDER: readonly Feed[] = [
  'gaiji',
  'restriction',
  'resident',
  'seal',
  'tax',
  'koseki-index',
  'domicile-registration',
  'serial',
];

/** The files of one city in the order in which they are loaded: of each feed the full one, then what came after it. */
export function inOrder(
  files: readonly InputFile[],
  municipality: MunicipalityCode,
): Result<readonly (InputFile & { readonly name: FileName })[], string> {
  const named = files.flatMap((file) => {
    const name = nameOf(file.path);
    return name?.municipality === municipality ? [{ ...file, name }] : [];
  });
  const unknown = files.filter(({ path }) => nameOf(path) === undefined && !isReport(path));
  if (unknown[0] !== undefined) return err(`${unknown[0].path} の名前が連携ファイルの名前ではありません。`);
  if (named.length === 0) return err(`${municipality} の連携ファイルがありません。`);
  for (const feed of RowFeed.options) {
    const fulls = named.filter(({ name }) => name.feed === feed && name.kind === 'full');
    if (fulls.length > 1)
      return err(`${feed} の全件ファイルが ${fulls.length} つあります。1 つだけにしてください。`);
  }
  const rank = ({ name }: { readonly name: FileName }): readonly number[] => [
    ORDER.indexOf(name.feed),
    name.kind === 'full' ? 0 : 1,
    name.epoch,
    seriesOf(name) === 'urgent' ? 0 : 1,
    name.fileNumber,
  ];
  return ok([...named].sort((a, b) => compareRanks(rank(a), rank(b))));
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const place = a.findIndex((value, index) => value !== b[index]);
  return place === -1 ? 0 : (a[place] ?? 0) - (b[place] ?? 0);
}

/** The feeds of which there is no full file: their certificates stay closed. */
export const missingFeeds = (files: readonly { readonly name: FileName }[]): readonly Feed[] =>
  Feed.options.filter((feed) => !files.some(({ name }) => name.feed === feed && name.kind === 'full'));

/** Reads a file to its end before anything is sent: the sum by which its state is recognised, or why it is no file. */
export async function examined(
  file: InputFile & { readonly name: FileName },
): Promise<Result<PlannedFile, string>> {
  const { name, path, bytes } = file;
  if (isRowFile(name)) {
    const verified = await verifyLinkFile(name, createReadStream(path));
    if (verified.ok)
      return ok({ name, path, bytes, sha256: verified.value.sha256, rows: verified.value.rows });
    const { rule, line } = verified.error;
    return err(`${formatFileName(name)}（${line} 行目）: ${FILE_RULE_TEXTS[rule]} [${rule}]`);
  }
  const tooLarge = bytes > MAXIMUM_FONT_BYTES;
  const font = tooLarge ? undefined : await readFile(path);
  const checked = font === undefined ? undefined : checkFont(font);
  if (font === undefined || checked === undefined || !checked.ok)
    return err(`${formatFileName(name)}: 外字フォントとして使えません。link validate で調べてください。`);
  return ok({ name, path, bytes, sha256: sha256Hex(font), rows: 0 });
}
