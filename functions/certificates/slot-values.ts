import type { CompiledBlock, CompiledCondition, CompiledRow, TextValue } from './compile/compile-body.ts';
import type { CompiledSlot, CompiledTemplate } from './compile/compile-template.ts';
import { elementsAt, fieldPath, isAsked, type ModelData, textAt } from './model-fields.ts';

/** Where the values of a row or block come from: the model or one element of a list, and the path that leads to it. */
export type ValueSource = {
  readonly data: ModelData;
  readonly model: ModelData;
  /** Empty, or `subjects[2].`, counting from 0. */
  readonly prefix: string;
};

export type ShownRow = { readonly row: CompiledRow; readonly source: ValueSource };

/** The rows that are there for this source, those of a list once for each of its elements. */
export function shownRows(rows: readonly CompiledRow[], source: ValueSource): readonly ShownRow[] {
  const shown: ShownRow[] = [];
  for (const row of rows) {
    if (!holds(row.when, source.data)) continue;
    if (row.each === undefined) shown.push({ row, source });
    else {
      for (const [index, data] of elementsAt(source.data, row.each).entries()) {
        const prefix = `${source.prefix}${elementName(row.each.path, index)}.`;
        shown.push({ row, source: { ...source, data, prefix } });
      }
    }
  }
  return shown;
}

export type ShownBlock = {
  readonly block: CompiledBlock;
  readonly source: ValueSource;
  /** What a refusal calls it where it has no room. */
  readonly name: string;
  /** The element's number, from 1. */
  readonly number: number;
};

/** The blocks that this model has, in order. */
export function shownBlocks(blocks: readonly CompiledBlock[], model: ModelData): readonly ShownBlock[] {
  return blocks.flatMap((block): readonly ShownBlock[] => {
    const { each, when, id } = block;
    if (!holds(when, model)) return [];
    if (each === undefined)
      return [{ block, source: { data: model, model, prefix: '' }, name: id, number: 1 }];
    return elementsAt(model, each).map((data, index) => {
      const name = elementName(each.path, index);
      return { block, source: { data, model, prefix: `${name}.` }, name, number: index + 1 };
    });
  });
}

/** `subjects[2]`, counting from 0. */
export const elementName = (list: string, index: number): string => `${list}[${index}]`;

function holds(when: CompiledCondition | undefined, data: ModelData): boolean {
  if (when === undefined) return true;
  const value = textAt(data, when.field);
  return when.is === undefined ? value !== undefined : value === when.is;
}

/** What stands in a cell: the recorded text, or the mark that closes the place. Never empty. */
export function valueText(
  template: CompiledTemplate,
  value: TextValue,
  { data, model }: ValueSource,
): string {
  if (value.askedBy !== undefined && !isAsked(model, value.askedBy)) return template.template.marks.notAsked;
  return textAt(data, value.field) ?? value.absent;
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
    const chosen = textAt(model, fieldPath(source.choose.field));
    return [{ field: slot.id, text: source.choose.texts[chosen ?? ''] ?? '' }];
  }
  return [{ field: slot.id, text: pageText(source.page, pages.page, pages.of) }];
}

export const pageText = (pattern: string, page: number, of: number): string =>
  pattern.replace('{page}', String(page)).replace('{pages}', String(of));

/** Text by slot: a fixed slot's id, `household.address`, `subjects[2].fullName`, `incomes[0].amount`. */
export type PaperContent = Readonly<Record<string, string>>;

/**
 * What the paper of this model has to say in each of its slots, the page number apart. It knows nothing of lines,
 * sizes or places: the release gate compares it with what `readPaper` finds in the finished bytes.
 */
export function contentOf(template: CompiledTemplate, model: ModelData): PaperContent {
  const content: Record<string, string> = {};
  for (const { texts, slots } of [template.layers.everyPage, template.layers.lastPage]) {
    for (const { id, text } of texts) if (id !== undefined) content[id] = text;
    for (const slot of slots) {
      if ('page' in slot.slot.source) continue;
      content[slot.slot.id] = slotTexts(slot, model, { page: 1, of: 1 })
        .map(({ text }) => text)
        .join('');
    }
  }
  for (const { block, source } of shownBlocks([...template.repeated, ...template.blocks], model)) {
    for (const { rows, foot } of block.tables) {
      for (const { row, source: own } of shownRows([...rows, ...foot], source)) {
        addStatement(row, own.prefix, content);
        for (const value of row.values) {
          if (value.kind === 'text') content[own.prefix + value.field.path] = valueText(template, value, own);
        }
      }
    }
  }
  return content;
}

/** Adds what a row says by being there: without a value its words are all that tells of the choice. */
export function addStatement(
  { statement, labels }: CompiledRow,
  prefix: string,
  content: Record<string, string>,
): void {
  if (statement === undefined) return;
  const name = prefix + statement.path;
  content[name] = (content[name] ?? '') + labels.map(({ text }) => text).join('');
}

/** The slots in which two papers differ, by name only: what they say stays unsaid. */
export function differingSlots(expected: PaperContent, found: PaperContent): readonly string[] {
  return [...new Set([...Object.keys(expected), ...Object.keys(found)])].filter(
    (slot) => expected[slot] !== found[slot],
  );
}
