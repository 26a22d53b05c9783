import {
  type CompiledCell,
  type CompiledRow,
  type CompiledTemplate,
  firstBaseline,
} from './compile-template.ts';
import { bad } from './paper-fault.ts';
import type { PaperRuns } from './paper-runs.ts';

/**
 * Reads the rows that stand from `top` down and adds what they say to `content`. A row is recognised by its labels;
 * its height follows from the lines of its cells and says where the next one has to be. Answers the lower edge.
 */
export function readRows(
  rows: readonly CompiledRow[],
  runs: PaperRuns,
  place: { readonly top: number; readonly page: number; readonly slot: string; readonly prefix: string },
  content: Record<string, string>,
): number {
  const { page, slot, prefix } = place;
  let top = place.top;
  for (const row of rows) {
    if (!hasRow(runs, row, top)) {
      if (row.when === undefined) bad('missing-text', page, slot);
      continue;
    }
    for (const label of row.labels) runs.takeText(label.text, { ...label, down: top + label.down });
    let height = row.height;
    for (const cell of row.cells) {
      const found = readCell(runs, row, cell, top);
      const name = prefix + cell.field.path;
      if (found === undefined) return bad('missing-text', page, name);
      content[name] = found.text;
      height = Math.max(height, row.height + (found.lines - 1) * cell.style.leading * found.size);
    }
    top += height;
  }
  return top;
}

function hasRow(runs: PaperRuns, row: CompiledRow, top: number): boolean {
  return row.labels.every((label) => runs.hasText(label.text, { ...label, down: top + label.down }));
}

type FoundText = { readonly text: string; readonly lines: number; readonly size: number };

/** A cell's text: its lines start flush left, the first in the middle of a one-line row, all of one size. */
function readCell(runs: PaperRuns, row: CompiledRow, cell: CompiledCell, top: number): FoundText | undefined {
  const { sizes, maxLines, leading } = cell.style;
  const place = { from: cell.x, to: cell.x + cell.width };
  for (const size of sizes) {
    let down = top + firstBaseline(row.height, size);
    const first = runs.takeLine({ ...place, down, size });
    if (first === undefined) continue;
    if (Math.abs(first.x - cell.x) > 0.02) return undefined;
    let { text } = first;
    let lines = 1;
    for (; lines < maxLines; lines++) {
      down += leading * size;
      const next = runs.takeLine({ ...place, down, size });
      if (next === undefined) break;
      if (Math.abs(next.x - cell.x) > 0.02) return undefined;
      text += next.text;
    }
    return { text, lines, size };
  }
  return undefined;
}

/** Reads the members of one page, from the heading's lower edge down. */
export function readMembers(
  template: CompiledTemplate,
  runs: PaperRuns,
  { top, page, first }: { readonly top: number; readonly page: number; readonly first: number },
  content: Record<string, string>,
): { readonly count: number; readonly bottom: number } {
  const { each, rows, ordinal } = template.members;
  let bottom = top;
  let count = 0;
  for (;;) {
    const start = bottom + template.body.gap;
    if (!rows.some((row) => hasRow(runs, row, start))) return { count, bottom };
    const number = String(first + count + 1);
    const x = (ordinal.left + ordinal.right) / 2 - (number.length * ordinal.size) / 4;
    if (!runs.takeText(number, { x, down: start + ordinal.down, size: ordinal.size })) {
      bad('member-number', page, `${each.path}[${first + count}]`);
    }
    const slot = `${each.path}[${first + count}]`;
    bottom = readRows(rows, runs, { top: start, page, slot, prefix: `${slot}.` }, content);
    count++;
  }
}
