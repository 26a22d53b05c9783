import type { DisplayItem } from '../../pdf/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import { ordinalText } from '../compile/compile-body.ts';
import { staticItem } from '../compile/form.ts';
import { firstBaseline, rounded } from '../compile/static-text.ts';
import { blockStamp } from './block-stamp.ts';
import type { FittedBlock, FittedValue, Setting } from './fit-blocks.ts';
import { type PlacedRow, placeTables } from './place-rows.ts';

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
  setting: Setting<F>,
  fitted: FittedBlock,
  top: number,
  items: DisplayItem[],
): Result<undefined, F> {
  const { template } = setting;
  const { height } = template.page;
  items.push({ kind: 'stamp', x: 0, y: rounded(height - top), stamp: blockStamp(template, fitted) });
  for (const { rows } of placeTables(fitted)) {
    for (const row of rows) {
      const drawn = drawTexts(setting, row, top, items);
      if (!drawn.ok) return drawn;
    }
  }
  const ordinal = ordinalText(fitted.block, fitted.number);
  if (ordinal !== undefined) items.push(staticItem(ordinal, height, top));
  return ok(undefined);
}

/** Values and pictures of a row, and the labels that its block's stamp does not have. */
function drawTexts<F>(
  { template, measure }: Setting<F>,
  { row, values, top, bottom }: PlacedRow,
  blockTop: number,
  items: DisplayItem[],
): Result<undefined, F> {
  const { height } = template.page;
  for (const label of row.labels)
    if (!template.usualTexts.has(label.text)) items.push(staticItem(label, height, blockTop + top));
  for (const fitted of values) {
    if ('picture' in fitted) {
      items.push(pictureItem(fitted, height - blockTop - (top + bottom) / 2));
      continue;
    }
    const { value, field, size, lines } = fitted;
    let down = blockTop + top + firstBaseline(row.height, size);
    for (const text of lines) {
      const width =
        fitted.width !== undefined || value.share === 0 ? ok(fitted.width ?? 0) : measure(text, size, field);
      if (!width.ok) return width;
      const x = value.share === 0 ? value.x : rounded(value.x + (value.width - width.value) * value.share);
      items.push({ kind: 'text', x, y: rounded(height - down), size, text, field });
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
