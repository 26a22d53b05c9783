import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { LocalDate } from '../../functions/shared/time.ts';
import type { WorldParameters } from './types.ts';

/** `.local/world.json`: which world was loaded, so that it can be generated again in memory. */
const WorldFile = z.object({
  residents: z.int().min(1),
  seed: z.string().min(1),
  today: LocalDate,
});

export const DEFAULT_WORLD_FILE = '.local/world.json';

/** The parameters that the file records; undefined where there is no such file or it says something else. */
export async function readWorldFile(path: string): Promise<WorldParameters | undefined> {
  try {
    const parsed = WorldFile.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Readers see the whole old file or the whole new one. */
export async function writeWorldFile(
  path: string,
  { residents, seed, today }: WorldParameters,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const fresh = `${path}.${process.pid}`;
  await writeFile(fresh, `${JSON.stringify({ residents, seed, today }, undefined, 2)}\n`);
  await rename(fresh, path);
}
