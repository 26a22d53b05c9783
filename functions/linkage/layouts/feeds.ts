import type { z } from 'zod';
import { type ColumnNote, columnNotes } from './column.ts';
import type { Feed } from './envelope.ts';
import { ResidentRowV1 } from './resident.ts';
import { RestrictionRowV1 } from './restriction.ts';
import { SerialRowV1 } from './serial.ts';

/** The only layout version so far; a later one lives beside it, chosen by the file's first record. */
export const LAYOUT_VERSION = 1;

export const LAYOUTS = {
  resident: ResidentRowV1,
  serial: SerialRowV1,
  restriction: RestrictionRowV1,
} as const satisfies Readonly<Record<Feed, z.ZodObject>>;

/** A row that keeps its layout, by feed. */
export type RowOf<F extends Feed> = z.infer<(typeof LAYOUTS)[F]>;

export type LayoutColumn = ColumnNote & { readonly property: string };

/** The columns of a feed in the file's order. */
export function columnsOf(feed: Feed): readonly LayoutColumn[] {
  return Object.entries(LAYOUTS[feed].shape).map(([property, schema]) => {
    const note = columnNotes.get(schema);
    if (note === undefined) throw new Error(`layout ${feed}: column ${property} has no heading`);
    return { property, ...note };
  });
}
