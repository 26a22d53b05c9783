import { type CompiledBlock, ordinalText } from '../compile/compile-body.ts';
import { elementName } from '../slot-values.ts';
import { bad } from './paper-fault.ts';
import type { PaperRuns } from './paper-runs.ts';
import { type Found, isThere, readPicture, readRows } from './read-rows.ts';

/** How far the reading has come: the block to be looked for next, and how many of its elements were found. */
export type BodyPosition = { block: number; elements: number };

/** Reads the blocks that stand below each other from `top` on, every one of which has to be there if it always is. */
export function readRepeated(
  blocks: readonly CompiledBlock[],
  runs: PaperRuns,
  place: { readonly top: number; readonly page: number },
  found: Found,
): number {
  let { top } = place;
  for (const block of blocks) {
    if (!isBlockThere(block, runs, top + block.gap)) {
      if (!mayBeAbsent(block)) bad('missing-text', place.page, block.id);
      continue;
    }
    top = readBlock(block, 0, runs, { ...place, top: top + block.gap }, found);
  }
  return top;
}

/**
 * Reads the blocks of one page from `top` down, going on where the page before ended. Answers the lower end and how
 * many there were.
 */
export function readBody(
  blocks: readonly CompiledBlock[],
  runs: PaperRuns,
  place: { readonly top: number; readonly page: number },
  position: BodyPosition,
  found: Found,
): { readonly bottom: number; readonly count: number } {
  let bottom = place.top;
  let count = 0;
  for (;;) {
    const next = nextBlock(blocks, runs, bottom, position.block);
    const block = blocks[next ?? -1];
    if (next === undefined || block === undefined) return { bottom, count };
    if (next !== position.block) Object.assign(position, { block: next, elements: 0 });
    bottom = readBlock(block, position.elements, runs, { ...place, top: bottom + block.gap }, found);
    if (block.each === undefined) Object.assign(position, { block: next + 1, elements: 0 });
    else position.elements++;
    count++;
  }
}

/** The first block from `from` on that is not there although it always has to be. */
export const missingBlock = (
  blocks: readonly CompiledBlock[],
  from: BodyPosition,
): CompiledBlock | undefined => blocks.find((block, index) => index >= from.block && !mayBeAbsent(block));

/** The block that stands below `bottom`; one that always has to be there is not passed over. */
function nextBlock(
  blocks: readonly CompiledBlock[],
  runs: PaperRuns,
  bottom: number,
  from: number,
): number | undefined {
  for (let index = from; index < blocks.length; index++) {
    const block = blocks[index];
    if (block === undefined) return undefined;
    if (isBlockThere(block, runs, bottom + block.gap)) return index;
    if (!mayBeAbsent(block)) return undefined;
  }
  return undefined;
}

/** A block is recognised by labels alone. */
const isBlockThere = ({ tables }: CompiledBlock, runs: PaperRuns, top: number): boolean =>
  tables.some(({ rows }) => rows.some((row) => row.labels.length > 0 && isThere(row, runs, top)));

const mayBeAbsent = ({ each, when, tables }: CompiledBlock): boolean =>
  each !== undefined ||
  when !== undefined ||
  tables.every(
    ({ rows, foot }) => foot.length === 0 && rows.every((row) => (row.when ?? row.each) !== undefined),
  );

/** Answers the block's lower edge. */
function readBlock(
  block: CompiledBlock,
  elements: number,
  runs: PaperRuns,
  { top, page }: { readonly top: number; readonly page: number },
  found: Found,
): number {
  const slot = block.each === undefined ? block.id : elementName(block.each.path, elements);
  const prefix = block.each === undefined ? '' : `${slot}.`;
  const ordinal = ordinalText(block, elements + 1);
  if (ordinal !== undefined && !runs.takeText(ordinal.text, { ...ordinal, down: top + ordinal.down }))
    bad('member-number', page, slot);
  const place = { top, page, slot, prefix };
  const read = block.tables.map((table) => ({ table, ...readRows(table.rows, runs, place, found) }));
  const bottom = Math.max(...read.map((one) => one.bottom + one.table.footHeight));
  for (const { table, bottom: end, pictures } of read) {
    const footTop = bottom - table.footHeight;
    readRows(table.foot, runs, { ...place, top: footTop }, found);
    // the last row reaches to the block's lower edge
    for (const picture of pictures)
      readPicture(
        picture.bottom === end && table.foot.length === 0 ? { ...picture, bottom } : picture,
        runs,
        page,
        found,
      );
  }
  return bottom;
}
