import type { RowFileName } from './layouts/envelope.ts';
import { columnsOf } from './layouts/feeds.ts';
import { createRowParser, WHOLE_ROW } from './parse-row.ts';
import { inspectLinkFile, type RawRecord, type VerifiedFile } from './read-link-file.ts';
import type { FileRule, RowRule } from './rules.ts';
import { createToldBefore } from './told-before.ts';
import { valueClassOf } from './value-class.ts';

/** One broken rule of a file, with the place where it is broken. */
export type Finding = {
  readonly rule: FileRule | RowRule;
  /** From 1. */
  readonly line: number;
  /** A column's heading, or an item of the first record. */
  readonly column?: string;
  /** What the column should hold. */
  readonly format?: string;
  /** What stands there: may be personal data, for the eyes of whoever sends the file. */
  readonly cell?: string;
  /** What kind of value stands there, in its place where nobody may see it. */
  readonly valueClass?: string;
  /** The row's columns, where their number is the fault. */
  readonly width?: { readonly found: number; readonly wanted: number };
};

export type Examination =
  | { readonly kind: 'findings'; readonly findings: readonly Finding[] }
  /** Always last. */
  | {
      readonly kind: 'end';
      readonly rows: number;
      readonly faultyRows: number;
      /** Undefined where the file itself breaks a rule. */
      readonly file: VerifiedFile | undefined;
    };

/**
 * All that is wrong with a link file and its rows, in the file's order. Memory is flat in the file's size, unless numbers
 * with two contents are wanted as well: each row is then remembered in 48 bytes at most.
 */
export async function* examineFile(
  name: RowFileName,
  chunks: AsyncIterable<Uint8Array>,
  { findsTwoContents = false }: { readonly findsTwoContents?: boolean } = {},
): AsyncGenerator<Examination> {
  let rows = 0;
  let faultyRows = 0;
  let file: VerifiedFile | undefined;
  let findingsOf: ((record: RawRecord) => readonly Finding[]) | undefined;
  for await (const event of inspectLinkFile(name, chunks)) {
    switch (event.kind) {
      case 'verified':
        file = event.file;
        break;
      case 'problem':
        yield { kind: 'findings', findings: [event.problem] };
        break;
      case 'records': {
        findingsOf ??= examiner(name, event.layoutVersion, findsTwoContents);
        const findings: Finding[] = [];
        for (const record of event.records) {
          const found = findingsOf(record);
          rows += 1;
          if (found.length > 0) faultyRows += 1;
          findings.push(...found);
        }
        if (findings.length > 0) yield { kind: 'findings', findings };
      }
    }
  }
  yield { kind: 'end', rows, faultyRows, file };
}

function examiner(
  name: RowFileName,
  layoutVersion: number,
  findsTwoContents: boolean,
): (record: RawRecord) => readonly Finding[] {
  const toldBefore = findsTwoContents ? createToldBefore() : () => undefined;
  const parse = createRowParser(name, { layoutVersion });
  const columns = columnsOf(name.feed, layoutVersion);
  const places = new Map(columns.map(({ column, ...rest }, index) => [column, { ...rest, index }]));
  const number = columns.findIndex(({ property }) => property === 'number');
  return (record) => {
    const parsed = parse(record);
    const { line, cells } = record;
    if (parsed.ok) {
      if (toldBefore(line, parsed.change) === undefined) return [];
      const column = columns[number]?.column ?? WHOLE_ROW;
      return [{ rule: 'sequence-conflict', line, column, cell: cells[number] ?? '' }];
    }
    return parsed.problems.map(({ rule, column }): Finding => {
      const place = places.get(column);
      if (place !== undefined) {
        const cell = cells[place.index] ?? '';
        const found = place.isSecret === true ? { valueClass: valueClassOf(cell) } : { cell };
        return { rule, line, column, format: place.format, ...found };
      }
      const width = { found: cells.length, wanted: columns.length };
      return { rule, line, column: WHOLE_ROW, ...(rule === 'column-count' ? { width } : {}) };
    });
  };
}
