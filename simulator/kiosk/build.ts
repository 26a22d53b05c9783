import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const ROOT = join(import.meta.dirname, '../..');
const OUTPUT = join(ROOT, '.build/simulator');
/** Lies beside the files that it speaks of, so that both come and go together. */
const DIGEST_NAME = 'source.digest';
const CONFIG = join(ROOT, 'simulator/page/vite.config.ts');
const VITE = join(ROOT, 'node_modules/vite/bin/vite.js');

/** What the built page can depend on: its own files, the contracts that it imports, and the packages. */
const SOURCES = ['simulator/page', 'simulator/kiosk', 'functions/issuance', 'functions/shared'];
const SOURCE_FILES = ['package-lock.json'];

async function filesOf(directory: string): Promise<string[]> {
  const entries = await readdir(join(ROOT, directory), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function sourceDigest(): Promise<string> {
  const listed = await Promise.all(SOURCES.map(filesOf));
  const files = [...listed.flat(), ...SOURCE_FILES.map((file) => join(ROOT, file))].sort();
  const hash = createHash('sha256');
  for (const file of files) {
    const content = await readFile(file);
    hash.update(`${relative(ROOT, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

async function isBuilt(digest: string): Promise<boolean> {
  try {
    const [known] = await Promise.all([
      readFile(join(OUTPUT, DIGEST_NAME), 'utf8'),
      readFile(join(OUTPUT, 'index.html')),
    ]);
    return known === digest;
  } catch {
    return false;
  }
}

export type BuiltPage = {
  readonly directory: string;
  /** False where nothing has changed since the last time. */
  readonly rebuilt: boolean;
};

/** Builds the kiosk page into `.build/simulator/`, unless what is there was made from the very same sources. */
export async function buildSimulatorPage(): Promise<BuiltPage> {
  const digest = await sourceDigest();
  if (await isBuilt(digest)) return { directory: OUTPUT, rebuilt: false };
  await mkdir(join(ROOT, '.build'), { recursive: true });
  const fresh = await mkdtemp(join(ROOT, '.build/simulator-'));
  try {
    // A process of its own: under another NODE_ENV, such as a test's, Vite would bundle React for development.
    await run(
      process.execPath,
      [VITE, 'build', '--config', CONFIG, '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn'],
      { cwd: ROOT, env: { ...process.env, NODE_ENV: 'production' } },
    );
    await writeFile(join(fresh, DIGEST_NAME), digest);
    await rm(OUTPUT, { recursive: true, force: true });
    await rename(fresh, OUTPUT);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return { directory: OUTPUT, rebuilt: true };
}
