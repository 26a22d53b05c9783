import {
  type DisplayItem,
  type DisplayList,
  type Form,
  keysOf,
  keyText,
  stampedItems,
} from '../../pdf/index.ts';
import type { CompiledBlock } from './compile-body.ts';
import { points, rounded, type StaticText } from './static-text.ts';
import { type CertificateTemplate, LAYERS, type Layer, type SlotSource } from './template.ts';

/** What a refusal names where a text of the template itself cannot be drawn. */
export const TEMPLATE_FIELD = 'template';

type LayerItem = Form['layers'][number][number];

/** A text of the template itself, moved down by `top`. */
export const staticItem = ({ text, x, down, size }: StaticText, pageHeight: number, top = 0) =>
  ({
    kind: 'text',
    x: rounded(x),
    y: rounded(pageHeight - top - down),
    size,
    text,
    field: TEMPLATE_FIELD,
  }) as const;

/** What of a layer is the same on every certificate: frames and rules, then texts. */
export function layerItems(layer: Layer, texts: readonly StaticText[], pageHeight: number): LayerItem[] {
  const up = (millimetres: number): number => rounded(pageHeight - points(millimetres));
  const frames = layer.frames.map(
    ({ x, y, right, bottom, width, grey }): LayerItem => ({
      kind: 'frame',
      x: points(x),
      y: up(bottom),
      width: rounded(points(right) - points(x)),
      height: rounded(up(y) - up(bottom)),
      lineWidth: width,
      grey,
    }),
  );
  const rules = layer.rules.map(
    ({ x1, y1, x2, y2, width, grey }): LayerItem => ({
      kind: 'rule',
      x1: points(x1),
      y1: up(y1),
      x2: points(x2),
      y2: up(y2),
      width,
      grey,
    }),
  );
  return [...frames, ...rules, ...texts.map((text) => staticItem(text, pageHeight))];
}

/**
 * Texts that nearly every certificate has somewhere: labels of rows that are always there, what the alternatives of a
 * choice have in common, and the words that the template itself calls usual.
 */
export function usualTexts(
  template: CertificateTemplate,
  blocks: readonly CompiledBlock[],
): readonly string[] {
  const labels = blocks
    .filter(({ when }) => when === undefined)
    .flatMap(({ tables }) => tables.flatMap(({ rows, foot }) => [...rows, ...foot]))
    .filter(({ when }) => when === undefined)
    .flatMap((row) => row.labels.map(({ text }) => text));
  const slots = LAYERS.slice(0, 2).flatMap((name) =>
    template[name].slots.map(({ source }) => usualText(source)),
  );
  const end = template.body.end?.text ?? '';
  return [...new Set([...template.usualWords, ...labels, ...slots, end])].filter((text) => text !== '');
}

function usualText(source: SlotSource): string {
  if ('page' in source) return source.page.replace(/\{pages?\}/g, '');
  if ('fields' in source) return '';
  const [first = [], ...others] = Object.values(source.choose.texts).map(charactersOf);
  return first.filter((character) => others.every((other) => other.includes(character))).join('');
}

function charactersOf(text: string): readonly string[] {
  const keys = keysOf(text);
  return keys.ok ? [...new Set(keys.value.map(keyText))] : [];
}

/** The same pages for whoever draws without a form: layers below the page's own items, stamps in place. */
export function flattened({ form, ...list }: DisplayList): DisplayList {
  return {
    ...list,
    pages: list.pages.map(({ layers = [], ...page }) => ({
      ...page,
      items: [
        ...layers.flatMap((index) => form?.layers[index] ?? []),
        ...page.items.flatMap((item): readonly DisplayItem[] =>
          item.kind === 'stamp' ? stampedItems(item) : [item],
        ),
      ],
    })),
  };
}
