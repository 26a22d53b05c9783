import { bindText, type Check } from './check.ts';
import type { Block, Cell, Row, Table } from './template-body.ts';

/** Rounding of sums of millimetres. */
const SLACK = 0.001;

/** Blocks, tables, rows and cells: bindings, widths, and what each of them may have. */
export function checkBody(check: Check): void {
  const { body } = check.template;
  let repeats = true;
  for (const [index, block] of body.blocks.entries()) {
    const at = `body.blocks[${index}]`;
    if (block.onEveryPage && !repeats) check.report(at, 'only the first blocks can stand on every page');
    repeats &&= block.onEveryPage;
    checkBlock(check, at, block);
  }
  if (repeats) check.report('body.blocks', 'all stand on every page');
}

function checkBlock(check: Check, at: string, block: Block): void {
  const { template, report } = check;
  if (block.onEveryPage && block.each !== undefined) report(at, 'a list cannot stand on every page');
  if (block.ordinal !== undefined && block.each === undefined) report(at, 'numbers of no list');
  if (block.ordinal !== undefined && block.apart > 0) report(at, 'a number before tables that stand apart');
  const prefix = listPrefix(check, at, block.each, '');
  const says = block.tables.some(({ rows, foot }) =>
    [...rows, ...foot].some(({ cells }) => cells.some(({ field }) => field !== undefined)),
  );
  if (block.each !== undefined && !says) report(at, 'a list of which nothing is printed');
  if (block.when !== undefined && block.when.is === undefined && !says)
    report(at, 'what has no value can depend on a choice only');
  checkCondition(check, at, block.when, '');
  const filled =
    (block.ordinal?.width ?? 0) +
    block.tables.reduce((sum, { width }) => sum + width, 0) +
    block.apart * (block.tables.length - 1);
  if (Math.abs(filled - template.body.width) > SLACK)
    report(at, `tables of ${round(filled)} mm in ${template.body.width} mm`);
  for (const [index, table] of block.tables.entries())
    checkTable(check, `${at}.tables[${index}]`, table, prefix);
}

function checkTable(check: Check, at: string, table: Table, prefix: string): void {
  for (const [index, row] of table.rows.entries())
    checkRow(check, `${at}.rows[${index}]`, row, { table, prefix });
  for (const [index, row] of table.foot.entries()) {
    const place = `${at}.foot[${index}]`;
    checkRow(check, place, row, { table, prefix });
    const lines = row.cells.map(({ style }) => check.template.styles[style ?? '']?.maxLines ?? 1);
    if (row.when !== undefined || row.each !== undefined || lines.some((count) => count > 1))
      check.report(place, 'a foot has fixed rows of one line');
  }
}

type RowPlace = { readonly table: Table; readonly prefix: string };

function checkRow(check: Check, at: string, row: Row, { table, prefix }: RowPlace): void {
  const { report } = check;
  checkCondition(check, at, row.when, prefix);
  if (row.when !== undefined && row.each !== undefined) report(at, 'a list has its rows without a condition');
  const own = listPrefix(check, at, row.each, prefix);
  const filled = row.cells.reduce((sum, { width }) => sum + width, 0);
  if (Math.abs(filled - table.width) > SLACK) report(at, `cells of ${round(filled)} mm in ${table.width} mm`);
  const isSometimes = row.when !== undefined || row.each !== undefined;
  const says = row.cells.some(({ field }) => field !== undefined);
  const isSeen = says || row.cells.some(({ label }) => label !== undefined);
  if (isSometimes && !isSeen) report(at, 'a picture alone does not tell whether the row is there');
  if (row.each !== undefined && !says) report(at, 'a list of which nothing is printed');
  if (row.when !== undefined && row.when.is === undefined && !says)
    report(at, 'what has no value can depend on a choice only');
  for (const [index, cell] of row.cells.entries()) checkCell(check, `${at}.cells[${index}]`, cell, own);
}

function checkCell(check: Check, at: string, cell: Cell, prefix: string): void {
  const { template, report } = check;
  const { label, labelWidth, labelSize, labelAlign, field, picture, style } = cell;
  if (label === undefined && field === undefined && picture === undefined) report(at, 'an empty cell');
  if (field !== undefined && picture !== undefined) report(at, 'a text and a picture in one cell');
  const isLabelled = label !== undefined && (field ?? picture) !== undefined;
  if (isLabelled !== (labelWidth !== undefined)) report(at, 'labelWidth parts a label from its value');
  if (label === undefined && (labelSize ?? labelAlign) !== undefined) report(at, 'no label to be set so');
  if (cell.width - (labelWidth ?? 0) <= 2 * template.padding) report(at, 'a cell without room');
  if (field === undefined) {
    for (const key of ['style', 'align', 'askedBy', 'absent'] as const)
      if (cell[key] !== undefined) report(at, `${key} of no field`);
    return;
  }
  bindText(check, at, prefix + field);
  if (style === undefined || template.styles[style] === undefined)
    report(at, `no style ${style ?? ''}`.trim());
  if (cell.askedBy !== undefined && !isOption(check, cell.askedBy)) report(at, `no option ${cell.askedBy}`);
}

function checkCondition({ fields, report }: Check, at: string, when: Row['when'], prefix: string): void {
  if (when === undefined) return;
  const field = fields.get(prefix + when.field);
  if (field === undefined || field.kind === 'list') report(at, `no field ${prefix}${when.field}`);
  else if (field.kind === 'choice' && !field.values.includes(when.is ?? '')) report(at, 'never shown');
  // what a text says decides nothing about the page
  else if (field.kind === 'text' && when.is !== undefined) report(at, `${prefix}${when.field} is no choice`);
}

function listPrefix({ fields, report }: Check, at: string, each: string | undefined, prefix: string): string {
  if (each === undefined) return prefix;
  if (fields.get(prefix + each)?.kind !== 'list') report(at, `no list ${prefix}${each}`);
  return `${prefix}${each}[].`;
}

function isOption({ fields }: Check, option: string): boolean {
  const options = fields.get('options[]');
  return options?.kind === 'choice' && options.values.includes(option);
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
