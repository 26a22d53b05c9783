import type { Share } from './check/check-engine.ts';
import type { EngineRow } from './results.ts';

type Column = { readonly head: string; readonly left?: boolean; readonly of: (row: EngineRow) => string };

const ms = (value: number): string => (value < 10 ? value.toFixed(3) : value.toFixed(1));
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);
const thousands = (value: number): string => Math.round(value).toLocaleString('en');
const times = (value: number): string => (value < 10 ? value.toFixed(2) : thousands(value));
const share = ({ wrong, of }: Share): string => `${wrong} of ${thousands(of)}`;

const SPEED: readonly Column[] = [
  { head: 'engine', left: true, of: ({ label }) => label },
  { head: 'certificates', of: ({ documents }) => thousands(documents) },
  { head: 'cold ms', of: ({ coldMs, bundled }) => `${coldMs.toFixed(1)}${bundled ? '' : '¹'}` },
  { head: 'of it first ms', of: ({ firstMs }) => firstMs.toFixed(1) },
  { head: 'p50 ms', of: ({ p50Ms }) => ms(p50Ms) },
  { head: 'p99 ms', of: ({ p99Ms }) => ms(p99Ms) },
  { head: 'CPU ms', of: ({ cpuMs }) => ms(cpuMs) },
  { head: 'bytes', of: ({ bytes }) => thousands(bytes) },
  { head: 'peak MB', of: ({ peakBytes }) => megabytes(peakBytes) },
  { head: 'p50 ×', of: (row) => times(row.times) },
];

const CORRECTNESS: readonly Column[] = [
  { head: 'engine', left: true, of: ({ label }) => label },
  { head: 'wrong cells', of: ({ check }) => share(check.cells.dense) },
  { head: '… sparse page', of: ({ check }) => share(check.cells.sparse) },
  { head: '… twins', of: ({ check }) => share(check.cells.twins) },
  { head: 'lost keys', of: ({ check }) => share(check.keys.dense) },
  { head: '… sparse page', of: ({ check }) => share(check.keys.sparse) },
  { head: '… twins', of: ({ check }) => share(check.keys.twins) },
  {
    head: 'missing sequence',
    left: true,
    of: ({ check: { missing } }) => (missing === 'refused' ? 'refused' : `${missing}, in silence`),
  },
];

export const speedTable = (rows: readonly EngineRow[]): readonly string[] => table(SPEED, rows);
export const correctnessTable = (rows: readonly EngineRow[]): readonly string[] => table(CORRECTNESS, rows);

/** A table that is Markdown and, its columns being even, can be read as it is. */
function table(columns: readonly Column[], rows: readonly EngineRow[]): readonly string[] {
  const cells = columns.map(({ head, of }) => [head, ...rows.map(of)]);
  const widths = cells.map((column) => Math.max(...column.map((cell) => cell.length)));
  const line = (index: number): string =>
    `| ${columns
      .map(({ left }, at) => {
        const cell = cells[at]?.[index] ?? '';
        return left === true ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0);
      })
      .join(' | ')} |`;
  const rule = `|${columns.map(({ left }, at) => (left === true ? '-'.repeat((widths[at] ?? 0) + 2) : `${'-'.repeat((widths[at] ?? 0) + 1)}:`)).join('|')}|`;
  return [line(0), rule, ...rows.map((_, index) => line(index + 1))];
}
