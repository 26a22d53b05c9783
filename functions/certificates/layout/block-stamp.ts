import type { Frame, Rule, Stamp, TextRun } from '../../pdf/index.ts';
import type { CompiledTemplate } from '../compile/compile-template.ts';
import { staticItem } from '../compile/form.ts';
import { rounded } from '../compile/static-text.ts';
import type { FittedBlock } from './fit-blocks.ts';
import { type PlacedTable, placeTables } from './place-rows.ts';

/** More shapes than a template's blocks take in practice; beyond them the oldest are made again. */
const KEPT = 256;

/**
 * All of a block that its rows and their heights decide: frames, rules, and those of its labels that the form has.
 * The origin is the block's upper edge at the page's left. Equal shapes have one stamp.
 */
export function blockStamp(template: CompiledTemplate, fitted: FittedBlock): Stamp {
  const { stamps } = template;
  const shape = shapeOf(fitted);
  const known = stamps.get(shape);
  if (known !== undefined) return known;
  const stamp = { items: stampItems(template, fitted) };
  const [oldest] = stamps.keys();
  if (stamps.size >= KEPT && oldest !== undefined) stamps.delete(oldest);
  stamps.set(shape, stamp);
  return stamp;
}

/** Which rows a block shows, and how high each is. */
function shapeOf({ block, tables }: FittedBlock): string {
  let shape = block.id;
  for (const { table, rows, foot } of tables) {
    shape += '|';
    for (const { row, height } of rows) shape += `${table.rows.indexOf(row)}:${height} `;
    for (const { row, height } of foot) shape += `f${table.foot.indexOf(row)}:${height} `;
  }
  return shape;
}

function stampItems(template: CompiledTemplate, fitted: FittedBlock): Stamp['items'] {
  const { block, height } = fitted;
  const { outer, thin } = template.template.lines;
  const bottom = rounded(-height);
  const placed = placeTables(fitted);
  const rules = placed.flatMap((table) => tableRules(template, table));
  const dividers = block.dividers.map(
    (x): Rule => ({ kind: 'rule', x1: x, y1: 0, x2: x, y2: bottom, width: thin }),
  );
  const frames = block.frames.map(({ left, right }): Frame => {
    const size = { width: rounded(right - left), height: rounded(height) };
    return { kind: 'frame', x: left, y: bottom, ...size, lineWidth: outer };
  });
  const labels = placed.flatMap(({ rows }) =>
    rows.flatMap(({ row, top }): TextRun[] =>
      row.labels
        .filter(({ text }) => template.usualTexts.has(text))
        .map((label) => staticItem(label, 0, top)),
    ),
  );
  return [...rules, ...dividers, ...frames, ...labels];
}

/** The rules between and within a table's rows, and the stroke through what is left free: nothing can be added there. */
function tableRules(
  { template }: CompiledTemplate,
  { table: { left, right }, rows, free }: PlacedTable,
): readonly Rule[] {
  const { thin, hair, hairGrey } = template.lines;
  const up = (down: number): number => rounded(-down);
  const across = (y: number): Rule => ({
    kind: 'rule',
    x1: left,
    y1: up(y),
    x2: right,
    y2: up(y),
    width: thin,
  });
  const rules: Rule[] = [];
  for (const { row, top, bottom } of rows) {
    const line = across(top);
    if (top > 0) rules.push(row.ruleAbove === 'thin' ? line : { ...line, width: hair, grey: hairGrey });
    for (const x of row.verticals)
      rules.push({ kind: 'rule', x1: x, y1: up(top), x2: x, y2: up(bottom), width: thin });
  }
  if (free.to - free.from < 0.01) return rules;
  if (free.from > 0) rules.push(across(free.from));
  rules.push({ ...across(free.to), y2: up(free.from) });
  return rules;
}
