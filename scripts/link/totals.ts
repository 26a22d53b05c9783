import type { FileName } from '../../functions/linkage/index.ts';
import type { FileEnd, Reported } from './examine-input.ts';

export type Totals = {
  readonly files: number;
  readonly faultyFiles: number;
  readonly rows: number;
  readonly faultyRows: number;
  readonly findings: number;
  /** Most frequent first. */
  readonly byRule: readonly { readonly rule: string; readonly text: string; readonly count: number }[];
  readonly byColumn: readonly { readonly feed: string; readonly column: string; readonly count: number }[];
};

/** Counts findings; as small as there are rules and columns, however many files and rows come. */
export function createTotals() {
  const rules = new Map<string, { readonly rule: string; readonly text: string; count: number }>();
  const columns = new Map<string, { readonly feed: string; readonly column: string; count: number }>();
  let [files, faultyFiles, rows, faultyRows, findings] = [0, 0, 0, 0, 0];
  let inFile = 0;
  return {
    take({ rule, text, column }: Reported, name: FileName | undefined): void {
      findings += 1;
      inFile += 1;
      const ofRule = rules.get(rule) ?? { rule, text, count: 0 };
      ofRule.count += 1;
      rules.set(rule, ofRule);
      if (column === undefined || name === undefined) return;
      const key = `${name.feed}/${column}`;
      const ofColumn = columns.get(key) ?? { feed: name.feed, column, count: 0 };
      ofColumn.count += 1;
      columns.set(key, ofColumn);
    },
    /** @returns the findings of the file that ends */
    end(end: FileEnd): number {
      const found = inFile;
      files += 1;
      if (found > 0) faultyFiles += 1;
      if (end.kind === 'examined') {
        rows += end.rows;
        faultyRows += end.faultyRows;
      }
      inFile = 0;
      return found;
    },
    read(): Totals {
      const byCount = <T extends { readonly count: number }>(counted: Iterable<T>): T[] =>
        [...counted].sort((a, b) => b.count - a.count);
      return {
        files,
        faultyFiles,
        rows,
        faultyRows,
        findings,
        byRule: byCount(rules.values()),
        byColumn: byCount(columns.values()),
      };
    },
  };
}
