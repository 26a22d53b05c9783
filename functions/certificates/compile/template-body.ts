import { z } from 'zod';

/** Millimetres from the page's upper left corner, right and down; or a distance. */
export const Millimetres = z.number().min(0).max(420);
/** Font size in points. */
export const Size = z.number().min(5).max(48);
export const Text = z.string().min(1);
export const Align = z.enum(['left', 'center', 'right']);
export type Align = z.infer<typeof Align>;
/** Name by which faults, refusals and readings call a place. */
export const PlaceName = z.string().regex(/^[a-z][A-Za-z]*$/);

/** True where the text is recorded; with `is`, where the choice has just that value. */
const Condition = z.strictObject({ field: Text, is: z.string().optional() });
export type Condition = z.infer<typeof Condition>;

/**
 * A field of a table: a label, a value, or a label with a value beside it. A label alone fills the cell: a section's
 * title, or a statement (「課税されていない」) in a row that a choice shows.
 */
const Cell = z.strictObject({
  width: Millimetres,
  /** A text of the template, centred unless `labelAlign` says otherwise; a line feed starts another line. */
  label: Text.optional(),
  labelAlign: Align.optional(),
  /** Of this width where a value stands beside it. */
  labelWidth: Millimetres.optional(),
  /** Font size of the label where it is not that of all labels. */
  labelSize: Size.optional(),
  /** The value: a text of the model (within `each` of one element of the list), … */
  field: Text.optional(),
  style: Text.optional(),
  align: Align.optional(),
  /** The option without which the value is replaced by the mark for what was not asked. */
  askedBy: Text.optional(),
  /** Stands where nothing is recorded, instead of the template's own mark. */
  absent: Text.optional(),
  /** … or a picture that comes with the model, in its own physical size, in the middle of the cell. */
  picture: PlaceName.optional(),
});
export type Cell = z.infer<typeof Cell>;

const Row = z.strictObject({
  when: Condition.optional(),
  /** A list of the model: the row comes once for each of its elements. */
  each: Text.optional(),
  /** Height with one line; each further line of its longest cell adds to it. */
  height: Millimetres.min(2),
  /** The rule above it; `hair` binds a row to the one above. */
  ruleAbove: z.enum(['thin', 'hair']).default('thin'),
  cells: z.array(Cell).min(1).max(6),
});
export type Row = z.infer<typeof Row>;

const Table = z.strictObject({
  width: Millimetres,
  /** Rows from the top down. Without a foot the last one reaches to the block's lower edge. */
  rows: z.array(Row).min(1).max(60),
  /** Rows of fixed height at the block's lower edge (sums); what is left free above them is crossed out. */
  foot: z.array(Row).max(20).default([]),
});
export type Table = z.infer<typeof Table>;

/**
 * Tables side by side in frames of equal height. A block is never split between pages, and is not there where none of
 * its rows is.
 */
const Block = z.strictObject({
  id: PlaceName,
  when: Condition.optional(),
  /** A list of the model: the block comes once for each of its elements. */
  each: Text.optional(),
  /** Stands at the top of every page. Only the first blocks can. */
  onEveryPage: z.boolean().default(false),
  /** Space above it. */
  gap: Millimetres,
  /** The element's number in a column of its own; `baseline` counts down from the block's top. */
  ordinal: z.strictObject({ width: Millimetres, baseline: Millimetres, size: Size }).optional(),
  tables: z.array(Table).min(1).max(4),
  /** Space between two tables; with none they share one frame. */
  apart: Millimetres.default(0),
});
export type Block = z.infer<typeof Block>;

/** What flows from the top down and over as many pages as it takes. */
export const Body = z.strictObject({
  left: Millimetres,
  width: Millimetres,
  top: Millimetres,
  bottom: Millimetres,
  /** Lowest end of the body on the last page, above what `lastPage` puts there. */
  lastBottom: Millimetres,
  blocks: z.array(Block).min(1).max(24),
  /** Closes the body (「以下余白」), so that nothing can be added below; `distance` is from the last block. */
  end: z.strictObject({ text: Text, size: Size, distance: Millimetres }).optional(),
});
