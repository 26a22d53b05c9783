import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Difference, FeedCounts, Reconciliation } from '../../functions/linkage/reconciliation/index.ts';
import type { MunicipalityCode } from '../../functions/shared/ids.ts';
import { KIND_WORDS, REMEDY_WORDS } from './difference-words.ts';

/** A difference for machines: ids, line, headings, rules; values only where they were asked for. */
export function differenceData(difference: Difference, showsValues: boolean) {
  const { feed, kind, personId = null, line = null, fields, rules, remedy = null, subject } = difference;
  const data = { feed, kind, personId, line, fields: fields.map(({ column }) => column), rules, remedy };
  if (!showsValues) return data;
  const values = Object.fromEntries(
    fields.map(({ column, extract, registry }) => [column, { extract, registry }]),
  );
  return { ...data, subject, values };
}

export const countsData = (feeds: Reconciliation['feeds']): Readonly<Record<string, FeedCounts>> =>
  Object.fromEntries(feeds);

/** Whether a file is one of our own reports: who writes them beside the extracts is not told that they are none. */
export const isReport = (path: string): boolean => /^(reconcile|initial-load)-/.test(basename(path));

const HEADINGS = ['団体コード', 'フィード', '種別', '宛名番号', '抽出の行', '項目', '規則', '直し方'];

/** What is written beside the text for people: a CSV for tables, and the same as JSON. */
export type ReportFiles = {
  readonly csv: string;
  readonly json: string;
  readonly take: (difference: Difference) => void;
  readonly close: (result: Reconciliation | undefined) => void;
};

/** Both are written as differences are found; nobody but their owner can read them. */
export function reportFiles(
  folder: string,
  municipality: MunicipalityCode,
  { showsValues, stem = 'reconcile' }: { readonly showsValues: boolean; readonly stem?: string },
): ReportFiles {
  mkdirSync(folder, { recursive: true });
  const [csv, json] = ['csv', 'json'].map((end) => join(folder, `${stem}-${municipality}.${end}`));
  if (csv === undefined || json === undefined) throw new Error('no names');
  const [table, data] = [openSync(csv, 'w', 0o600), openSync(json, 'w', 0o600)];
  const headings = showsValues ? [...HEADINGS, '対象', '抽出の値', '登録の値'] : HEADINGS;
  // Spreadsheets take a file for UTF-8 only by its mark.
  writeSync(table, `\ufeff${csvLine(headings)}`);
  writeSync(data, `{"municipality":"${municipality}","differences":[`);
  let isFirst = true;
  return {
    csv,
    json,
    take: (difference) => {
      writeSync(table, csvLine(cellsOf(municipality, difference, showsValues)));
      writeSync(data, `${isFirst ? '' : ','}\n${JSON.stringify(differenceData(difference, showsValues))}`);
      isFirst = false;
    },
    close: (result) => {
      const feeds = result === undefined ? undefined : countsData(result.feeds);
      writeSync(data, `\n],"isEqual":${result?.isEqual ?? null},"feeds":${JSON.stringify(feeds ?? null)}}\n`);
      closeSync(table);
      closeSync(data);
    },
  };
}

function cellsOf(
  municipality: MunicipalityCode,
  { feed, kind, personId, line, fields, rules = [], remedy, subject = '' }: Difference,
  showsValues: boolean,
): readonly string[] {
  const joined = (values: readonly unknown[]): string =>
    values.map((value) => String(value ?? '')).join('、');
  const healing = remedy === undefined ? '' : REMEDY_WORDS[remedy];
  const columns = joined(fields.map(({ column }) => column));
  const about = [String(personId ?? ''), String(line ?? '')];
  const cells = [municipality, feed, KIND_WORDS[kind], ...about, columns, joined(rules), healing];
  if (!showsValues) return cells;
  return [
    ...cells,
    subject,
    joined(fields.map(({ extract }) => extract)),
    joined(fields.map(({ registry }) => registry)),
  ];
}

export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => (/[",\r\n]|^ | $/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;
