import type { FittedBlock, FittedRow, FittedTable } from './fit-blocks.ts';

/** `top` and `bottom` count down from the block's upper edge. */
export type PlacedRow = FittedRow & { readonly top: number; readonly bottom: number };

export type PlacedTable = {
  readonly table: FittedTable['table'];
  readonly rows: readonly PlacedRow[];
  /** What is left free between the rows and the foot. */
  readonly free: { readonly from: number; readonly to: number };
};

/** Where each row of a block's tables stands. */
export const placeTables = ({ tables, height }: FittedBlock): readonly PlacedTable[] =>
  tables.map((table) => placeRows(table, height));

function placeRows({ table, rows, foot }: FittedTable, bottom: number): PlacedTable {
  const placed: PlacedRow[] = [];
  let y = 0;
  for (const row of rows) {
    placed.push({ ...row, top: y, bottom: y + row.height });
    y += row.height;
  }
  const last = placed.at(-1);
  if (foot.length === 0 && last !== undefined) {
    placed[placed.length - 1] = { ...last, bottom };
    return { table, rows: placed, free: { from: bottom, to: bottom } };
  }
  const free = { from: y, to: bottom - table.footHeight };
  y = free.to;
  for (const row of foot) {
    placed.push({ ...row, top: y, bottom: y + row.height });
    y += row.height;
  }
  return { table, rows: placed, free };
}
