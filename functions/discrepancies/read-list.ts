import Papa from 'papaparse';
import type { PrintOutcome } from '../issuance/index.ts';
import type { CertificateType } from '../shared/certificate-types.ts';
import type { DiscrepancyLayout } from '../shared/discrepancy-layout.ts';
import { type MunicipalityCode, RequestId } from '../shared/ids.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { dateOfParts, type Instant, instantOf } from '../shared/time.ts';
import { decode } from './decode.ts';

/** Rows of one list; more are no list of discrepancies but another file. */
export const MAXIMUM_ROWS = 1_000;
/** Problems that are named before the rest is counted as one. */
const PROBLEMS_NAMED = 20;

/** One row, as the layout reads it. What the row leaves empty is undefined. */
export type ListRow = {
  readonly line: number;
  readonly requestId: RequestId;
  readonly type: CertificateType;
  readonly outcome: PrintOutcome;
  readonly receivedAt: Instant | undefined;
  readonly copies: number | undefined;
  readonly feeJpy: number | undefined;
  readonly storeCode: string;
  readonly storeName: string;
  readonly terminal: string;
};

/** Why a file is not taken at all: never in part. */
export type ListProblem = {
  readonly line: number;
  /** Heading of the column, where it is one. */
  readonly column?: string;
  readonly rule:
    | 'empty'
    | 'encoding'
    | 'other-encoding-mark'
    | 'odd-length'
    | 'column-missing'
    | 'column-twice'
    | 'quotes'
    | 'cells'
    | 'cut-off'
    | 'trailer'
    | 'other-city'
    | 'value'
    | 'word-unknown'
    | 'too-many-rows';
};

type Columns = DiscrepancyLayout['columns'];
type Cells = Readonly<Record<keyof Columns, string>>;

/** Reads a whole list, or says what is wrong with it, line by line. */
export function readList(
  bytes: Uint8Array,
  layout: DiscrepancyLayout,
  municipality: MunicipalityCode,
): Result<readonly ListRow[], readonly ListProblem[]> {
  const text = decode(bytes, layout.encoding);
  if (!text.ok) return err([text.error]);
  const split = splitRows(text.value, layout.delimiter);
  if (!split.ok) return split;
  const [head, ...all] = split.value;
  if (head === undefined) return err([{ line: 1, rule: 'empty' }]);
  const counted = withoutTrailer(all, layout.trailerMark);
  if (!counted.ok) return counted;
  const rows = counted.value;
  if (rows.length > MAXIMUM_ROWS)
    return err([{ line: rows[MAXIMUM_ROWS]?.line ?? 0, rule: 'too-many-rows' }]);
  const places = placesOf(layout.columns, head.cells);
  if (!places.ok) return places;
  const problems: ListProblem[] = [];
  const read: ListRow[] = [];
  for (const { line, cells } of rows) {
    if (cells.length !== head.cells.length) {
      problems.push({ line, rule: 'cells' });
      continue;
    }
    const named = Object.fromEntries(
      Object.entries(places.value).map(([name, place]) => [name, cells[place] ?? '']),
    ) as Cells;
    const row = rowOf(line, named, layout, municipality);
    if (row.ok) read.push(row.value);
    else problems.push(...row.error);
  }
  return problems.length === 0 ? ok(read) : err(problems.slice(0, PROBLEMS_NAMED));
}

type RawRow = { readonly line: number; readonly cells: readonly string[] };

/** A file that does not end with a line end may be the half of one. */
function splitRows(text: string, delimiter: string): Result<readonly RawRow[], readonly ListProblem[]> {
  const rows: RawRow[] = [];
  let [line, from] = [1, 0];
  let problem: ListProblem | undefined;
  Papa.parse<string[]>(text, {
    delimiter,
    skipEmptyLines: false,
    step: ({ data, errors, meta }) => {
      const taken = text.slice(from, meta.cursor);
      if (errors.length > 0) problem ??= { line, rule: 'quotes' };
      if (data.length > 1 || data[0] !== '') rows.push({ line, cells: data });
      line += taken.split('\n').length - 1;
      from = meta.cursor;
    },
  });
  if (problem !== undefined) return err([problem]);
  if (text !== '' && !text.endsWith('\n')) return err([{ line, rule: 'cut-off' }]);
  return ok(rows);
}

