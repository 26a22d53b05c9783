import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readIfThere, writeWhole } from '../../scripts/local/files.ts';
import { alone } from '../../scripts/local/lock.ts';
import { CACHE, PROJECT } from '../../scripts/local/places.ts';
import { codeOf, Problem } from '../../scripts/local/problem.ts';

/** What the engine is measured against: packages of their own, which nothing else of the project sees. */
export const PEERS = join(PROJECT, 'bench/peers');

const MARKER = join(PEERS, 'node_modules/.installed');
const LOG = join(CACHE, 'logs/peers.log');

/**
 * The peers in `bench/peers/node_modules`, exactly as their lock file pins them; installs them where they are not.
 * @throws Problem where they cannot be fetched
 */
export async function ensurePeers(say: (line: string) => void): Promise<void> {
  const wanted = await wantedPeers();
  const isThere = async (): Promise<boolean> => (await readIfThere(MARKER)) === wanted;
  if (await isThere()) return;
  await alone(
    join(CACHE, 'peers.lock'),
    () => say('waiting for another process'),
    async () => {
      if (await isThere()) return;
      say('installing the peers of bench/peers (about 190 MB, half a minute)');
      await rm(MARKER, { force: true });
      await install();
      await writeFile(MARKER, wanted);
    },
  );
}

async function wantedPeers(): Promise<string> {
  const hash = createHash('sha256');
  for (const name of ['package.json', 'package-lock.json']) hash.update(await readFile(join(PEERS, name)));
  return `${hash.digest('hex')} ${process.platform}-${process.arch}\n`;
}

/** `npm install --no-save` for the reason that `scripts/bootstrap.mjs` gives. None of them has an install script. */
async function install(): Promise<void> {
  const flags = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  try {
    await promisify(execFile)('npm', ['install', ...flags], { cwd: PEERS, env: installerEnvironment() });
  } catch (error) {
    if (codeOf(error) === 'ENOENT')
      throw new Problem(
        'npm is missing',
        'install Node 20 or newer together with npm, then repeat the command',
      );
    await writeWhole(LOG, String(error));
    throw new Problem(
      `The peers of bench/peers could not be installed (log: ${LOG})`,
      'check the network or the proxy settings of npm, then repeat the command',
    );
  }
}

/** What `npm run` tells its scripts about this project would make the inner npm take it for its own. */
const installerEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^npm_(config_(loglevel|ignore_scripts|omit|production|local_prefix)|lifecycle_|package_)/i.test(
          name,
        ),
    ),
  );
