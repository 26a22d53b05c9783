import type { CompiledCell, CompiledRow, CompiledSlot, CompiledTemplate } from './compile-template.ts';
import { isAsked, type ModelData, membersAt, textAt } from './model-fields.ts';

/** Whether a row is there for this heading or member. */
export function isShown({ when }: CompiledRow, data: ModelData): boolean {
  if (when === undefined) return true;
  const value = textAt(data, when.field);
  return when.is === undefined ? value !== undefined : value === when.is;
}

/** What stands in a cell: the recorded text, or the mark that closes the place. Never empty. */
export function cellText(
  { template }: CompiledTemplate,
  cell: CompiledCell,
  data: ModelData,
  model: ModelData,
): string {
  if (cell.askedBy !== undefined && !isAsked(model, cell.askedBy)) return template.marks.notAsked;
  return textAt(data, cell.field) ?? template.marks.notRecorded;
}

/** The texts of a fixed slot in the order in which they stand, each with the field that a refusal names. */
export function slotTexts(
  { slot, fields, fallback }: CompiledSlot,
  model: ModelData,
  pages: { readonly page: number; readonly of: number },
): readonly { readonly field: string; readonly text: string }[] {
  const { source } = slot;
  if ('fields' in source)
    return fields.map((field) => ({ field: field.path, text: textAt(model, field) ?? fallback }));
  if ('choose' in source) {
    const chosen = textAt(model, { path: source.choose.field, steps: source.choose.field.split('.') });
    return [{ field: slot.id, text: source.choose.texts[chosen ?? ''] ?? '' }];
  }
  return [{ field: slot.id, text: pageText(source.page, pages.page, pages.of) }];
}

export const pageText = (pattern: string, page: number, of: number): string =>
  pattern.replace('{page}', String(page)).replace('{pages}', String(of));

/** Text by slot: a fixed slot's id, `household.address`, `subjects[2].fullName`. */
export type PaperContent = Readonly<Record<string, string>>;

/**
 * What the paper of this model has to say in each of its slots, the page number apart. It knows nothing of lines,
 * sizes or places: the release gate compares it with what `readPaper` finds in the finished bytes.
 */
export function contentOf(compiled: CompiledTemplate, model: ModelData): PaperContent {
  const content: Record<string, string> = {};
  for (const layer of [compiled.everyPage, compiled.lastPage]) {
    for (const slot of layer.slots) {
      if ('page' in slot.slot.source) continue;
      content[slot.slot.id] = slotTexts(slot, model, { page: 1, of: 1 })
        .map(({ text }) => text)
        .join('');
    }
  }
  const addRows = (rows: readonly CompiledRow[], data: ModelData, prefix: string): void => {
    for (const row of rows) {
      if (!isShown(row, data)) continue;
      for (const cell of row.cells) content[prefix + cell.field.path] = cellText(compiled, cell, data, model);
    }
  };
  addRows(compiled.heading, model, '');
  for (const [index, member] of membersAt(model, compiled.members.each).entries()) {
    addRows(compiled.members.rows, member, memberPrefix(compiled, index));
  }
  return content;
}

/** `subjects[2].`, counting from 0. */
export const memberPrefix = ({ members }: CompiledTemplate, index: number): string =>
  `${members.each.path}[${index}].`;

/** The slots in which two papers differ, by name only: what they say stays unsaid. */
export function differingSlots(expected: PaperContent, found: PaperContent): readonly string[] {
  return [...new Set([...Object.keys(expected), ...Object.keys(found)])].filter(
    (slot) => expected[slot] !== found[slot],
  );
}
