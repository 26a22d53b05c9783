import type { DisplayItem } from '../../pdf/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import { ordinalText } from '../compile/compile-body.ts';
import type { CompiledTemplate } from '../compile/compile-template.ts';
import { staticItem } from '../compile/form.ts';
import { firstBaseline, rounded } from '../compile/static-text.ts';
import type { FittedBlock, FittedRow, FittedTable, FittedValue, Setting } from './fit-blocks.ts';
import type { Measure } from './fit-text.ts';

/** Draws blocks from `top` (points below the page's upper edge) down; answers their lower end. */
export function drawBlocks<F>(
  setting: Setting<F>,
  blocks: readonly FittedBlock[],
  top: number,
  items: DisplayItem[],
): Result<number, F> {
  let y = top;
  for (const one of blocks) {
    y += one.block.gap;
    const drawn = drawBlock(setting, one, y, items);
    if (!drawn.ok) return drawn;
    y += one.height;
  }
  return ok(y);
}

function drawBlock<F>(
  { template, measure }: Setting<F>,
  { block, tables, height, number }: FittedBlock,
  top: number,
  items: DisplayItem[],
): Result<undefined, F> {
  const pageHeight = template.page.height;
  const bottom = top + height;
  const placed = tables.map((table) => ({ ...placeRows(table, top, bottom), table: table.table }));
  for (const one of placed) drawRules(template, { ...one, top }, items);
  const y = rounded(pageHeight - bottom);
  const { outer, thin } = template.template.lines;
  for (const x of block.dividers)
    items.push({ kind: 'rule', x1: x, y1: rounded(pageHeight - top), x2: x, y2: y, width: thin });
  for (const { left, right } of block.frames) {
    const size = { width: rounded(right - left), height: rounded(height) };
    items.push({ kind: 'frame', x: left, y, ...size, lineWidth: outer });
  }
  for (const row of placed.flatMap(({ rows }) => rows)) {
    const drawn = drawTexts(row, pageHeight, measure, items);
    if (!drawn.ok) return drawn;
  }
  const ordinal = ordinalText(block, number);
  if (ordinal !== undefined) items.push(staticItem(ordinal, pageHeight, top));
  return ok(undefined);
}

type PlacedRow = FittedRow & { readonly top: number; readonly bottom: number };

/** Where each row of a table stands, and what is left free between the rows and the foot. */
function placeRows(
  { table, rows, foot }: FittedTable,
  top: number,
  bottom: number,
): { readonly rows: readonly PlacedRow[]; readonly free: { readonly from: number; readonly to: number } } {
  const placed: PlacedRow[] = [];
  let y = top;
  for (const row of rows) {
    placed.push({ ...row, top: y, bottom: y + row.height });
    y += row.height;
  }
  const last = placed.at(-1);
  if (foot.length === 0 && last !== undefined) {
    placed[placed.length - 1] = { ...last, bottom };
    return { rows: placed, free: { from: bottom, to: bottom } };
  }
  const free = { from: y, to: bottom - table.footHeight };
  y = free.to;
  for (const row of foot) {
    placed.push({ ...row, top: y, bottom: y + row.height });
    y += row.height;
  }
  return { rows: placed, free };
}

type PlacedTable = ReturnType<typeof placeRows> & {
  readonly table: { readonly left: number; readonly right: number };
  readonly top: number;
};

/** The rules between and within a table's rows, and the stroke through what is left free: nothing can be added there. */
function drawRules(
  { template, page }: CompiledTemplate,
  { table: { left, right }, rows, free, top }: PlacedTable,
  items: DisplayItem[],
): void {
  const { thin, hair, hairGrey } = template.lines;
  const up = (down: number): number => rounded(page.height - down);
  for (const { row, top: y, bottom } of rows) {
    const line = { kind: 'rule', x1: left, y1: up(y), x2: right, y2: up(y) } as const;
    if (y > top)
      items.push(
        row.ruleAbove === 'thin' ? { ...line, width: thin } : { ...line, width: hair, grey: hairGrey },
      );
    for (const x of row.verticals)
      items.push({ kind: 'rule', x1: x, y1: up(y), x2: x, y2: up(bottom), width: thin });
  }
  if (free.to - free.from < 0.01) return;
  if (free.from > top)
    items.push({ kind: 'rule', x1: left, y1: up(free.from), x2: right, y2: up(free.from), width: thin });
  items.push({ kind: 'rule', x1: left, y1: up(free.to), x2: right, y2: up(free.from), width: thin });
}

/** Labels, values and pictures of a row. */
function drawTexts<F>(
  { row, values, top, bottom }: PlacedRow,
  pageHeight: number,
  measure: Measure<F>,
  items: DisplayItem[],
): Result<undefined, F> {
  for (const label of row.labels) items.push(staticItem(label, pageHeight, top));
  for (const fitted of values) {
    if ('picture' in fitted) {
      items.push(pictureItem(fitted, pageHeight - (top + bottom) / 2));
      continue;
    }
    const { value, field, size, lines } = fitted;
    let down = top + firstBaseline(row.height, size);
    for (const text of lines) {
      const width =
        fitted.width !== undefined || value.share === 0 ? ok(fitted.width ?? 0) : measure(text, size, field);
      if (!width.ok) return width;
      const x = value.share === 0 ? value.x : rounded(value.x + (value.width - width.value) * value.share);
      items.push({ kind: 'text', x, y: rounded(pageHeight - down), size, text, field });
      down += value.style.leading * size;
    }
  }
  return ok(undefined);
}

/** In the middle of its row, whose middle is at `y`. */
function pictureItem({ value, picture }: Extract<FittedValue, { picture: unknown }>, y: number): DisplayItem {
  const { width, height, image } = picture;
  const corner = { x: rounded(value.x - width / 2), y: rounded(y - height / 2) };
  return { kind: 'picture', ...corner, width, height, image, field: value.name };
}
