import { ok, type Result } from '../../shared/result.ts';
import type { CompiledTemplate } from '../compile/compile-template.ts';
import { type ModelData, textAt } from '../model-fields.ts';
import { drawSlot } from './draw-slot.ts';
import type { Measure, Overflow } from './fit-text.ts';

/**
 * Whether the fixed places of a form that show nothing but these fields have room for them, before there is any
 * certificate: 首長名 and its title line. Errors: `overflow` naming the place, or the measure's.
 */
export function fitSlots<F>(
  { layers, page }: CompiledTemplate,
  model: ModelData,
  measure: Measure<F>,
): Result<undefined, Overflow | F> {
  for (const { slots } of Object.values(layers)) {
    for (const slot of slots) {
      const isKnown =
        slot.fields.length > 0 && slot.fields.every((path) => textAt(model, path) !== undefined);
      if (!isKnown) continue;
      const drawn = drawSlot({ height: page.height, model, measure, place: { page: 1, of: 1 } }, slot, []);
      if (!drawn.ok) return drawn;
    }
  }
  return ok(undefined);
}
