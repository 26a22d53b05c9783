import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

const PASSED_OVER = new Set(['node_modules', '.git', '.cache', '.local', '.build', 'cdk.out']);

/** Paths of all files below a folder that a person wrote, from `root`, with `/`. */
export async function writtenFiles(root: string, folder = root): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const nested = await Promise.all(
    entries
      .filter(({ name }) => !PASSED_OVER.has(name))
      .map(async (entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return writtenFiles(root, path);
        return entry.isFile() ? [relative(root, path).split(sep).join('/')] : [];
      }),
  );
  return nested.flat().sort();
}
