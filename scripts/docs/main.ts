import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { renderLayouts } from './layouts.ts';
import { renderOpenApi } from './openapi.ts';
import { renderRefusals } from './refusals.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Every generated document: path from the project's root → text. */
export function renderDocuments(): ReadonlyMap<string, string> {
  return new Map([
    ...renderLayouts(),
    ['docs/openapi.json', renderOpenApi()],
    ['docs/refusals.md', renderRefusals()],
  ]);
}

/** Paths whose file differs from what the code says. */
export async function drifted(): Promise<string[]> {
  const paths: string[] = [];
  for (const [path, text] of renderDocuments())
    if ((await readFile(join(ROOT, path), 'utf8').catch(() => undefined)) !== text) paths.push(path);
  return paths;
}

/**
 * `npm run docs`: writes the generated documents; `-- --check` tells which of them are out of date; `-- --pictures` takes
 * the README's pictures from the system that runs; `-- --gallery` draws every template into `docs/gallery`.
 */
export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { check: { type: 'boolean' }, pictures: { type: 'boolean' }, gallery: { type: 'boolean' } },
  });
  if (values.check) {
    const paths = await drifted();
    for (const path of paths) console.error(`${path} is out of date: run \`npm run docs\``);
    return paths.length === 0 ? 0 : 1;
  }
  if (values.pictures) {
    const { takePictures } = await import('./pictures.ts');
    await takePictures();
    return 0;
  }
  if (values.gallery) {
    const { makeGallery } = await import('./gallery.ts');
    await makeGallery();
    return 0;
  }
  for (const [path, text] of renderDocuments()) {
    await mkdir(dirname(join(ROOT, path)), { recursive: true });
    await writeFile(join(ROOT, path), text);
  }
  return 0;
}
