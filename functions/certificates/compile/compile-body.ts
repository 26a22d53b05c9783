import { type FieldPath, fieldPath } from '../model-fields.ts';
import { emWidth, firstBaseline, points, SHARES, type StaticText } from './static-text.ts';
import type { CertificateTemplate, TextStyle } from './template.ts';
import type { Block, Cell, Condition, Row, Table } from './template-body.ts';

export type CompiledCondition = { readonly field: FieldPath; readonly is: string | undefined };

export type TextValue = {
  readonly kind: 'text';
  readonly field: FieldPath;
  readonly askedBy: string | undefined;
  /** Stands where nothing is recorded. */
  readonly absent: string;
  readonly style: TextStyle;
  /** Left edge and width of the text's room, and the share of the free space before it. */
  readonly x: number;
  readonly width: number;
  readonly share: number;
};

/** `x` is the middle of its room; `width` and `height` are the most that it can have. */
export type PictureValue = {
  readonly kind: 'picture';
  readonly name: string;
  readonly x: number;
  readonly width: number;
  readonly height: number;
};

export type CompiledRow = {
  readonly when: CompiledCondition | undefined;
  readonly each: FieldPath | undefined;
  readonly height: number;
  readonly ruleAbove: 'thin' | 'hair';
  readonly labels: readonly StaticText[];
  readonly values: readonly (TextValue | PictureValue)[];
  /** Vertical rules within the row. */
  readonly verticals: readonly number[];
  /** The choice about which the row says something by being there, without a value. */
  readonly statement: FieldPath | undefined;
};

export type CompiledTable = {
  readonly left: number;
  readonly right: number;
  readonly rows: readonly CompiledRow[];
  readonly foot: readonly CompiledRow[];
  readonly footHeight: number;
};

export type CompiledBlock = {
  readonly id: string;
  readonly when: CompiledCondition | undefined;
  readonly each: FieldPath | undefined;
  readonly gap: number;
  readonly ordinal: Readonly<Record<'left' | 'right' | 'down' | 'size', number>> | undefined;
  readonly tables: readonly CompiledTable[];
  /** Frames from the left: of all tables together, or of each where they stand apart. */
  readonly frames: readonly { readonly left: number; readonly right: number }[];
  /** Vertical rules over the whole height, between what shares a frame. */
  readonly dividers: readonly number[];
};

export function compileBlock(template: CertificateTemplate, block: Block): CompiledBlock {
  const { left } = template.body;
  const { ordinal } = block;
  const tables: CompiledTable[] = [];
  let from = left + (ordinal?.width ?? 0);
  for (const table of block.tables) {
    tables.push(compileTable(template, table, from, block.when));
    from += table.width + block.apart;
  }
  const right = points(left + template.body.width);
  return {
    id: block.id,
    when: compileCondition(block.when),
    each: block.each === undefined ? undefined : fieldPath(block.each),
    gap: points(block.gap),
    ordinal: ordinal && {
      left: points(left),
      right: points(left + ordinal.width),
      down: points(ordinal.baseline),
      size: ordinal.size,
    },
    tables,
    frames: block.apart === 0 ? [{ left: points(left), right }] : tables,
    dividers: block.apart === 0 ? tables.map((table) => table.left).filter((x) => x > points(left)) : [],
  };
}

function compileTable(
  template: CertificateTemplate,
  table: Table,
  left: number,
  when: Condition | undefined,
): CompiledTable {
  const foot = table.foot.map((row) => compileRow(template, row, left, when));
  return {
    left: points(left),
    right: points(left + table.width),
    rows: table.rows.map((row) => compileRow(template, row, left, when)),
    foot,
    footHeight: foot.reduce((sum, { height }) => sum + height, 0),
  };
}

function compileRow(
  template: CertificateTemplate,
  row: Row,
  from: number,
  blockWhen: Condition | undefined,
): CompiledRow {
  const labels: StaticText[] = [];
  const values: (TextValue | PictureValue)[] = [];
  const verticals: number[] = [];
  let left = from;
  for (const cell of row.cells) {
    const hasValue = cell.field !== undefined || cell.picture !== undefined;
    const labelWidth = cell.label === undefined ? 0 : hasValue ? (cell.labelWidth ?? 0) : cell.width;
    if (left > from) verticals.push(points(left));
    if (cell.label !== undefined) labels.push(...labelLines(template, cell, left, labelWidth, row.height));
    if (hasValue && labelWidth > 0) verticals.push(points(left + labelWidth));
    const room = { left: left + labelWidth, width: cell.width - labelWidth, height: row.height };
    if (cell.field !== undefined) values.push(textValue(template, cell, cell.field, room));
    if (cell.picture !== undefined) values.push(pictureValue(template, cell.picture, room));
    left += cell.width;
  }
  return {
    when: compileCondition(row.when),
    each: row.each === undefined ? undefined : fieldPath(row.each),
    height: points(row.height),
    ruleAbove: row.ruleAbove,
    labels,
    values,
    verticals,
    statement: statementOf(row, row.when ?? blockWhen),
  };
}

const statementOf = ({ cells }: Row, when: Condition | undefined): FieldPath | undefined =>
  when?.is === undefined || cells.some(({ field }) => field !== undefined)
    ? undefined
    : fieldPath(when.field);

type Room = { readonly left: number; readonly width: number; readonly height: number };

const textValue = (template: CertificateTemplate, cell: Cell, field: string, room: Room): TextValue => ({
  kind: 'text',
  field: fieldPath(field),
  askedBy: cell.askedBy,
  absent: cell.absent ?? template.marks.notRecorded,
  style: styleOf(template, cell.style ?? ''),
  x: points(room.left + template.padding),
  width: points(room.width - 2 * template.padding),
  share: SHARES[cell.align ?? 'left'],
});

const pictureValue = ({ padding }: CertificateTemplate, name: string, room: Room): PictureValue => ({
  kind: 'picture',
  name,
  x: points(room.left + room.width / 2),
  width: points(room.width - 2 * padding),
  height: points(room.height - 2 * padding),
});

function labelLines(
  { labels, padding }: CertificateTemplate,
  { label = '', labelSize: size = labels.size, labelAlign = 'center' }: Cell,
  left: number,
  width: number,
  height: number,
): StaticText[] {
  const lines = label.split('\n');
  const pitch = labels.leading * size;
  const first = firstBaseline(points(height), size) - ((lines.length - 1) * pitch) / 2;
  const inset = labelAlign === 'center' ? 0 : padding;
  const room = points(width - 2 * inset);
  return lines.map((text, index) => ({
    text,
    x: points(left + inset) + (room - emWidth(text) * size) * SHARES[labelAlign],
    down: first + index * pitch,
    size,
  }));
}

const compileCondition = (when: Condition | undefined): CompiledCondition | undefined =>
  when && { field: fieldPath(when.field), is: when.is };

export function styleOf(template: CertificateTemplate, name: string): TextStyle {
  const style = template.styles[name];
  if (style === undefined) throw new Error(`unchecked template: no style ${name}`);
  return style;
}

/** The number before a block, in the middle of its column; half-width digits are half as wide as high. */
export function ordinalText({ ordinal }: CompiledBlock, number: number): StaticText | undefined {
  if (ordinal === undefined) return undefined;
  const text = String(number);
  const x = (ordinal.left + ordinal.right) / 2 - (text.length * ordinal.size) / 4;
  return { text, x, down: ordinal.down, size: ordinal.size };
}
