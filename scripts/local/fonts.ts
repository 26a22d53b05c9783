import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { constants, copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { FontManifest, type PinnedFont, pinnedFonts } from './font-manifest.ts';
import { alone } from './lock.ts';
import { CACHE, PROJECT } from './places.ts';
import { Problem } from './problem.ts';

const run = promisify(execFile);

export const FONT_FOLDER = join(CACHE, 'fonts');

/** What is drawn with, and how each file is known: `fonts/manifest.json`, or a file like it. */
export async function readFontManifest(file = join(PROJECT, 'fonts/manifest.json')): Promise<FontManifest> {
  const manifest = FontManifest.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (manifest.success) return manifest.data;
  const [issue] = manifest.error.issues;
  throw new Problem(`The font manifest is wrong at ${issue?.path.join('.') ?? ''} (${issue?.message ?? ''})`);
}

/** The fonts that are used: those that are pinned. */
export const fontManifest = async (): Promise<readonly PinnedFont[]> => pinnedFonts(await readFontManifest());

/** Whether the file is that very font: by its size, then by its hash. */
export async function isTheFont(path: string, font: PinnedFont): Promise<boolean> {
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
 * Every pinned font of the manifest in `.cache/fonts`, its hash checked.
 * @returns where each came from, in the manifest's order
 * @throws Problem that says where the publisher offers it
 */
export async function ensureFonts(
  onProgress: (message: string) => void = () => undefined,
  search: FontSearch = USUAL_SEARCH,
  fonts?: readonly PinnedFont[],
): Promise<readonly string[]> {
  const sources: string[] = [];
  for (const font of fonts ?? (await fontManifest())) {
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
  font: PinnedFont,
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
  if (search.fetch && font.debianPackage !== undefined) {
    const scratch = await mkdtemp(join(search.target, '.fetch-'));
    try {
      const unpacked = await fetchPackage(font, font.debianPackage, scratch, onProgress);
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

async function findIn(folders: readonly string[], font: PinnedFont): Promise<string | undefined> {
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
  font: PinnedFont,
  debianPackage: string,
  scratch: string,
  onProgress: (message: string) => void,
): Promise<string | undefined> {
  const quietly = (program: string, args: readonly string[]): Promise<boolean> =>
    run(program, args, { cwd: scratch, timeout: 300_000, maxBuffer: 16 * 1024 * 1024 }).then(
      () => true,
      () => false,
    );
  if (!(await quietly('dpkg-deb', ['--version']))) return undefined;
  onProgress(`fetching the package ${debianPackage}`);
  if (!(await quietly('apt-get', ['download', debianPackage]))) {
    onProgress('fetching the package lists');
    await mkdir(join(scratch, 'lists/partial'), { recursive: true });
    await mkdir(join(scratch, 'cache/archives/partial'), { recursive: true });
    const own = ['-o', `Dir::State::lists=${scratch}/lists`, '-o', `Dir::Cache=${scratch}/cache`];
    // Root would otherwise hand the work to a user that may not write here.
    own.push('-o', 'APT::Sandbox::User=');
    if (!(await quietly('apt-get', [...own, 'update']))) return undefined;
    if (!(await quietly('apt-get', [...own, 'download', debianPackage]))) return undefined;
  }
  const archive = (await readdir(scratch)).find((name) => name.endsWith('.deb'));
  if (archive === undefined || !(await quietly('dpkg-deb', ['-x', archive, 'unpacked']))) return undefined;
  return findIn([join(scratch, 'unpacked')], font);
}
