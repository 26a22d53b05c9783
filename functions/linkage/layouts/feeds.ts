import type { z } from 'zod';
import { restrictionSubject, serialSubject, taxSubject } from '../../registry/index.ts';
import { err } from '../../shared/result.ts';
import {
  type ConvertedFact,
  domicileRegistrationOf,
  kosekiIndexOf,
  type PropertyProblem,
  type RowSettings,
  residentOf,
  restrictionOf,
  sealOf,
  serialOf,
} from '../row-to-fact.ts';
import { RowRule } from '../rules.ts';
import { taxOf } from '../tax-row-to-fact.ts';
import { type ColumnNote, columnNotes } from './column.ts';
import { DomicileRegistrationRowV1 } from './domicile-registration.ts';
import type { RowFeed } from './envelope.ts';
import { KosekiIndexRowV1 } from './koseki-index.ts';
import { ResidentRowV1 } from './resident.ts';
import { RestrictionRowV1 } from './restriction.ts';
import { SealRowV1 } from './seal.ts';
import { SerialRowV1 } from './serial.ts';
import { TaxRowV1 } from './tax.ts';

export type LayoutColumn = ColumnNote & { readonly property: string };

/** The cells of one row by the layout's property names. */
export type RowCells = Readonly<Record<string, string>>;

/** One version of a feed's layout. */
export type Layout = {
  /** In the file's order. */
  readonly columns: readonly LayoutColumn[];
  readonly convert: (cells: RowCells, settings: RowSettings) => ConvertedFact;
  /** What a row that broke a rule was about, where that can be read: the subject of its mark. */
  readonly subjectOf: (cells: RowCells) => string | undefined;
};

/** The layouts of each feed by version. Versions live side by side: a file's first record says which one it has. */
export type LayoutTable = { readonly [F in RowFeed]: Readonly<Record<number, Layout>> };

/** @param toFact the rules that only several columns together can show */
export function layoutOf<S extends z.ZodObject>(
  schema: S,
  toFact: (row: z.infer<S>, settings: RowSettings) => ConvertedFact,
  subjectOf: Layout['subjectOf'] = () => undefined,
): Layout {
  const columns = Object.entries(schema.shape).map(([property, column]) => {
    const note = columnNotes.get(column as z.ZodType);
    if (note === undefined) throw new Error(`layout: column ${property} has no heading`);
    return { property, ...note };
  });
  const convert: Layout['convert'] = (cells, settings) => {
    const row = schema.safeParse(cells);
    return row.success ? toFact(row.data, settings) : err(problemsOf(row.error));
  };
  return { columns, convert, subjectOf };
}

/** The subject that some of the cells make together. */
const subjectBy =
  <S extends z.ZodType>(schema: S, subject: (key: z.infer<S>) => string): Layout['subjectOf'] =>
  (cells) => {
    const key = schema.safeParse(cells);
    return key.success ? subject(key.data) : undefined;
  };

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

/** The version that our own writers write. */
export const LAYOUT_VERSION = 1;

export const LAYOUTS: LayoutTable = {
  resident: { 1: layoutOf(ResidentRowV1, residentOf) },
  seal: { 1: layoutOf(SealRowV1, sealOf) },
  tax: { 1: layoutOf(TaxRowV1, taxOf, subjectBy(TaxRowV1.pick({ taxYear: true }), taxSubject)) },
  serial: {
    1: layoutOf(
      SerialRowV1,
      serialOf,
      subjectBy(SerialRowV1.pick({ issuer: true, serial: true }), serialSubject),
    ),
  },
  restriction: {
    1: layoutOf(
      RestrictionRowV1,
      restrictionOf,
      subjectBy(RestrictionRowV1.pick({ kind: true, certificateType: true }), restrictionSubject),
    ),
  },
  'koseki-index': { 1: layoutOf(KosekiIndexRowV1, kosekiIndexOf) },
  'domicile-registration': {
    1: layoutOf(
      DomicileRegistrationRowV1,
      domicileRegistrationOf,
      subjectBy(DomicileRegistrationRowV1.pick({ issuer: true, serial: true }), serialSubject),
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
