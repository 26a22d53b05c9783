import type { Report } from './validate-report.ts';
import { foundOf, wantedOf } from './validate-report.ts';

/** JSON Lines, so that nothing has to be kept: `file`, `finding`, `file-end`, and at last `series` and `summary`. */
export function jsonReport(
  write: (text: string) => void,
  { most, showsValues }: { readonly most: number; readonly showsValues: boolean },
): Report {
  let listed = 0;
  const line = (data: object): void => write(`${JSON.stringify(data)}\n`);
  return {
    begin: ({ path, bytes }, name) => line({ type: 'file', file: path, bytes, name: name ?? null }),
    finding: ({ path }, finding) => {
      listed += 1;
      if (listed > most) return;
      const { rule, text, line: row, column, cell } = finding;
      const value = showsValues && cell !== undefined ? { value: cell } : {};
      const [found, wanted] = [foundOf(finding), wantedOf(finding)];
      line({ type: 'finding', file: path, line: row, column, rule, text, found, wanted, ...value });
    },
    end: ({ path }, end, findings) => line({ type: 'file-end', file: path, findings, ...end }),
    close: (totals, notices, others) => {
      for (const notice of notices) line({ type: 'series', ...notice });
      line({ type: 'summary', ...totals, listed: Math.min(listed, most), otherFiles: others });
    },
  };
}
