import type { DisplayItem } from '../pdf/index.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { CompiledLayer, CompiledSlot, CompiledTemplate, StaticText } from './compile-template.ts';
import { fitText, type Measure, type Overflow } from './fit-text.ts';
import { LABEL_FIELD, rounded } from './lay-out-rows.ts';
import type { ModelData } from './model-fields.ts';
import { slotTexts } from './slot-values.ts';

export type LayerInput<F> = {
  readonly template: CompiledTemplate;
  readonly model: ModelData;
  readonly measure: Measure<F>;
};

/** Both count from 1. */
export type PageNumber = { readonly page: number; readonly of: number };

/** A text of the template itself, moved down by `top`. */
export function staticItem(
  { page }: CompiledTemplate,
  { text, x, down, size }: StaticText,
  top = 0,
): DisplayItem {
  return {
    kind: 'text',
    x: rounded(x),
    y: rounded(page.height - top - down),
    size,
    text,
    field: LABEL_FIELD,
  };
}

/** Draws what stands at a fixed place of a page into `items`. */
export function drawLayer<F>(
  input: LayerInput<F>,
  layer: CompiledLayer,
  place: PageNumber,
  items: DisplayItem[],
): Result<undefined, Overflow | F> {
  const { height } = input.template.page;
  for (const { x1, down1, x2, down2, width } of layer.rules) {
    items.push({ kind: 'rule', x1, y1: rounded(height - down1), x2, y2: rounded(height - down2), width });
  }
  for (const text of layer.texts) items.push(staticItem(input.template, text));
  for (const slot of layer.slots) {
    const drawn = drawSlot(input, slot, place, items);
    if (!drawn.ok) return drawn;
  }
  return ok(undefined);
}

function drawSlot<F>(
  { template: { page }, model, measure }: LayerInput<F>,
  slot: CompiledSlot,
  place: PageNumber,
  items: DisplayItem[],
): Result<undefined, Overflow | F> {
  const texts = slotTexts(slot, model, place);
  const [only] = texts;
  const share = slot.slot.align === 'left' ? 0 : slot.slot.align === 'right' ? 1 : 0.5;
  if (texts.length === 1 && only !== undefined) {
    const set = fitText(only.text, slot.width, slot.style, only.field, measure);
    if (!set.ok) return set;
    const { size, lines } = set.value;
    for (const [index, text] of lines.entries()) {
      const width = share === 0 ? ok(0) : measure(text, size, only.field);
      if (!width.ok) return width;
      const x = rounded(slot.x + (slot.width - width.value) * share);
      const y = rounded(page.height - slot.down - index * slot.style.leading * size);
      items.push({ kind: 'text', x, y, size, text, field: only.field });
    }
    return ok(undefined);
  }
  for (const size of slot.style.sizes) {
    const widths: number[] = [];
    for (const { text, field } of texts) {
      const width = measure(text, size, field);
      if (!width.ok) return width;
      widths.push(width.value);
    }
    const total = widths.reduce((sum, width) => sum + width, 0) + slot.gap * (texts.length - 1);
    if (total > slot.width) continue;
    let x = slot.x + (slot.width - total) * share;
    for (const [index, { text, field }] of texts.entries()) {
      items.push({ kind: 'text', x: rounded(x), y: rounded(page.height - slot.down), size, text, field });
      x += (widths[index] ?? 0) + slot.gap;
    }
    return ok(undefined);
  }
  return err({ kind: 'overflow', field: slot.slot.id });
}
