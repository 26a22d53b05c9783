import type { FileEnd, Reported } from './examine-input.ts';
import type { SeriesNotice } from './series-gaps.ts';
import { padded } from './text-width.ts';
import type { Totals } from './totals.ts';
import { foundOf, type Report, wantedOf } from './validate-report.ts';

type Wish = { readonly most: number; readonly showsValues: boolean };

const grouped = (count: number): string => count.toLocaleString('ja');
/** Columns of the terminal that a heading gets; longer ones push on. */
const HEADING_WIDTH = 24;
const LONGEST_VALUE = 80;
/** Rules of which what the column should hold tells more than their text. */
const OF_FORMAT: ReadonlySet<string> = new Set([
  'column-count',
  'required',
  'pattern',
  'integer',
  'choice',
  'flag',
  'date',
]);

/** For people, in Japanese. */
export function textReport(write: (text: string) => void, { most, showsValues }: Wish): Report {
  let listed = 0;
  const line = (text = ''): void => write(`${text}\n`);
  return {
    begin: ({ path, bytes }) => line(`${path}（${sizeText(bytes)}）`),
    finding: (_, finding) => {
      listed += 1;
      if (listed <= most) line(findingText(finding, showsValues));
      else if (listed === most + 1)
        line(`  … ${grouped(most)} 件を示したので、以降は数えるだけにします（--max）。`);
    },
    end: (_, end, findings) => {
      line(endText(end, findings));
      line();
    },
    close: (totals, notices, others) => {
      for (const text of summaryTexts(totals)) line(text);
      for (const notice of notices) line(noticeText(notice));
      if (others > 0)
        line(
          `注意  フォルダーに .csv・.tte でないファイルが ${grouped(others)} あります（検査していません）。`,
        );
    },
  };
}

function findingText(finding: Reported, showsValues: boolean): string {
  const { line, column = '', rule, text, cell } = finding;
  const place = line === undefined ? '' : `${grouped(line)} 行`;
  const found = foundOf(finding);
  const wanted = OF_FORMAT.has(rule) ? wantedOf(finding) : undefined;
  const aim = wanted === undefined ? '' : ` → ${wanted}`;
  const kind = found === undefined ? '' : `［${found}${aim}］`;
  const value = showsValues && cell !== undefined ? ` ${shown(cell)}` : '';
  return `${place.padStart(11)}  ${padded(column, HEADING_WIDTH)}  ${text.replace(/。$/, '')}${kind}${value} [${rule}]`;
}

/** A value on one line. */
function shown(cell: string): string {
  const characters = [...cell];
  const rest = characters.length > LONGEST_VALUE ? `…（${grouped(characters.length)} 字）` : '';
  return `${JSON.stringify(characters.slice(0, LONGEST_VALUE).join(''))}${rest}`;
}

function endText(end: FileEnd, findings: number): string {
  if (end.kind === 'unreadable') return `  ✗ 読めません（${end.code}）。`;
  if (end.kind === 'unknown') return '  ✗ 検査できません。';
  const { rows, faultyRows, isWhole } = end;
  const count = `${grouped(rows)} 行`;
  if (findings === 0) return `  ✓ 指摘なし（${count}）`;
  const ofRows = `${count}のうち ${grouped(faultyRows)} 行が受け付けられません`;
  if (isWhole) return `  ✗ ${grouped(findings)} 件: ${ofRows}。`;
  const rest = faultyRows === 0 ? '' : `。直しても、${ofRows}`;
  return `  ✗ ${grouped(findings)} 件: ファイル全体が受け付けられません${rest}。`;
}

function summaryTexts(totals: Totals): string[] {
  const { files, faultyFiles, rows, faultyRows, findings, byRule, byColumn } = totals;
  const read = `${grouped(files)} ファイル、${grouped(rows)} 行`;
  if (findings === 0) return [`✓ ${read}: 指摘なし`];
  const width = Math.max(...byRule.map(({ rule }) => rule.length));
  const digits = Math.max(...byRule.map(({ count }) => grouped(count).length));
  const number = (count: number): string => `${grouped(count).padStart(digits)} 件`;
  return [
    `✗ ${read}: ${grouped(faultyFiles)} ファイル、${grouped(faultyRows)} 行に ${grouped(findings)} 件`,
    '',
    '規則ごと',
    ...byRule.map(({ rule, text, count }) => `  ${number(count)}  ${rule.padEnd(width)}  ${text}`),
    ...(byColumn.length === 0 ? [] : ['', '列ごと']),
    ...byColumn.map(({ feed, column, count }) => `  ${number(count)}  ${feed} ${column}`),
    '',
  ];
}

const SERIES: Readonly<Record<SeriesNotice['series'], string>> = { regular: '', urgent: '緊急・' };

function noticeText(notice: SeriesNotice): string {
  const { municipality, feed, epoch, series } = notice;
  const place = `${municipality} ${feed}（${SERIES[series]}世代 ${epoch}）`;
  if (notice.kind === 'twice') {
    return `注意  ${place}: 同じ番号 ${grouped(notice.number)} のファイルが複数あります: ${notice.names.join('、')}`;
  }
  const { from, to } = notice;
  const numbers = from === to ? grouped(from) : `${grouped(from)}〜${grouped(to)}`;
  return `注意  ${place}: ファイル番号 ${numbers} が、指定されたファイルの中にありません。`;
}

function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} バイト`;
  return bytes < 1024 ** 2
    ? `${grouped(Math.round(bytes / 1024))} KB`
    : `${(bytes / 1024 ** 2).toLocaleString('ja', { maximumFractionDigits: 1 })} MB`;
}
