import { type CalendarYear, Closure, isDayOf } from '../calendar/index.ts';
import { createSplitter, type RawRecord } from '../linkage/index.ts';
import { CertificateType } from '../shared/certificate-types.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { CalendarRequest, PlanFault } from './contract.ts';

const MESSAGES = {
  csv: 'CSV として読めません。',
  empty: '見出しの行がありません。',
  'unknown-column': '知らない列です。',
  'missing-column': '必要な列がありません。',
  'column-twice': '同じ列が 2 回あります。',
  cells: '見出しの列数と合いません。',
  date: '暦にない日付か、年月日の形ではありません。',
  'other-year': 'この年の日付ではありません。',
  time: '時刻（0:00〜24:00）ではありません。',
  order: '終わりの時刻は始まりより後にしてください。',
  type: '証明書種別が分かりません。',
  note: '80 字を超えています。',
  twice: '同じ休止が前の行にもあります。',
  'too-many': '1,000 件を超えています。',
} as const;
type Rule = keyof typeof MESSAGES;

const MOST = 1_000;
const LONGEST_LINE = 2_000;
const COLUMNS = ['date', 'from', 'until', 'type', 'note'] as const;
type Column = (typeof COLUMNS)[number];

/** By line and column: 「3 行目 date」. */
const faultAt = (line: number, column: string | undefined, rule: Rule): PlanFault => ({
  field: column === undefined ? `${line} 行目` : `${line} 行目 ${column}`,
  rule,
  message: MESSAGES[rule],
});

/** `2027-12-29`, `2027/12/29`, `20271229`, and with months and days of one digit where something parts them. */
function dateText(text: string): string | undefined {
  const [, year, month = '', day = ''] =
    /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(text) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? [];
  return year === undefined ? undefined : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** Minutes after midnight of `9:00`, `23:30`, `24:00`. */
function minuteOf(text: string): number | undefined {
  const [, hour, minute] = /^(\d{1,2}):([0-5]\d)$/.exec(text) ?? [];
  const minutes = Number(hour) * 60 + Number(minute);
  return minutes <= 1440 ? minutes : undefined;
}

/**
 * The closures of a calendar file (UTF-8 text, RFC 4180, first line = names of columns), or everything that is wrong
 * with it by line and column. Blank cells of times, type and note say nothing: the whole day, all types.
 */
export function readCalendar({
  year,
  csv,
  columns,
  types,
}: Pick<CalendarRequest, 'year' | 'csv' | 'columns' | 'types'>): Result<Closure[], readonly PlanFault[]> {
  const split = createSplitter(LONGEST_LINE).push(csv.replace(/^\uFEFF/, ''), true);
  const broken = split.problem ?? split.openQuote;
  if (broken !== undefined || split.trailer !== undefined)
    return err([faultAt(broken?.line ?? split.trailer?.line ?? 1, undefined, 'csv')]);
  const all = [...split.records, ...(split.unended === undefined ? [] : [split.unended])];
  const [head, ...lines] = all.filter(({ cells }) => cells.length > 1 || cells[0]?.trim() !== '');
  if (head === undefined) return err([faultAt(1, undefined, 'empty')]);
  const places = placesOf(head, columns);
  if (!places.ok) return places;
  if (lines.length > MOST) return err([faultAt(lines[MOST]?.line ?? 1, undefined, 'too-many')]);

  const faults: PlanFault[] = [];
  const closures = new Map<string, Closure>();
  for (const record of lines) {
    if (record.cells.length !== head.cells.length) {
      faults.push(faultAt(record.line, undefined, 'cells'));
      continue;
    }
    const read = readLine(record, places.value, { year, columns, types });
    if (!read.ok) faults.push(...read.error);
    else {
      const { note: _, ...same } = read.value;
      const key = JSON.stringify(same);
      if (closures.has(key)) faults.push(faultAt(record.line, undefined, 'twice'));
      else closures.set(key, read.value);
    }
  }
  return faults.length > 0 ? err(faults) : ok([...closures.values()]);
}

type Places = Readonly<Partial<Record<Column, number>>>;

function placesOf(
  { line, cells }: RawRecord,
  names: CalendarRequest['columns'],
): Result<Places, readonly PlanFault[]> {
  const faults: PlanFault[] = [];
  const places: Partial<Record<Column, number>> = {};
  for (const [index, cell] of cells.entries()) {
    const column = COLUMNS.find((one) => names[one] === cell.trim());
    if (column === undefined) faults.push(faultAt(line, `${index + 1} 列目`, 'unknown-column'));
    else if (places[column] !== undefined) faults.push(faultAt(line, names[column], 'column-twice'));
    else places[column] = index;
  }
  if (places.date === undefined) faults.push(faultAt(line, names.date, 'missing-column'));
  return faults.length > 0 ? err(faults) : ok(places);
}

function readLine(
  { line, cells }: RawRecord,
  places: Places,
  { year, columns, types }: Pick<CalendarRequest, 'year' | 'columns' | 'types'>,
): Result<Closure, readonly PlanFault[]> {
  const faults: PlanFault[] = [];
  const textOf = (column: Column): string => cells[places[column] ?? -1]?.trim() ?? '';
  const report = (column: Column, rule: Rule): undefined =>
    void faults.push(faultAt(line, columns[column], rule));

  const date = Closure.shape.date.safeParse(dateText(textOf('date'))).data ?? report('date', 'date');
  if (date !== undefined && !isDayOf(year as CalendarYear, date)) report('date', 'other-year');
  const time = (column: 'from' | 'until', otherwise: number): number =>
    textOf(column) === '' ? otherwise : (minuteOf(textOf(column)) ?? report(column, 'time') ?? otherwise);
  const fromMinute = time('from', 0);
  const untilMinute = time('until', 1440);
  if (fromMinute >= untilMinute) report('until', 'order');
  const given = textOf('type');
  const named = Object.hasOwn(types, given) ? types[given] : given;
  const type =
    named === '' || named === 'all' || named === undefined
      ? undefined
      : (CertificateType.safeParse(named).data ?? report('type', 'type'));
  const note = cells[places.note ?? -1] ?? '';
  if (note.length > 80) report('note', 'note');
  if (date === undefined || faults.length > 0) return err(faults);
  return ok({
    date,
    fromMinute,
    untilMinute,
    ...(type === undefined ? {} : { type }),
    ...(note.trim() === '' ? {} : { note }),
  });
}
