import type { z } from 'zod';
import { type MarkFeed, restrictionSubject, type Sequence, serialSubject } from '../registry/index.ts';
import { PersonId } from '../shared/ids.ts';
import { err, type Result } from '../shared/result.ts';
import type { Feed, FileName } from './layouts/envelope.ts';
import { columnsOf } from './layouts/feeds.ts';
import { ResidentRowV1 } from './layouts/resident.ts';
import { RestrictionRowV1 } from './layouts/restriction.ts';
import { sequenceColumns } from './layouts/sequence-columns.ts';
import { SerialRowV1 } from './layouts/serial.ts';
import type { RawRecord } from './read-link-file.ts';
import { type FactChange, type PropertyProblem, residentOf, restrictionOf, serialOf } from './row-to-fact.ts';
import { RowRule } from './rules.ts';

/** One broken rule: the column's heading and the rule's name, never the value. */
export type RowProblem = { readonly column: string; readonly rule: RowRule };

/** As much of a rejected row as could be read; without person and sequence nobody can be closed by it. */
export type Salvaged = {
  readonly personId: PersonId | undefined;
  readonly sequence: Sequence | undefined;
  readonly subject: string | undefined;
};

export type ParsedRow =
  | { readonly ok: true; readonly line: number; readonly change: FactChange }
  | {
      readonly ok: false;
      readonly line: number;
      readonly problems: readonly RowProblem[];
      readonly salvaged: Salvaged;
    };

export const WHOLE_ROW = '（行全体）';

/** A parser of the records of one file; a row that breaks a rule is rejected alone, with all its problems. */
export function createRowParser(name: FileName): (record: RawRecord) => ParsedRow {
  const columns = columnsOf(name.feed);
  const headingOf = new Map(columns.map(({ property, column }) => [property, column]));
  const place = new Map(columns.map(({ property }, index) => [property, index]));
  const convert = CONVERTERS[name.feed];

  const rejected = (
    { line, cells }: RawRecord,
    problems: readonly RowProblem[],
    whole: boolean,
  ): ParsedRow => {
    const cell = (property: string): string => cells[place.get(property) ?? -1] ?? '';
    return {
      ok: false,
      line,
      problems,
      salvaged: {
        personId: PersonId.safeParse(cell('personId')).data,
        sequence: salvagedSequence(cell('epoch'), cell('number'), name.epoch),
        // A row of the wrong length may have shifted: its first columns are believed, the others are not.
        subject: whole ? salvagedSubject(name.feed, cell) : undefined,
      },
    };
  };

  return (record) => {
    const { line, cells } = record;
    if (cells.length !== columns.length) {
      return rejected(record, [{ column: WHOLE_ROW, rule: 'column-count' }], false);
    }
    const object: Record<string, string> = {};
    for (const [index, { property }] of columns.entries()) object[property] = cells[index] ?? '';
    const converted = convert(object);
    const problems = converted.ok ? aheadProblems(converted.value, name) : converted.error;
    if (converted.ok && problems.length === 0) return { ok: true, line, change: converted.value };
    return rejected(
      record,
      problems.map(({ property, rule }) => ({ column: headingOf.get(property) ?? WHOLE_ROW, rule })),
      true,
    );
  };
}

type Converter = (cells: Readonly<Record<string, string>>) => Result<FactChange, readonly PropertyProblem[]>;

const converter =
  <S extends z.ZodType>(layout: S, toFact: (row: z.infer<S>) => ReturnType<Converter>): Converter =>
  (cells) => {
    const row = layout.safeParse(cells);
    return row.success ? toFact(row.data) : err(problemsOf(row.error));
  };

const CONVERTERS: Readonly<Record<Feed, Converter>> = {
  resident: converter(ResidentRowV1, residentOf),
  serial: converter(SerialRowV1, serialOf),
  restriction: converter(RestrictionRowV1, restrictionOf),
};

/** A row from a generation that the file does not belong to would lock its person until that generation comes. */
const aheadProblems = ({ sequence }: FactChange, name: FileName): readonly PropertyProblem[] =>
  sequence.epoch > name.epoch ? [{ property: 'epoch', rule: 'epoch-ahead' }] : [];

/** The first broken rule of each column. */
function problemsOf(error: z.ZodError): readonly PropertyProblem[] {
  const byProperty = new Map<string, PropertyProblem>();
  for (const issue of error.issues) {
    const property = String(issue.path[0]);
    const rule = RowRule.safeParse(issue.message);
    if (!byProperty.has(property)) byProperty.set(property, { property, rule: rule.data ?? 'pattern' });
  }
  return [...byProperty.values()];
}

/** An epoch ahead of the file's own would close the person until that epoch comes; the file's stands in for it. */
function salvagedSequence(epoch: string, number: string, fileEpoch: number): Sequence | undefined {
  const e = sequenceColumns.epoch.safeParse(epoch);
  const n = sequenceColumns.number.safeParse(number);
  if (!e.success || !n.success) return undefined;
  return { epoch: Math.min(e.data, fileEpoch), number: n.data };
}

const RestrictionKey = RestrictionRowV1.pick({ kind: true, certificateType: true });
const SerialKey = SerialRowV1.pick({ issuer: true, serial: true });

function salvagedSubject(feed: MarkFeed, cell: (property: string) => string): string | undefined {
  if (feed === 'restriction') {
    const key = RestrictionKey.safeParse({ kind: cell('kind'), certificateType: cell('certificateType') });
    return key.success ? restrictionSubject(key.data) : undefined;
  }
  if (feed === 'serial') {
    const key = SerialKey.safeParse({ issuer: cell('issuer'), serial: cell('serial') });
    return key.success ? serialSubject(key.data) : undefined;
  }
  return undefined;
}
