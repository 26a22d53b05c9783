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
 * Makes readers of a layout's rows: what the schema says of a row's cells, in one pass, that is the same values, or the
 * rule that each wrong column breaks. Every row that a reader gives is the same object, which shows the values of the
 * last cells that it has read: a million rows leave nothing behind.
 */
export function rowReaders<S extends z.ZodObject>(
  schema: S,
): () => (cells: readonly string[]) => Result<LentRow<S>, readonly PropertyProblem[]> {
  const columns = readColumnsOf(schema);
  const readers = columns.map(({ read }) => read);
  /** Most cells of a wide row are empty. */
  const mayBeEmpty = readers.map((read) => read('') === undefined);
  const shown = shownBy(columns);

  const problemsOf = (cells: readonly string[]): readonly PropertyProblem[] =>
    columns.flatMap(({ property, read }, index) => {
      const value = read(cells[index] ?? '');
      return typeof value === 'object' ? [{ property, rule: value.rule }] : [];
    });

  return () => {
    const values: CellValue[] = columns.map(() => undefined);
    const row = ok(Object.defineProperties({}, { ...shown, [VALUES]: { value: values } }) as LentRow<S>);
    return (cells) => {
      for (let index = 0; index < readers.length; index += 1) {
        const cell = cells[index] ?? '';
        const value = cell === '' && mayBeEmpty[index] ? undefined : readers[index]?.(cell);
        if (typeof value === 'object') return err(problemsOf(cells));
        values[index] = value;
      }
      return row;
    };
  };
}

const VALUES = Symbol('values');
type Valued = { readonly [VALUES]: readonly CellValue[] };

/**
 * What shows the values at hand, as properties of the row's own: a part of a row is taken like that of any object. The
 * same for every file, so that all rows of a layout have one shape, and reading from them costs nothing.
 */
function shownBy(columns: readonly ReadColumn[]): PropertyDescriptorMap {
  const shown: PropertyDescriptorMap = {};
  const lists = new Map<string, (readonly [string, number])[]>();
  for (const [index, { property }] of columns.entries()) {
    shown[property] = {
      enumerable: true,
      get(this: Valued) {
        return this[VALUES][index];
      },
    };
    const [list = '', name] = property.split('.');
    if (name !== undefined) lists.set(list, [...(lists.get(list) ?? []), [name, index]]);
  }
  for (const [list, places] of lists) {
    shown[list] = {
      get(this: Valued) {
        return recordedOf(places, this[VALUES]);
      },
    };
  }
  return shown;
}

function recordedOf(places: readonly (readonly [string, number])[], values: readonly CellValue[]) {
  const recorded: Record<string, CellValue> = {};
  for (let place = 0; place < places.length; place += 1) {
    const [name, index] = places[place] ?? ['', -1];
    const value = values[index];
    if (value !== undefined) recorded[name] = value;
  }
  return recorded;
}
