import { keysOf } from '../../pdf/index.ts';
import type { Check } from './check.ts';
import { emWidth, SHARES } from './static-text.ts';
import { LAYERS, type LayerName, type SlotSource } from './template.ts';
import type { Block } from './template-body.ts';

const MM = 25.4 / 72;

/** Whether everything of the template itself can be drawn and stays within its place on the page. */
export function checkPage(check: Check): void {
  const { template, report } = check;
  const { page, body, seal } = template;
  if (!(body.top < body.lastBottom && body.lastBottom <= body.bottom))
    report('body', 'top < lastBottom ≤ bottom');
  if (body.bottom > page.height || body.left + body.width > page.width) report('body', 'beyond the page');
  if (seal.x + seal.width > page.width || seal.y + seal.height > page.height)
    report('seal', 'beyond the page');
  for (const layer of LAYERS) checkLayer(check, layer);
  for (const [index, block] of body.blocks.entries()) checkCells(check, `body.blocks[${index}]`, block);
  if (body.end !== undefined && !keysOf(body.end.text).ok)
    report('body.end', 'characters that cannot be printed');
  const words = { marks: Object.values(template.marks), usualWords: template.usualWords };
  for (const [at, texts] of Object.entries({ documentTitle: [template.documentTitle], ...words }))
    if (texts.some((text) => !keysOf(text).ok)) report(at, 'characters that cannot be printed');
}

function checkLayer({ template, report }: Check, name: LayerName): void {
  const { page, body, styles } = template;
  const layer = template[name];
  const bottom = name === 'lastPage' ? body.lastBottom : body.bottom;
  /** Whether lines between two baselines lie on the page and outside the body. */
  const isFree = (first: number, last: number, size: number): boolean =>
    last <= page.height && first >= size * MM && (last <= body.top || first - 0.88 * size * MM >= bottom);
  for (const [index, { text, x, y, size, align }] of layer.texts.entries()) {
    const at = `${name}.texts[${index}]`;
    const width = emWidth(text) * size * MM;
    const left = x - width * SHARES[align];
    if (!keysOf(text).ok) report(at, 'characters that cannot be printed');
    if (left < 0 || left + width > page.width) report(at, 'beyond the page');
    if (!isFree(y, y, size)) report(at, 'in the body or beyond the page');
  }
  for (const [index, slot] of layer.slots.entries()) {
    const at = `${name}.slots[${index}]`;
    if (slot.x + slot.width > page.width) report(at, 'beyond the page');
    const { sizes = [], maxLines = 1, leading = 1 } = styles[slot.style] ?? {};
    const [size = 0] = sizes;
    const further = (maxLines - 1) * leading * size * MM;
    const isRow = 'fields' in slot.source && slot.source.fields.length > 1;
    if (!isFree(slot.y - (isRow ? further : 0), slot.y + (isRow ? 0 : further), size))
      report(at, 'in the body or beyond the page');
    if (!textsOf(slot.source).every((text) => keysOf(text).ok))
      report(at, 'characters that cannot be printed');
  }
  const lines = [
    ...layer.rules.map(({ x1, y1, x2, y2 }) => [Math.max(x1, x2), Math.max(y1, y2)] as const),
    ...layer.frames.map(({ right, bottom: low }) => [right, low] as const),
  ];
  if (lines.some(([x, y]) => x > page.width || y > page.height)) report(name, 'a line beyond the page');
  if (layer.frames.some(({ x, y, right, bottom: low }) => right <= x || low <= y))
    report(`${name}.frames`, 'a frame of no size');
}

function textsOf(source: SlotSource): readonly string[] {
  if ('page' in source) return [source.page];
  return 'choose' in source ? Object.values(source.choose.texts) : [];
}

function checkCells({ template, report }: Check, at: string, block: Block): void {
  const { labels, marks, padding, styles } = template;
  for (const [table, { rows, foot }] of block.tables.entries()) {
    for (const [part, list] of [['rows', rows] as const, ['foot', foot] as const]) {
      for (const [index, row] of list.entries()) {
        for (const [place, cell] of row.cells.entries()) {
          const where = `${at}.tables[${table}].${part}[${index}].cells[${place}]`;
          const { label = ' ', labelSize = labels.size, labelAlign = 'center', style = '' } = cell;
          const room = (cell.labelWidth ?? cell.width) - (labelAlign === 'center' ? 0 : 2 * padding);
          const lines = label.split('\n');
          const width = Math.max(...lines.map(emWidth)) * labelSize * MM;
          const height = ((lines.length - 1) * labels.leading + 1) * labelSize * MM;
          if (width > room || height > row.height) report(where, 'a label larger than its place');
          if (lines.includes('')) report(where, 'a label with an empty line');
          if (![...lines, cell.absent ?? marks.notRecorded].every((text) => keysOf(text).ok))
            report(where, 'characters that cannot be printed');
          const [size = 0] = styles[style]?.sizes ?? [];
          if (size * MM > row.height) report(where, 'a value higher than its row');
        }
      }
    }
  }
}
