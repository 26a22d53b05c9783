import papaparse from 'papaparse';
import type { WorldParameters } from '../../simulator/sample/types.ts';
import { generateWorld } from '../../simulator/sample/world.ts';
import { fullFiles } from '../../simulator/sample/world-files.ts';

/** A row of a link file as the file says it: Japanese column heading → text. */
export type Cells = Readonly<Record<string, string>>;

/**
 * What the link files of a world say, read from their bytes and not from the generator's own objects:
 * `municipality/宛名番号` → row.
 */
export function residentCells(parameters: WorldParameters): ReadonlyMap<string, Cells> {
  const found = new Map<string, Cells>();
  for (const { name, bytes } of fullFiles(generateWorld(parameters))) {
    if (name.feed !== 'resident') continue;
    const { data } = papaparse.parse<string[]>(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    const headings = data[1] ?? [];
    for (const row of data.slice(2)) {
      if (row[0]?.startsWith('#') || row.length !== headings.length) continue;
      const cells: Cells = Object.fromEntries(headings.map((heading, index) => [heading, row[index] ?? '']));
      found.set(`${name.municipality}/${cells['宛名番号']}`, cells);
    }
  }
  return found;
}
