import type { DisplayItem } from '../pdf/index.ts';
import { ok, type Result } from '../shared/result.ts';
import { type CompiledRow, type CompiledTemplate, firstBaseline } from './compile-template.ts';
import { type FittedText, fitText, type Measure, type Overflow } from './fit-text.ts';
import type { ModelData } from './model-fields.ts';
import { cellText, isShown } from './slot-values.ts';

/** Rows whose texts are set: their height is known, their place on a page is not. */
export type FittedRows = { readonly height: number; readonly rows: readonly FittedRow[] };

type FittedRow = {
  readonly row: CompiledRow;
  readonly height: number;
  readonly cells: readonly (FittedText & { readonly field: string })[];
};

/** Where rows are drawn: `top` counts down from the page's upper edge. */
export type RowPlace = {
  readonly top: number;
  readonly left: number;
  readonly right: number;
  /** Left edge of the rows' rules; further right than `left` where an ordinal stands before them. */
  readonly rulesFrom: number;
};

/** Sets the texts of the rows that this heading or member has. */
export function fitRows<F>(
  compiled: CompiledTemplate,
  rows: readonly CompiledRow[],
  source: { readonly data: ModelData; readonly model: ModelData; readonly prefix: string },
  measure: Measure<F>,
): Result<FittedRows, Overflow | F> {
  const fitted: FittedRow[] = [];
  let total = 0;
  for (const row of rows) {
    if (!isShown(row, source.data)) continue;
    let height = row.height;
    const cells: (FittedText & { field: string })[] = [];
    for (const cell of row.cells) {
      const field = source.prefix + cell.field.path;
      const text = cellText(compiled, cell, source.data, source.model);
      const set = fitText(text, cell.width, cell.style, field, measure);
      if (!set.ok) return set;
      const { size, lines } = set.value;
      height = Math.max(height, row.height + (lines.length - 1) * cell.style.leading * size);
      cells.push({ size, lines, field });
    }
    fitted.push({ row, height, cells });
    total += height;
  }
  return ok({ height: total, rows: fitted });
}

/** Draws rows into `items`: the frame around them, the rules between them, labels and values. */
export function drawRows(
  compiled: CompiledTemplate,
  fitted: FittedRows,
  place: RowPlace,
  items: DisplayItem[],
): void {
  const { outer, thin, hair, hairGrey } = compiled.template.lines;
  const pageHeight = compiled.page.height;
  const up = (down: number): number => rounded(pageHeight - down);
  let top = place.top;
  for (const [index, { row, height }] of fitted.rows.entries()) {
    if (index > 0) {
      const line = { kind: 'rule', x1: place.rulesFrom, y1: up(top), x2: place.right, y2: up(top) } as const;
      items.push(
        row.ruleAbove === 'thin' ? { ...line, width: thin } : { ...line, width: hair, grey: hairGrey },
      );
    }
    for (const x of row.verticals) {
      items.push({ kind: 'rule', x1: x, y1: up(top), x2: x, y2: up(top + height), width: thin });
    }
    top += height;
  }
  items.push({
    kind: 'frame',
    x: place.left,
    y: up(place.top + fitted.height),
    width: rounded(place.right - place.left),
    height: rounded(fitted.height),
    lineWidth: outer,
  });
  top = place.top;
  for (const { row, height, cells } of fitted.rows) {
    for (const { text, x, down, size } of row.labels) {
      items.push({ kind: 'text', x: rounded(x), y: up(top + down), size, text, field: LABEL_FIELD });
    }
    for (const [index, { size, lines, field }] of cells.entries()) {
      const cell = row.cells[index];
      if (cell === undefined) continue;
      let down = top + firstBaseline(row.height, size);
      for (const text of lines) {
        items.push({ kind: 'text', x: cell.x, y: up(down), size, text, field });
        down += cell.style.leading * size;
      }
    }
    top += height;
  }
}

/** What a refusal names where a text of the template itself cannot be drawn. */
export const LABEL_FIELD = 'template';

/** To a thousandth of a point, as finished bytes hold it. */
export const rounded = (value: number): number => Math.round(value * 1000) / 1000;
