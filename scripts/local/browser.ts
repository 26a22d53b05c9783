import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readIfThere, writeWhole } from './files.ts';
import { alone } from './lock.ts';
import { CACHE, PROJECT } from './places.ts';
import { Problem } from './problem.ts';

const run = promisify(execFile);

/** For `chromium.launch()` of playwright-core. */
export type Browser = {
  readonly executablePath: string;
  readonly args: string[];
  /** The browser's whole environment. */
  readonly env: Record<string, string>;
  readonly source: 'installed' | 'package';
};

const INSTALLED = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
  'microsoft-edge-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // The browser's part of the rule that no test reaches the internet: no other name resolves.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost , EXCLUDE [::1]',
];

const PACKAGE = join(PROJECT, 'node_modules/@sparticuz/chromium');
const UNPACKED = join(CACHE, 'chromium');
const FONT_CONFIG = join(CACHE, 'fontconfig/fonts.conf');

/** Whether it starts at all: a program that lacks a library does not even tell its version. */
async function starts(path: string, env: Record<string, string>): Promise<boolean> {
  return run(path, ['--version'], { env, timeout: 30_000 }).then(
    ({ stdout }) => /\d+\.\d+/.test(stdout),
    () => false,
  );
}

/** The machine's own fonts, and IPAmj明朝 for a machine without any Japanese one. */
const FONT_CONFIG_TEXT = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>/usr/share/fonts</dir>
  <dir>${CACHE}/fonts</dir>
  <dir>${UNPACKED}/fonts</dir>
  <cachedir>${CACHE}/fontconfig/cache</cachedir>
</fontconfig>
`;

async function environment(): Promise<Record<string, string>> {
  const home = join(CACHE, 'browser-home');
  await mkdir(home, { recursive: true });
  if ((await readIfThere(FONT_CONFIG)) !== FONT_CONFIG_TEXT) await writeWhole(FONT_CONFIG, FONT_CONFIG_TEXT);
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: home,
    TMPDIR: process.env['TMPDIR'] ?? '/tmp',
    LANG: 'C.UTF-8',
    FONTCONFIG_FILE: FONT_CONFIG,
  };
}

/**
 * An installed browser first (`KOFU_BROWSER` names one), else the one that lies in an npm package, with its own
 * libraries where the machine lacks them.
 * @param sources which may be used, for trying one of them alone
 * @throws Problem where there is none: tests in a browser are never skipped silently
 */
export async function findBrowser(
  sources: readonly Browser['source'][] = ['installed', 'package'],
): Promise<Browser> {
  const env = await environment();
  const args = [...ARGUMENTS];
  if (sources.includes('installed')) {
    const named = process.env['KOFU_BROWSER'];
    for (const name of named === undefined ? INSTALLED : [named]) {
      const executablePath = name.startsWith('/') ? name : await pathOf(name);
      if (executablePath !== undefined && (await starts(executablePath, env)))
        return { executablePath, args, env, source: 'installed' };
    }
  }
  if (sources.includes('package') && process.platform === 'linux' && process.arch === 'x64') {
    const executablePath = await unpack();
    if (await starts(executablePath, env)) return { executablePath, args, env, source: 'package' };
    const complete = { ...env, LD_LIBRARY_PATH: join(UNPACKED, 'al2023/lib') };
    if (await starts(executablePath, complete))
      return { executablePath, args, env: complete, source: 'package' };
  }
  throw new Problem(
    'There is no browser that starts on this machine',
    'install Chromium or Chrome (Debian: `sudo apt install chromium`), or name one with KOFU_BROWSER=PATH',
  );
}

async function pathOf(name: string): Promise<string | undefined> {
  return run('sh', ['-c', 'command -v "$1"', 'sh', name]).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
}

/** The package's browser under `.cache/chromium`, unpacked once for each version. */
async function unpack(): Promise<string> {
  const executable = join(UNPACKED, 'chromium');
  const version = await readIfThere(join(PACKAGE, 'package.json'));
  if (version === undefined)
    throw new Problem(
      'The package @sparticuz/chromium is missing',
      'remove node_modules, then repeat the command',
    );
  const marker = join(UNPACKED, '.package.json');
  if ((await readIfThere(marker)) === version) return executable;
  return alone(
    join(CACHE, 'chromium.lock'),
    () => undefined,
    async () => {
      if ((await readIfThere(marker)) === version) return executable;
      const scratch = await mkdtemp(join(CACHE, 'chromium.'));
      try {
        const script = join(import.meta.dirname, 'unpack-chromium.ts');
        await run(process.execPath, [script], { env: { ...process.env, TMPDIR: scratch } });
        await writeWhole(join(scratch, '.package.json'), version);
        await rm(UNPACKED, { recursive: true, force: true });
        await rename(scratch, UNPACKED);
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
      return executable;
    },
  );
}