/** Where lists end with their number of rows, one that ends otherwise is not whole. */
function withoutTrailer(
  rows: readonly RawRow[],
  mark: string | undefined,
): Result<readonly RawRow[], readonly ListProblem[]> {
  if (mark === undefined) return ok(rows);
  const last = rows.at(-1);
  const isWhole = last?.cells[0] === mark && last.cells[1] === String(rows.length - 1);
  return isWhole ? ok(rows.slice(0, -1)) : err([{ line: last?.line ?? 1, rule: 'trailer' }]);
}

function placesOf(
  columns: Columns,
  head: readonly string[],
): Result<Readonly<Record<keyof Columns, number>>, readonly ListProblem[]> {
  const problems: ListProblem[] = [];
  const places = Object.entries(columns).map(([name, column]): [string, number] => {
    const place = head.indexOf(column);
    if (place === -1) problems.push({ line: 1, column, rule: 'column-missing' });
    else if (head.lastIndexOf(column) !== place) problems.push({ line: 1, column, rule: 'column-twice' });
    return [name, place];
  });
  return problems.length === 0
    ? ok(Object.fromEntries(places) as Record<keyof Columns, number>)
    : err(problems);
}

function rowOf(
  line: number,
  cells: Cells,
  layout: DiscrepancyLayout,
  municipality: MunicipalityCode,
): Result<ListRow, readonly ListProblem[]> {
  const problems: ListProblem[] = [];
  const fault = (name: keyof Columns, rule: ListProblem['rule']): undefined => {
    problems.push({ line, column: layout.columns[name], rule });
    return undefined;
  };
  if (cells.municipality !== municipality.slice(0, layout.municipalityDigits))
    fault('municipality', 'other-city');
  const requestId = RequestId.safeParse(cells.requestId).data ?? fault('requestId', 'value');
  const type = Object.hasOwn(layout.types, cells.type)
    ? layout.types[cells.type]
    : fault('type', 'word-unknown');
  const outcome = Object.hasOwn(layout.outcomes, cells.outcome)
    ? layout.outcomes[cells.outcome]
    : fault('outcome', 'word-unknown');
  const receivedAt =
    cells.receivedAt === ''
      ? undefined
      : (instantFrom(cells.receivedAt, layout.receivedAt) ?? fault('receivedAt', 'value'));
  const number = (name: 'copies' | 'feeJpy', pattern: RegExp): number | undefined => {
    if (cells[name] === '') return undefined;
    return pattern.test(cells[name]) ? Number(cells[name]) : fault(name, 'value');
  };
  const copies = number('copies', /^[1-9]\d?$/);
  const feeJpy = number('feeJpy', /^\d{1,6}$/);
  const { storeCode, storeName, terminal } = cells;
  if (!/^[A-Za-z0-9-]{0,20}$/.test(storeCode)) fault('storeCode', 'value');
  if (!/^[A-Za-z0-9-]{0,20}$/.test(terminal)) fault('terminal', 'value');
  if (storeName.length > 80) fault('storeName', 'value');
  if (problems.length > 0 || requestId === undefined || type === undefined || outcome === undefined)
    return err(problems);
  return ok({ line, requestId, type, outcome, receivedAt, copies, feeJpy, storeCode, storeName, terminal });
}

const FORMS: Readonly<Record<DiscrepancyLayout['receivedAt'], RegExp>> = {
  yyyyMMddHHmmss: /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/,
  'yyyy/MM/dd HH:mm:ss': /^(\d{4})\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)$/,
  'yyyy-MM-dd HH:mm:ss': /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/,
};

function instantFrom(text: string, form: DiscrepancyLayout['receivedAt']): Instant | undefined {
  const [, year, month, day, hour = '', minute = '', second = ''] = FORMS[form].exec(text) ?? [];
  const date = dateOfParts({ year: Number(year), month: Number(month), day: Number(day) });
  if (date === undefined || hour > '23' || minute > '59' || second > '59') return undefined;
  return instantOf(Date.parse(`${date}T${hour}:${minute}:${second}+09:00`));
}
