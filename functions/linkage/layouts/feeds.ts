import type { z } from 'zod';
import { restrictionSubject, serialSubject, taxSubject } from '../../registry/index.ts';
import {
  type ConvertedFact,
  domicileRegistrationOf,
  kosekiIndexOf,
  type RowSettings,
  residentOf,
  restrictionOf,
  sealOf,
  serialOf,
} from '../row-to-fact.ts';
import { taxOf } from '../tax-row-to-fact.ts';
import type { CellValue } from './column.ts';
import { DomicileRegistrationRowV1 } from './domicile-registration.ts';
import type { RowFeed } from './envelope.ts';
import { KosekiIndexRowV1 } from './koseki-index.ts';
import { ResidentRowV1 } from './resident.ts';
import { RestrictionRowV1 } from './restriction.ts';
import { createRowReader, type LayoutColumn, type LentRow, readColumnsOf } from './row-reader.ts';
import { SealRowV1 } from './seal.ts';
import { SerialRowV1 } from './serial.ts';
import { TaxRowV1 } from './tax.ts';

export type { LayoutColumn };

/** Makes a fact of a row's cells, which stand in the file's order. */
type Convert = (cells: readonly string[], settings: RowSettings) => ConvertedFact;

/** One version of a feed's layout. */
export type Layout = {
  /** In the file's order. */
  readonly columns: readonly LayoutColumn[];
  /** For the rows of one file, one after another. */
  readonly createConverter: () => Convert;
  /** What a row that broke a rule was about, where that can be read: the subject of its mark. */
  readonly subjectOf: (cells: readonly string[]) => string | undefined;
};

/** The layouts of each feed by version. Versions live side by side: a file's first record says which one it has. */
export type LayoutTable = { readonly [F in RowFeed]: Readonly<Record<number, Layout>> };

/** @param toFact the rules that only several columns together can show; the row is lent to it */
export function layoutOf<S extends z.ZodObject>(
  schema: S,
  toFact: (row: LentRow<S>, settings: RowSettings) => ConvertedFact,
  subjectOf: Layout['subjectOf'] = () => undefined,
): Layout {
  const columns = readColumnsOf(schema).map(({ property, note }) => ({ property, ...note }));
  const createConverter = (): Convert => {
    const read = createRowReader(schema);
    return (cells, settings) => {
      const row = read(cells);
      return row.ok ? toFact(row.value, settings) : row;
    };
  };
  return { columns, createConverter, subjectOf };
}

/** The subject that some of the cells make together. */
function subjectBy<S extends z.ZodObject, const K extends keyof z.infer<S> & string>(
  schema: S,
  properties: readonly K[],
  subject: (key: Pick<z.infer<S>, K>) => string,
): Layout['subjectOf'] {
  const columns = [...readColumnsOf(schema).entries()].filter(([, { property }]) =>
    properties.some((name) => name === property),
  );
  return (cells) => {
    const key: Record<string, CellValue> = {};
    for (const [index, { property, read }] of columns) {
      const value = read(cells[index] ?? '');
      if (typeof value === 'object') return undefined;
      key[property] = value;
    }
    return subject(key as Pick<z.infer<S>, K>);
  };
}

/** The version that our own writers write. */
export const LAYOUT_VERSION = 1;

export const LAYOUTS: LayoutTable = {
  resident: { 1: layoutOf(ResidentRowV1, residentOf) },
  seal: { 1: layoutOf(SealRowV1, sealOf) },
  tax: { 1: layoutOf(TaxRowV1, taxOf, subjectBy(TaxRowV1, ['taxYear'], taxSubject)) },
  serial: {
    1: layoutOf(SerialRowV1, serialOf, subjectBy(SerialRowV1, ['issuer', 'serial'], serialSubject)),
  },
  restriction: {
    1: layoutOf(
      RestrictionRowV1,
      restrictionOf,
      subjectBy(RestrictionRowV1, ['kind', 'certificateType'], restrictionSubject),
    ),
  },
  'koseki-index': { 1: layoutOf(KosekiIndexRowV1, kosekiIndexOf) },
  'domicile-registration': {
    1: layoutOf(
      DomicileRegistrationRowV1,
      domicileRegistrationOf,
      subjectBy(DomicileRegistrationRowV1, ['issuer', 'serial'], serialSubject),
    ),
  },
};

/** The columns of a feed in the file's order. */
export function columnsOf(
  feed: RowFeed,
  version = LAYOUT_VERSION,
  layouts = LAYOUTS,
): readonly LayoutColumn[] {
  const layout = layouts[feed][version];
  if (layout === undefined) throw new Error(`layout ${feed}: there is no version ${version}`);
  return layout.columns;
}
