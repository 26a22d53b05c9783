import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { constants, copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { alone } from './lock.ts';
import { CACHE, PROJECT } from './places.ts';
import { Problem } from './problem.ts';

const run = promisify(execFile);

export const FONT_FOLDER = join(CACHE, 'fonts');

export const FontEntry = z.object({
  id: z.string(),
  name: z.string(),
  version: z.string(),
  file: z.string(),
  bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  licence: z.string(),
  publisher: z.string(),
  page: z.url(),
  debianPackage: z.string(),
});
export type FontEntry = z.infer<typeof FontEntry>;

const Manifest = z.object({ fonts: z.array(FontEntry).min(1) });

/** What is drawn with, and how each file is known: `fonts/manifest.json`. */
export async function fontManifest(): Promise<readonly FontEntry[]> {
  return Manifest.parse(JSON.parse(await readFile(join(PROJECT, 'fonts/manifest.json'), 'utf8'))).fonts;
}

/** Whether the file is that very font: by its size, then by its hash. */
export async function isTheFont(path: string, font: FontEntry): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found?.size !== font.bytes) return false;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex') === font.sha256;
}

export type FontSearch = {
  /** Where fonts may already lie. */
  readonly folders: readonly string[];
  /** Whether the distribution's package may be fetched. */
  readonly fetch: boolean;
  /** Where the font goes. */
  readonly target: string;
};

const USUAL_SEARCH: FontSearch = {
  folders: [
    '/usr/share/fonts',
    '/usr/local/share/fonts',
    join(homedir(), '.local/share/fonts'),
    join(homedir(), '.fonts'),
    '/Library/Fonts',
    join(homedir(), 'Library/Fonts'),
  ],
  fetch: true,
  target: FONT_FOLDER,
};

/**
 * Every font of the manifest in `.cache/fonts`, its hash checked.
 * @returns where each came from
 * @throws Problem that says where the publisher offers it
 */
export async function ensureFonts(
  onProgress: (message: string) => void = () => undefined,
  search: FontSearch = USUAL_SEARCH,
): Promise<readonly string[]> {
  const sources: string[] = [];
  for (const font of await fontManifest()) {
    if (await isTheFont(join(search.target, font.file), font)) {
      sources.push('unchanged');
      continue;
    }
    await mkdir(search.target, { recursive: true });
    const work = (): Promise<string> => obtain(font, search, onProgress);
    sources.push(
      await alone(join(search.target, '.lock'), () => onProgress('waiting for another process'), work),
    );
  }
  return sources;
}

async function obtain(
  font: FontEntry,
  search: FontSearch,
  onProgress: (message: string) => void,
): Promise<string> {
  const target = join(search.target, font.file);
  if (await isTheFont(target, font)) return 'unchanged';
  onProgress(`looking for ${font.name} on this machine`);
  const installed = await findIn(search.folders, font);
  if (installed !== undefined) {
    await put(installed, target);
    return installed;
  }
  if (search.fetch) {
    const scratch = await mkdtemp(join(search.target, '.fetch-'));
    try {
      const unpacked = await fetchPackage(font, scratch, onProgress);
      if (unpacked !== undefined) {
        await put(unpacked, target);
        return `the package ${font.debianPackage}`;
      }
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }
  throw new Problem(
    `The font ${font.name} (Ver.${font.version}) is not on this machine and could not be fetched`,
    `get ${font.file} from its publisher, ${font.publisher} (${font.page}), put it into ${search.target}/, then repeat the command`,
  );
}

async function put(source: string, target: string): Promise<void> {
  const fresh = `${target}.${process.pid}`;
  await copyFile(source, fresh, constants.COPYFILE_FICLONE);
  await rename(fresh, target);
}

async function findIn(folders: readonly string[], font: FontEntry): Promise<string | undefined> {
  for (const folder of folders) {
    const names = await readdir(folder, { recursive: true }).catch(() => []);
    for (const name of names)
      if (/\.(ttf|otf)$/i.test(name) && (await isTheFont(join(folder, name), font)))
        return join(folder, name);
  }
  return undefined;
}

/**
 * The distribution's package, unpacked and not installed: no root needed. The machine's own package lists may be
 * missing (in a fresh container) or old, so a second try brings lists of its own.
 */
async function fetchPackage(
  font: FontEntry,
  scratch: string,
  onProgress: (message: string) => void,
): Promise<string | undefined> {
  const quietly = (program: string, args: readonly string[]): Promise<boolean> =>
    run(program, args, { cwd: scratch, timeout: 300_000, maxBuffer: 16 * 1024 * 1024 }).then(
      () => true,
      () => false,
    );
  if (!(await quietly('dpkg-deb', ['--version']))) return undefined;
  onProgress(`fetching the package ${font.debianPackage}`);
  if (!(await quietly('apt-get', ['download', font.debianPackage]))) {
    onProgress('fetching the package lists');
    await mkdir(join(scratch, 'lists/partial'), { recursive: true });
    await mkdir(join(scratch, 'cache/archives/partial'), { recursive: true });
    const own = ['-o', `Dir::State::lists=${scratch}/lists`, '-o', `Dir::Cache=${scratch}/cache`];
    // Root would otherwise hand the work to a user that may not write here.
    own.push('-o', 'APT::Sandbox::User=');
    if (!(await quietly('apt-get', [...own, 'update']))) return undefined;
    if (!(await quietly('apt-get', [...own, 'download', font.debianPackage]))) return undefined;
  }
  const archive = (await readdir(scratch)).find((name) => name.endsWith('.deb'));
  if (archive === undefined || !(await quietly('dpkg-deb', ['-x', archive, 'unpacked']))) return undefined;
  return findIn([join(scratch, 'unpacked')], font);
}
