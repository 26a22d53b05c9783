import papaparse from 'papaparse';
import type { Feed } from '../../functions/linkage/index.ts';
import type { WorldParameters } from '../../simulator/sample/types.ts';
import { generateWorld } from '../../simulator/sample/world.ts';
import { fullFiles } from '../../simulator/sample/world-files.ts';

/** A row of a link file as the file says it: Japanese column heading → text. */
export type Cells = Readonly<Record<string, string>>;

/** A cell that the layout has. */
export function cell(cells: Cells, heading: string): string {
  const text = cells[heading];
  if (text === undefined) throw new Error(`the link file has no column ${heading}`);
  return text;
}

/** A row with the city to whose file it belongs. */
export type LinkRow = { readonly municipality: string; readonly cells: Cells };

/** The rows of a feed of all cities, read from the bytes of the link files and not from the generator's own objects. */
export function linkRows(parameters: WorldParameters, feed: Feed): readonly LinkRow[] {
  const found: LinkRow[] = [];
  for (const { name, bytes } of fullFiles(generateWorld(parameters))) {
    if (name.feed !== feed) continue;
    const { data } = papaparse.parse<string[]>(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    const headings = data[1] ?? [];
    for (const row of data.slice(2)) {
      if (row[0]?.startsWith('#') || row.length !== headings.length) continue;
      const cells: Cells = Object.fromEntries(headings.map((heading, index) => [heading, row[index] ?? '']));
      found.push({ municipality: name.municipality, cells });
    }
  }
  return found;
}

/** What the resident files of a world say: `municipality/宛名番号` → row. */
export function residentCells(parameters: WorldParameters): ReadonlyMap<string, Cells> {
  return new Map(
    linkRows(parameters, 'resident').map(({ municipality, cells }) => [
      `${municipality}/${cell(cells, '宛名番号')}`,
      cells,
    ]),
  );
}
