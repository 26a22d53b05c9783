import type { Check } from './check.ts';
import { points } from './static-text.ts';
import { type CertificateTemplate, LAYERS, type TextStyle } from './template.ts';
import type { Row } from './template-body.ts';

/** Two texts are told apart in the finished bytes by this difference in size or baseline, in points. */
const STEP = 0.1;

/**
 * Whether what a page says can be found again by its geometry alone: labels and values by their sizes, rows by their
 * labels, rows of a list by their values, and a value's further lines by being nearer than the next row.
 */
export function checkReading(check: Check): void {
  checkSizes(check);
  for (const repeated of [true, false]) {
    const tables = placedTables(check.template, repeated);
    checkLabels(check, tables);
    checkLists(check, tables);
    checkLines(check, tables);
  }
  checkSlots(check);
}

function checkSizes({ template, report }: Check): void {
  const { blocks, end } = template.body;
  const cells = blocks
    .flatMap(({ tables }) => tables.flatMap(({ rows, foot }) => [...rows, ...foot]))
    .flatMap((row) => row.cells);
  const labels = [
    ...cells.flatMap(({ label, labelSize = template.labels.size }) =>
      label === undefined ? [] : [labelSize],
    ),
    ...(end === undefined ? [] : [end.size]),
  ];
  for (const size of new Set(cells.flatMap(({ style = '' }) => template.styles[style]?.sizes ?? []))) {
    if (labels.some((label) => Math.abs(label - size) < STEP))
      report('labels.size', `also a value's: ${size}`);
  }
}

type Column = { readonly style: TextStyle; readonly left: number; readonly right: number };

type PlacedRow = {
  readonly at: string;
  readonly height: number;
  /** On some papers only, or several times. */
  readonly isSometimes: boolean;
  /** Its labels and their places. */
  readonly labels: readonly string[];
  readonly columns: readonly Column[];
};

type PlacedTable = { readonly block: number; readonly gap: number; readonly rows: readonly PlacedRow[] };

/** The tables of the blocks that every page repeats, or of the others. */
function placedTables(template: CertificateTemplate, repeated: boolean): readonly PlacedTable[] {
  return template.body.blocks.flatMap((block, index) => {
    if (block.onEveryPage !== repeated) return [];
    let left = block.ordinal?.width ?? 0;
    return block.tables.map(({ rows, foot, width }, table): PlacedTable => {
      const at = `body.blocks[${index}].tables[${table}]`;
      const placed = [
        ...rows.map((row, n) => placedRow(template, row, `${at}.rows[${n}]`, left)),
        ...foot.map((row, n) => placedRow(template, row, `${at}.foot[${n}]`, left)),
      ];
      left += width + block.apart;
      return { block: index, gap: points(block.gap), rows: placed };
    });
  });
}

function placedRow(template: CertificateTemplate, row: Row, at: string, from: number): PlacedRow {
  const labels: string[] = [];
  const columns: Column[] = [];
  let left = from;
  for (const { width, label, labelWidth = 0, labelSize = 0, style = '' } of row.cells) {
    if (label !== undefined) labels.push(`${Math.round(left * 1000)} ${row.height} ${labelSize} ${label}`);
    const set = template.styles[style];
    if (set !== undefined) columns.push({ style: set, left: left + labelWidth, right: left + width });
    left += width;
  }
  const isSometimes = row.each !== undefined || row.when !== undefined;
  return { at, height: points(row.height), isSometimes, labels, columns };
}

/** A row is found again by its labels, so none may have another row's labels among its own. */
function checkLabels({ report }: Check, tables: readonly PlacedTable[]): void {
  const rows = tables.flatMap((table) => table.rows).filter(({ labels }) => labels.length > 0);
  for (const mine of rows) {
    for (const theirs of rows) {
      if (mine !== theirs && theirs.labels.every((label) => mine.labels.includes(label)))
        report(mine.at, `has the labels of ${theirs.at}`);
    }
  }
  for (const block of new Set(tables.map((table) => table.block))) {
    const own = tables.filter((table) => table.block === block);
    if (!own.some(({ rows: all }) => firstRows(all).every(({ labels }) => labels.length > 0)))
      report(`body.blocks[${block}]`, 'no table begins with a label');
  }
}

