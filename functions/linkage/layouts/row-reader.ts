import type { z } from 'zod';
import { err, ok, type Result } from '../../shared/result.ts';
import type { PropertyProblem } from '../row-to-fact.ts';
import { type CellReader, type CellValue, type ColumnNote, columnDefinitions } from './column.ts';

export type LayoutColumn = ColumnNote & { readonly property: string };

type ListName<R> = keyof R extends infer K ? (K extends `${infer L}.${string}` ? L : never) : never;

/** The columns `<list>.<name>` of a row list by list: the values that are there, by their names. */
export type ListsOf<R> = {
  readonly [L in ListName<R>]: {
    readonly [K in keyof R as K extends `${L}.${infer N}` ? N : never]?: Exclude<R[K], undefined>;
  };
};

/** A row's values by their properties; lent until the next row is read. */
export type LentRow<S extends z.ZodObject> = z.infer<S> & ListsOf<z.infer<S>>;

type ReadColumn = { readonly property: string; readonly note: ColumnNote; readonly read: CellReader };

/** The columns of a layout in the file's order. */
export const readColumnsOf = (schema: z.ZodObject): readonly ReadColumn[] =>
  Object.entries(schema.shape).map(([property, column]) => {
    const definition = columnDefinitions.get(column as z.ZodType);
    if (definition === undefined) throw new Error(`layout: column ${property} has no heading`);
    return { property, ...definition };
  });

/**
 * What the schema says of a row's cells, in one pass: the same values, or the rule that each wrong column breaks. Every
 * row is the same object, which shows the values of the last cells that were read: a million rows leave nothing behind.
 */
export function createRowReader<S extends z.ZodObject>(
  schema: S,
): (cells: readonly string[]) => Result<LentRow<S>, readonly PropertyProblem[]> {
  const columns = readColumnsOf(schema);
  const readers = columns.map(({ read }) => read);
  /** Most cells of a wide row are empty. */
  const mayBeEmpty = readers.map((read) => read('') === undefined);
  const values: CellValue[] = columns.map(() => undefined);
  const row = ok(viewOf(columns, values) as LentRow<S>);

  const problemsOf = (cells: readonly string[]): readonly PropertyProblem[] =>
    columns.flatMap(({ property, read }, index) => {
      const value = read(cells[index] ?? '');
      return typeof value === 'object' ? [{ property, rule: value.rule }] : [];
    });

  return (cells) => {
    for (let index = 0; index < readers.length; index += 1) {
      const cell = cells[index] ?? '';
      const value = cell === '' && mayBeEmpty[index] ? undefined : readers[index]?.(cell);
      if (typeof value === 'object') return err(problemsOf(cells));
      values[index] = value;
    }
    return row;
  };
}

/** An object that shows the values at hand. Its shape never changes, which is why reading from it costs nothing. */
function viewOf(columns: readonly ReadColumn[], values: readonly CellValue[]): object {
  const view = {};
  const lists = new Map<string, (readonly [string, number])[]>();
  for (const [index, { property }] of columns.entries()) {
    Object.defineProperty(view, property, { enumerable: true, get: () => values[index] });
    const [list = '', name] = property.split('.');
    if (name !== undefined) lists.set(list, [...(lists.get(list) ?? []), [name, index]]);
  }
  for (const [list, places] of lists) {
    Object.defineProperty(view, list, { get: () => recordedOf(places, values) });
  }
  return view;
}

function recordedOf(places: readonly (readonly [string, number])[], values: readonly CellValue[]) {
  const recorded: Record<string, CellValue> = {};
  for (const [name, index] of places) {
    const value = values[index];
    if (value !== undefined) recorded[name] = value;
  }
  return recorded;
}
