import { isNegative, type Sequence } from '../registry/index.ts';
import { ImpressionRules } from '../seal-images/index.ts';
import { PersonId } from '../shared/ids.ts';
import type { RowFileName } from './layouts/envelope.ts';
import { LAYOUT_VERSION, LAYOUTS, type LayoutTable } from './layouts/feeds.ts';
import { sequenceColumns } from './layouts/sequence-columns.ts';
import type { RawRecord } from './read-link-file.ts';
import type { LinkedFact, PropertyProblem, RowSettings } from './row-to-fact.ts';
import type { RowRule } from './rules.ts';

/** One broken rule: the column's heading and the rule's name, never the value. */
export type RowProblem = { readonly column: string; readonly rule: RowRule };

/** As much of a rejected row as could be read; without person and sequence nobody can be closed by it. */
export type Salvaged = {
  readonly personId: PersonId | undefined;
  readonly sequence: Sequence | undefined;
  readonly subject: string | undefined;
};

export type ParsedRow =
  | { readonly ok: true; readonly line: number; readonly change: LinkedFact }
  | {
      readonly ok: false;
      readonly line: number;
      readonly problems: readonly RowProblem[];
      readonly salvaged: Salvaged;
    };

export const WHOLE_ROW = '（行全体）';

/** For a city that has set nothing: 300 dpi where a file does not say, and no 個人番号. */
export const DEFAULT_ROW_SETTINGS: RowSettings = {
  impressionRules: ImpressionRules.parse({ dpi: 300 }),
  printsIndividualNumber: false,
};

type ParserOptions = Partial<RowSettings> & {
  /** What the file's first record says. */
  readonly layoutVersion?: number;
  readonly layouts?: LayoutTable;
};

/** A parser of the records of one file; a row that breaks a rule is rejected alone, with all its problems. */
export function createRowParser(
  name: RowFileName,
  { layoutVersion = LAYOUT_VERSION, layouts = LAYOUTS, ...set }: ParserOptions = {},
): (record: RawRecord) => ParsedRow {
  const layout = layouts[name.feed][layoutVersion];
  if (layout === undefined) throw new Error(`linkage: no version ${layoutVersion} of layout ${name.feed}`);
  const { columns, subjectOf } = layout;
  const convert = layout.createConverter();
  const settings: RowSettings = { ...DEFAULT_ROW_SETTINGS, ...set };
  const headingOf = new Map(columns.map(({ property, column }) => [property, column]));
  const cellOf = ({ cells }: RawRecord, property: string): string | undefined =>
    cells[columns.findIndex((column) => column.property === property)];

  const rejected = (record: RawRecord, problems: readonly RowProblem[], whole: boolean): ParsedRow => ({
    ok: false,
    line: record.line,
    problems,
    salvaged: {
      personId: PersonId.safeParse(cellOf(record, 'personId')).data,
      sequence: salvagedSequence(cellOf(record, 'epoch'), cellOf(record, 'number'), name.epoch),
      // A row of the wrong length may have shifted: its first columns are believed, the others are not.
      subject: whole ? subjectOf(record.cells) : undefined,
    },
  });

  return (record) => {
    if (record.cells.length !== columns.length) {
      return rejected(record, [{ column: WHOLE_ROW, rule: 'column-count' }], false);
    }
    const converted = convert(record.cells, settings);
    const problems = converted.ok ? misplacedProblems(converted.value, name) : converted.error;
    if (converted.ok && problems.length === 0) {
      return { ok: true, line: record.line, change: converted.value };
    }
    return rejected(
      record,
      problems.map(({ property, rule }) => ({ column: headingOf.get(property) ?? WHOLE_ROW, rule })),
      true,
    );
  };
}

/** What a row may not be in this file, however good it is by itself. */
function misplacedProblems(change: LinkedFact, name: RowFileName): readonly PropertyProblem[] {
  const problems: PropertyProblem[] = [];
  // A row from a generation that the file does not belong to would lock its person until that generation comes.
  if (change.sequence.epoch > name.epoch) problems.push({ property: 'epoch', rule: 'epoch-ahead' });
  if (name.kind === 'urgent' && !isNegative(change)) problems.push({ property: '', rule: 'not-negative' });
  return problems;
}

/** An epoch ahead of the file's own would close the person until that epoch comes; the file's stands in for it. */
function salvagedSequence(
  epoch: string | undefined,
  number: string | undefined,
  fileEpoch: number,
): Sequence | undefined {
  const e = sequenceColumns.epoch.safeParse(epoch);
  const n = sequenceColumns.number.safeParse(number);
  if (!e.success || !n.success) return undefined;
  return { epoch: Math.min(e.data, fileEpoch), number: n.data };
}
