import type { FileName } from '../../functions/linkage/index.ts';
import { valueClassOf } from '../../functions/linkage/value-class.ts';
import type { FileEnd, Reported } from './examine-input.ts';
import type { InputFile } from './input-files.ts';
import type { SeriesNotice } from './series-gaps.ts';
import type { Totals } from './totals.ts';

/** Takes what is found as it is found; nothing of it is kept. */
export type Report = {
  readonly begin: (file: InputFile, name: FileName | undefined) => void;
  readonly finding: (file: InputFile, finding: Reported) => void;
  readonly end: (file: InputFile, end: FileEnd, findings: number) => void;
  /** @param others files of the folders that are no link files */
  readonly close: (totals: Totals, notices: readonly SeriesNotice[], others: number) => void;
};

/** What stands there in words: the kind of value, or the number of columns. */
export function foundOf({ cell, valueClass, width }: Reported): string | undefined {
  if (width !== undefined) return `${width.found} 列`;
  return cell === undefined ? valueClass : valueClassOf(cell);
}

/** What should stand there. */
export const wantedOf = ({ format, width }: Reported): string | undefined =>
  width === undefined ? format : `${width.wanted} 列`;
