import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readIfThere } from './files.ts';
import { alone } from './lock.ts';
import { CACHE } from './places.ts';
import { Problem } from './problem.ts';
import { findPython } from './python.ts';

const run = promisify(execFile);

const REQUIREMENTS = join(import.meta.dirname, 'engine-requirements.txt');
const ENVIRONMENT = join(CACHE, 'engine-venv');
const MARKER = join(ENVIRONMENT, '.installed');
const LOG = join(CACHE, 'logs/engine-install.log');

/** The Python of the engine's own environment. */
export const ENGINE_PYTHON = join(ENVIRONMENT, 'bin/python');

/** @returns whether anything had to be installed */
export async function ensureEngine(
  onProgress: (message: string) => void = () => undefined,
): Promise<boolean> {
  const wanted = createHash('sha256')
    .update(await readFile(REQUIREMENTS))
    .digest('hex');
  if (await isInstalled(wanted)) return false;
  return alone(
    join(CACHE, 'engine.lock'),
    (pid) => onProgress(`waiting for the installation that process ${pid} is making`),
    async () => {
      if (await isInstalled(wanted)) return false;
      await install(onProgress);
      await writeFile(MARKER, wanted);
      return true;
    },
  );
}

async function isInstalled(wanted: string): Promise<boolean> {
  if ((await readIfThere(MARKER)) !== wanted) return false;
  // The Python that it was made with may have been removed or replaced since.
  return run(ENGINE_PYTHON, ['-I', '-c', 'import importlib.util as u; assert u.find_spec("ministack")']).then(
    () => true,
    () => false,
  );
}

async function install(onProgress: (message: string) => void): Promise<void> {
  const python = await findPython();
  await rm(ENVIRONMENT, { recursive: true, force: true });
  await mkdir(join(CACHE, 'logs'), { recursive: true });
  onProgress(`a virtual environment of Python ${python.major}.${python.minor}`);
  await logged(python.path, ['-m', 'venv', ENVIRONMENT], (reason) => {
    if (/ensurepip|python3?[0-9.]*-venv/.test(reason))
      return new Problem(
        `Python ${python.major}.${python.minor} cannot make a virtual environment`,
        'install the venv module (Debian, Ubuntu: `sudo apt install python3-venv`), then repeat the command',
      );
    return new Problem(
      'The engine’s virtual environment could not be made',
      `read the reason in ${LOG}, then repeat the command`,
    );
  });
  onProgress('ministack and what it imports');
  const options = ['--require-hashes', '--only-binary', ':all:', '--no-input', '--disable-pip-version-check'];
  await logged(ENGINE_PYTHON, ['-I', '-m', 'pip', 'install', ...options, '-r', REQUIREMENTS], explainPip);
}

/** What pip's own output means for whoever reads it. */
export function explainPip(output: string): Problem {
  if (/DO NOT MATCH THE HASHES/i.test(output))
    return new Problem('A Python package is not the one that is pinned', `look at ${LOG} before you go on`);
  if (/No matching distribution/i.test(output) && !/Retrying|connection/i.test(output))
    return new Problem(
      'The engine has no package for this Python or this processor',
      'use Python 3.10 to 3.14 on Linux (x86_64 or aarch64); KOFU_PYTHON=PATH names one',
    );
  if (/Retrying|connection|resolve|timed out|SSLError|ProxyError/i.test(output))
    return new Problem(
      'The engine’s packages could not be fetched',
      'check the network or pip’s proxy settings, then repeat the command',
    );
  if (/No space left/i.test(output))
    return new Problem('The disk is full', 'make room (about 100 MB), then repeat the command');
  return new Problem(
    'pip could not install the engine',
    `read the reason in ${LOG}, then repeat the command`,
  );
}

async function logged(
  program: string,
  args: readonly string[],
  explain: (output: string) => Problem,
): Promise<void> {
  try {
    const { stdout, stderr } = await run(program, args, { maxBuffer: 64 * 1024 * 1024 });
    await writeFile(LOG, `${stdout}${stderr}`);
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    const output = `${stdout}${stderr}`;
    await writeFile(LOG, output === '' ? String(error) : output);
    throw explain(output);
  }
}
