import { createHash, type Hash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

const PASSED_OVER = new Set(['node_modules', '.vite', 'dist']);

/** All files below a folder, sorted, so that every machine sees the same order. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = await Promise.all(
    entries
      .filter((entry) => !PASSED_OVER.has(entry.name))
      .map(async (entry) => {
        const path = join(folder, entry.name);
        return entry.isDirectory() ? filesBelow(path) : [path];
      }),
  );
  return nested.flat().sort();
}

/** SHA-256 (hex) over names and contents of files and whole folders; what is absent counts as absent. */
export async function digestOf(root: string, paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) await add(hash, root, path);
  return hash.digest('hex');
}

async function add(hash: Hash, root: string, path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    hash.update(`absent ${relative(root, path)}\n`);
    return;
  }
  for (const file of found.isDirectory() ? await filesBelow(path) : [path]) {
    const content = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    hash.update(`${content} ${relative(root, file)}\n`);
  }
}
