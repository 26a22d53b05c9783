import type { DisplayItem } from '../../pdf/index.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { CompiledSlot } from '../compile/compile-template.ts';
import { rounded } from '../compile/static-text.ts';
import type { ModelData } from '../model-fields.ts';
import { slotTexts } from '../slot-values.ts';
import { fitText, linesOf, type Measure, type Overflow, SLACK } from './fit-text.ts';

/** Both count from 1. */
export type PageNumber = { readonly page: number; readonly of: number };

type SlotPage<F> = {
  readonly height: number;
  readonly model: ModelData;
  readonly measure: Measure<F>;
  readonly place: PageNumber;
};

type NamedText = { readonly field: string; readonly text: string };

/** Draws what stands at a fixed place of a page into `items`. */
export function drawSlot<F>(
  page: SlotPage<F>,
  slot: CompiledSlot,
  items: DisplayItem[],
): Result<undefined, Overflow | F> {
  const [first, ...others] = slotTexts(slot, page.model, page.place);
  if (first === undefined) return ok(undefined);
  return others.length === 0
    ? drawText(page, slot, first, items)
    : drawFields(page, slot, [first, others], items);
}

function drawText<F>(
  { height, measure }: SlotPage<F>,
  slot: CompiledSlot,
  { field, text: whole }: NamedText,
  items: DisplayItem[],
): Result<undefined, Overflow | F> {
  const set = fitText(whole, slot.width, slot.style, field, measure);
  if (!set.ok) return set;
  const { size, lines, width: only } = set.value;
  for (const [index, text] of lines.entries()) {
    const width = only !== undefined || slot.share === 0 ? ok(only ?? 0) : measure(text, size, field);
    if (!width.ok) return width;
    const x = slot.share === 0 ? slot.x : rounded(slot.x + (slot.width - width.value) * slot.share);
    const y = rounded(height - slot.down - index * slot.style.leading * size);
    items.push({ kind: 'text', x, y, size, text, field });
  }
  return ok(undefined);
}

/** Fields side by side; the first one takes lines above the common one where the style allows it. */
function drawFields<F>(
  { height, measure }: SlotPage<F>,
  slot: CompiledSlot,
  [first, others]: readonly [NamedText, readonly NamedText[]],
  items: DisplayItem[],
): Result<undefined, Overflow | F> {
  const { style, gap } = slot;
  for (const size of style.sizes) {
    const widths: number[] = [];
    for (const { text, field } of others) {
      const width = measure(text, size, field);
      if (!width.ok) return width;
      widths.push(width.value);
    }
    const room = slot.width - widths.reduce((sum, width) => sum + width + gap, 0);
    const column = fitColumn(first, { room, size, maxLines: style.maxLines }, measure);
    if (!column.ok) return column;
    if (column.value === undefined) continue;
    const { lines, width } = column.value;
    let x = slot.x + (room - width) * slot.share;
    const push = ({ text, field }: NamedText, linesAbove = 0): void => {
      const y = rounded(height - slot.down + linesAbove * style.leading * size);
      items.push({ kind: 'text', x: rounded(x), y, size, text, field });
    };
    for (const [index, text] of lines.entries()) push({ ...first, text }, lines.length - 1 - index);
    x += width + gap;
    for (const [index, other] of others.entries()) {
      push(other);
      x += (widths[index] ?? 0) + gap;
    }
    return ok(undefined);
  }
  return err({ kind: 'overflow', field: slot.slot.id });
}

type Column = { readonly lines: readonly string[]; readonly width: number };

/** The lines of a text and the width of the longest; undefined where they have no room at this size. */
function fitColumn<F>(
  { text, field }: NamedText,
  { room, size, maxLines }: { readonly room: number; readonly size: number; readonly maxLines: number },
  measure: Measure<F>,
): Result<Column | undefined, F> {
  const whole = measure(text, size, field);
  if (!whole.ok) return whole;
  if (whole.value <= room + SLACK) return ok({ lines: [text], width: whole.value });
  if (maxLines === 1) return ok(undefined);
  const lines = linesOf(text, room, size, field, measure);
  if (!lines.ok) return lines;
  if (lines.value === undefined || lines.value.length > maxLines) return ok(undefined);
  let width = 0;
  for (const line of lines.value) {
    // the space at which a line was broken hangs over its end
    const own = measure(line.replace(/[ 　]$/, ''), size, field);
    if (!own.ok) return own;
    width = Math.max(width, own.value);
  }
  return ok({ lines: lines.value, width });
}