/** The rows that can be a table's first one. */
const firstRows = (rows: readonly PlacedRow[]): readonly PlacedRow[] => {
  const always = rows.findIndex(({ isSometimes }) => !isSometimes);
  return always < 0 ? rows : rows.slice(0, always + 1);
};

/** What follows a row without labels that is not always there must not look like another one of it. */
function checkLists({ report }: Check, tables: readonly PlacedTable[]): void {
  for (const table of tables) {
    const next = tables.filter(({ block }) => block > table.block);
    for (const [index, row] of table.rows.entries()) {
      if (!row.isSometimes || row.labels.length > 0) continue;
      const followers = firstRows(table.rows.slice(index + 1));
      const similar = [
        ...followers.filter((other) => looksLike(row, other, 0)),
        ...next.flatMap(({ rows, gap }) => firstRows(rows).filter((other) => looksLike(row, other, gap))),
      ];
      for (const { at } of similar) report(row.at, `could be taken for ${at}`);
    }
  }
}

/** Whether all values of `row` are in another row that stands `offset` below the place where `row` is looked for. */
const looksLike = (row: PlacedRow, other: PlacedRow, offset: number): boolean =>
  Math.abs((other.height - row.height) / 2 + offset) < STEP &&
  row.columns.every((column) => other.columns.some((theirs) => sharedSizes(column, theirs).length > 0));

/** A further line of a value must stand nearer than the first one of any row that may come below. */
function checkLines({ report }: Check, tables: readonly PlacedTable[]): void {
  const rows = tables.flatMap((table) => table.rows);
  for (const upper of rows) {
    for (const lower of rows) {
      const distance = (upper.height + lower.height) / 2;
      const clash = upper.columns.some(
        (column) =>
          column.style.maxLines > 1 &&
          lower.columns.some((theirs) =>
            sharedSizes(column, theirs).some((size) => column.style.leading * size > distance - STEP),
          ),
      );
      if (clash) report(upper.at, `its lines could be taken for ${lower.at}`);
    }
  }
}

/** Sizes in which a text of one column could be taken for one of the other. */
const sharedSizes = (one: Column, other: Column): readonly number[] =>
  one.left >= other.right || other.left >= one.right
    ? []
    : one.style.sizes.filter((size) => other.style.sizes.some((theirs) => Math.abs(theirs - size) < STEP));

/** The lines of a slot, as far as its style lets it grow, must not be those of another slot. */
function checkSlots({ template, report }: Check): void {
  for (const layer of [LAYERS[1], LAYERS[2]]) {
    const slots = [...template.everyPage.slots, ...template[layer].slots].map((slot) => {
      const { sizes = [], maxLines = 1, leading = 1 } = template.styles[slot.style] ?? {};
      const direction = 'fields' in slot.source && slot.source.fields.length > 1 ? -1 : 1;
      const lines = sizes.flatMap((size) =>
        Array.from({ length: maxLines }, (_, line) => ({
          size,
          down: points(slot.y) + direction * line * leading * size,
        })),
      );
      return { id: slot.id, left: slot.x, right: slot.x + slot.width, lines };
    });
    for (const [index, one] of slots.entries()) {
      for (const other of slots.slice(index + 1)) {
        const isApart = one.left >= other.right || other.left >= one.right;
        const meets = one.lines.some(({ size, down }) =>
          other.lines.some(
            (theirs) => Math.abs(theirs.size - size) < STEP && Math.abs(theirs.down - down) < STEP,
          ),
        );
        if (!isApart && meets) report(layer, `${one.id} could be taken for ${other.id}`);
      }
    }
  }
}
