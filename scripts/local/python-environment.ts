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

/** Python packages in a virtual environment of their own, every one known by its hash. */
export type PythonEnvironment = {
  /** Names its folder, log and lock in the cache. */
  readonly name: string;
  /** What it is to whoever reads a sentence about it: `engine`. */
  readonly what: string;
  /** Path of what pip installs, pinned with hashes. */
  readonly requirements: string;
  /** A module that can be found once everything is installed. */
  readonly module: string;
};

const folderOf = ({ name }: PythonEnvironment): string => join(CACHE, `${name}-venv`);
const logOf = ({ name }: PythonEnvironment): string => join(CACHE, `logs/${name}-install.log`);

/** The Python of the environment itself. */
export const pythonIn = (environment: PythonEnvironment): string => join(folderOf(environment), 'bin/python');

/**
 * @returns whether anything had to be installed
 * @throws Problem that says what hinders it and what to do
 */
export async function ensurePythonEnvironment(
  environment: PythonEnvironment,
  onProgress: (message: string) => void = () => undefined,
): Promise<boolean> {
  const marker = join(folderOf(environment), '.installed');
  const wanted = createHash('sha256')
    .update(await readFile(environment.requirements))
    .digest('hex');
  const isInstalled = async (): Promise<boolean> =>
    (await readIfThere(marker)) === wanted && (await canImport(environment));
  if (await isInstalled()) return false;
  return alone(
    join(CACHE, `${environment.name}.lock`),
    (pid) => onProgress(`waiting for the installation that process ${pid} is making`),
    async () => {
      if (await isInstalled()) return false;
      await install(environment, onProgress);
      await writeFile(marker, wanted);
      return true;
    },
  );
}

/** The Python that it was made with may have been removed or replaced since. */
const canImport = (environment: PythonEnvironment): Promise<boolean> =>
  run(pythonIn(environment), [
    '-I',
    '-c',
    `import importlib.util as u; assert u.find_spec("${environment.module}")`,
  ]).then(
    () => true,
    () => false,
  );

async function install(environment: PythonEnvironment, onProgress: (message: string) => void): Promise<void> {
  const python = await findPython();
  const folder = folderOf(environment);
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(CACHE, 'logs'), { recursive: true });
  onProgress(`a virtual environment of Python ${python.major}.${python.minor}`);
  const log = logOf(environment);
  await logged(log, python.path, ['-m', 'venv', folder], (reason) => {
    if (/ensurepip|python3?[0-9.]*-venv/.test(reason))
      return new Problem(
        `Python ${python.major}.${python.minor} cannot make a virtual environment`,
        'install the venv module (Debian, Ubuntu: `sudo apt install python3-venv`), then repeat the command',
      );
    return new Problem(
      `The ${environment.what}’s virtual environment could not be made`,
      `read the reason in ${log}, then repeat the command`,
    );
  });
  onProgress(`${environment.module} and what it imports`);
  const options = ['--require-hashes', '--only-binary', ':all:', '--no-input', '--disable-pip-version-check'];
  await logged(
    log,
    pythonIn(environment),
    ['-I', '-m', 'pip', 'install', ...options, '-r', environment.requirements],
    (output) => explainPip(environment, output),
  );
}

/** What pip's own output means for whoever reads it. */
export function explainPip(environment: PythonEnvironment, output: string): Problem {
  const { what } = environment;
  const log = logOf(environment);
  if (/DO NOT MATCH THE HASHES/i.test(output))
    return new Problem('A Python package is not the one that is pinned', `look at ${log} before you go on`);
  if (/No matching distribution/i.test(output) && !/Retrying|connection/i.test(output))
    return new Problem(
      `The ${what} has no package for this Python or this processor`,
      'use Python 3.10 to 3.14 on Linux (x86_64 or aarch64); KOFU_PYTHON=PATH names one',
    );
  if (/Retrying|connection|resolve|timed out|SSLError|ProxyError/i.test(output))
    return new Problem(
      `The ${what}’s packages could not be fetched`,
      'check the network or pip’s proxy settings, then repeat the command',
    );
  if (/No space left/i.test(output))
    return new Problem('The disk is full', 'make room (about 100 MB), then repeat the command');
  return new Problem(
    `pip could not install the ${what}`,
    `read the reason in ${log}, then repeat the command`,
  );
}

async function logged(
  log: string,
  program: string,
  args: readonly string[],
  explain: (output: string) => Problem,
): Promise<void> {
  try {
    const { stdout, stderr } = await run(program, args, { maxBuffer: 64 * 1024 * 1024 });
    await writeFile(log, `${stdout}${stderr}`);
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    const output = `${stdout}${stderr}`;
    await writeFile(log, output === '' ? String(error) : output);
    throw explain(output);
  }
}
