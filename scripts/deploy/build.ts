import { existsSync } from 'node:fs';
import { copyFile, link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type BuildOptions, build as bundle } from 'esbuild';
import { sha256Hex } from '../../functions/shared/canonical.ts';
import { ensurePacks, packDigests, packPath } from '../local/packs.ts';
import { digestOf } from './digest.ts';
import { PDF_LIB_FILE, pdfLibAside, withoutLocales } from './leaner-bundles.ts';
import { BUNDLES, ENTRIES, type FunctionName, PROJECT } from './project.ts';

/** What the bundles are made of. */
const INPUTS = [
  'functions',
  'console',
  'fonts',
  'package-lock.json',
  'scripts/deploy/build.ts',
  'scripts/deploy/leaner-bundles.ts',
  'scripts/deploy/project.ts',
];
/** Functions that draw, or look whether something can be drawn. */
const WITH_PACKS: readonly FunctionName[] = ['kiosk-issue', 'staff-changes', 'staff-proof'];
const CONSOLE_CONFIG = join(PROJECT, 'console/vite.config.ts');
const STAMP = join(PROJECT, '.build/bundles.json');

/** How every function becomes one file; a measurement of another function bundles it alike. */
export const BUNDLING = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  // The ES modules of the SDK come out about a third smaller than its CommonJS ones.
  mainFields: ['module', 'main'],
  // Files that travel in the bundle are found beside it, as sources find them beside themselves.
  define: { 'import.meta.dirname': '__dirname' },
  minifyWhitespace: true,
  minifySyntax: true,
  // Names stay, so that a stack trace can be read.
  minifyIdentifiers: false,
  charset: 'utf8',
  legalComments: 'none',
  sourcemap: false,
  logLevel: 'silent',
} as const satisfies BuildOptions;

export type Bundles = {
  /** Absolute path of the folder with one folder per function. */
  readonly directory: string;
  /** SHA-256 (hex) of everything that the bundles are made of. */
  readonly digest: string;
};

/**
 * One folder per function: `index.js` (CommonJS, everything bundled) and `program.json`
 * (`{"digest": SHA-256 of the folder}`), with the glyph packs or the console's files where the function needs them.
 * Does nothing where nothing has changed; a half-finished build is never seen.
 * Packs are made first where they are missing or old.
 * @throws Error one sentence: an entry, a font or the console is missing, or a source does not compile
 */
export async function buildBundles(): Promise<Bundles> {
  await ensurePacks();
  const packs = await packDigests();
  const sources = await digestOf(
    PROJECT,
    INPUTS.map((path) => join(PROJECT, path)),
  );
  const digest = sha256Hex(`${sources}\n${JSON.stringify(packs)}`);
  const built = { directory: BUNDLES, digest };
  if (await isUpToDate(digest)) return built;
  requireSources();

  const fresh = join(PROJECT, `.build/functions.${process.pid}`);
  await rm(fresh, { recursive: true, force: true });
  try {
    await bundleFunctions(fresh);
    for (const name of WITH_PACKS) await addPacks(join(fresh, name), packs);
    await buildConsole(join(fresh, 'staff-console/console'));
    // What draws again must know whether it is what has drawn: the function that issues, of the same sources.
    await addProgram(join(fresh, 'kiosk-issue'));
    await copyFile(join(fresh, 'kiosk-issue/program.json'), join(fresh, 'staff-proof/issuing-program.json'));
    for (const name of Object.keys(ENTRIES).filter((one) => one !== 'kiosk-issue'))
      await addProgram(join(fresh, name));
    await rm(STAMP, { force: true });
    await rm(BUNDLES, { recursive: true, force: true });
    await rename(fresh, BUNDLES);
    await writeFile(STAMP, `${JSON.stringify({ digest })}\n`);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return built;
}

async function isUpToDate(digest: string): Promise<boolean> {
  if (!Object.keys(ENTRIES).every((name) => existsSync(join(BUNDLES, name, 'program.json')))) return false;
  const stamp = await readFile(STAMP, 'utf8').catch(() => '');
  return stamp === `${JSON.stringify({ digest })}\n`;
}

function requireSources(): void {
  for (const [name, entry] of Object.entries(ENTRIES))
    if (!existsSync(join(PROJECT, entry)))
      throw new Error(`The function ${name} has no source: ${entry} is missing.`);
  if (!existsSync(CONSOLE_CONFIG))
    throw new Error('The console cannot be built: console/vite.config.ts is missing.');
}

async function bundleFunctions(directory: string): Promise<void> {
  try {
    const { metafile } = await bundle({
      absWorkingDir: PROJECT,
      entryPoints: Object.entries(ENTRIES).map(([name, entry]) => ({ in: entry, out: `${name}/index` })),
      outdir: directory,
      ...BUNDLING,
      plugins: [withoutLocales, pdfLibAside],
      metafile: true,
    });
    const aside = join(directory, PDF_LIB_FILE);
    await bundle({ absWorkingDir: PROJECT, entryPoints: ['pdf-lib'], outfile: aside, ...BUNDLING });
    for (const [file, { imports }] of Object.entries(metafile.outputs))
      if (imports.some(({ path }) => path === `./${PDF_LIB_FILE}`))
        await copyFile(aside, join(PROJECT, dirname(file), PDF_LIB_FILE));
    await rm(aside);
  } catch (error) {
    throw new Error(
      `The functions could not be bundled: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/**
 * Packs are large and never changed in place: a second name for the same bytes where the file system has such names.
 * `packs.json` says their SHA-256, worked out when they were made and verified.
 */
async function addPacks(directory: string, packs: Readonly<Record<string, string>>): Promise<void> {
  for (const [id, sha256] of Object.entries(packs)) {
    const target = join(directory, `${id}.pack`);
    await link(packPath(id), target).catch(() => copyFile(packPath(id), target));
    const found = sha256Hex(await readFile(target));
    if (found !== sha256)
      throw new Error(`The glyph pack ${id} is damaged: \`npm run -s fonts -- get\` makes it anew.`);
  }
  await writeFile(join(directory, 'packs.json'), `${JSON.stringify(packs)}\n`);
}

async function buildConsole(outDir: string): Promise<void> {
  const { build } = await import('vite');
  await mkdir(outDir, { recursive: true });
  await build({
    root: join(PROJECT, 'console'),
    configFile: CONSOLE_CONFIG,
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  });
}

/** An issuance record names the program that drew it by this digest. */
async function addProgram(directory: string): Promise<void> {
  const digest = await digestOf(directory, [directory]);
  await writeFile(join(directory, 'program.json'), `${JSON.stringify({ digest })}\n`);
}
