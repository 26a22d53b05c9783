import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomFor } from '../../simulator/sample/random.ts';
import type { EngineFiles } from './bundles.ts';
import type { EngineEntry } from './engine-list.ts';
import { packDocument } from './pack-document.ts';
import { runCold } from './run-engine.ts';
import type { Setting } from './setting.ts';
import { type ColdAnswer, packMaterials } from './transfer.ts';

/** Numbers of the certificates that only cold processes draw. */
const FIRST_INDEX = 1_000_000;

/** Fresh processes, `processes` of each engine, one at a time and in another order each time. */
export async function measureCold(
  setting: Setting,
  { engines, coldCase }: EngineFiles,
  entries: readonly EngineEntry[],
  { processes, say }: { readonly processes: number; readonly say: (line: string) => void },
): Promise<ReadonlyMap<string, readonly ColdAnswer[]>> {
  const answers = new Map<string, ColdAnswer[]>(entries.map(({ name }) => [name, []]));
  const random = randomFor(`${setting.workload.seed}/cold`);
  const materials = packMaterials(setting.materials);
  for (let round = 0; round < processes; round += 1) {
    say(`cold: process ${round + 1} of ${processes} of each engine`);
    const document = setting.documentOf(FIRST_INDEX + round);
    for (const entry of random.shuffle(entries)) {
      const file = join(setting.folder, 'case.json');
      await writeFile(file, JSON.stringify({ materials, document: packDocument(document, entry.takes) }));
      answers.get(entry.name)?.push(await runCold(engines.get(entry.name) ?? '', coldCase, file));
    }
  }
  return answers;
}
