import type { CompiledLayer, CompiledSlot } from '../compile/compile-template.ts';
import { pageText } from '../slot-values.ts';
import { bad } from './paper-fault.ts';
import { near, type PaperRuns } from './paper-runs.ts';

/** Reads what stands at fixed places of a page: its static texts and its slots. */
export function readLayer(
  { texts, slots }: CompiledLayer,
  runs: PaperRuns,
  { page, of }: { readonly page: number; readonly of: number },
  content: Record<string, string>,
): void {
  for (const { id, text, x, down, size } of texts) {
    if (!runs.takeText(text, { x, down, size })) bad('missing-label', page);
    if (id !== undefined) content[id] = text;
  }
  for (const compiled of slots) {
    const { id, source } = compiled.slot;
    const found = readSlot(runs, compiled);
    if (found === undefined) bad('missing-text', page, id);
    if ('choose' in source && !Object.values(source.choose.texts).includes(found))
      bad('unknown-text', page, id);
    if (!('page' in source)) content[id] = found;
    else if (found !== pageText(source.page, page, of)) bad('page-number', page, id);
  }
}

function readSlot(runs: PaperRuns, slot: CompiledSlot): string | undefined {
  const { x, down, width, style, share } = slot;
  const isRow = slot.fields.length > 1;
  for (const size of style.sizes) {
    const at = { from: x, to: x + width, size };
    const first = runs.takeLine({ ...at, down });
    if (first === undefined) continue;
    if (share === 0 && !near(first.x, x)) return undefined;
    let { text } = first;
    for (let line = 1; line < style.maxLines; line++) {
      const away = line * style.leading * size;
      const next = runs.takeLine({ ...at, down: isRow ? down - away : down + away });
      if (next === undefined) break;
      if ((isRow || share === 0) && !near(next.x, first.x)) return undefined;
      text = isRow ? next.text + text : text + next.text;
    }
    return text;
  }
  return undefined;
}
