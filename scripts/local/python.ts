import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { Problem } from './problem.ts';

const run = promisify(execFile);

/** What ministack asks for. */
const OLDEST = { major: 3, minor: 10 } as const;
const NAMES = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];

/** Debian and Ubuntu ship `venv` without `ensurepip`; only both together make an environment with pip. */
const QUESTION = `
import importlib.util as u, json, sys
print(json.dumps({
  "path": sys.executable, "major": sys.version_info[0], "minor": sys.version_info[1],
  "venv": u.find_spec("venv") is not None and u.find_spec("ensurepip") is not None,
}))`;

export const Python = z.object({
  path: z.string().min(1),
  major: z.int(),
  minor: z.int(),
  venv: z.boolean(),
});
export type Python = z.infer<typeof Python>;

async function ask(name: string): Promise<Python | undefined> {
  try {
    const { stdout } = await run(name, ['-c', QUESTION], { timeout: 20_000 });
    return Python.parse(JSON.parse(stdout));
  } catch {
    return undefined;
  }
}

const isRecent = ({ major, minor }: Python): boolean =>
  major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor);

const versionOf = ({ major, minor }: Python): string => `${major}.${minor}`;

/**
 * The first that will do.
 * @throws Problem that says which one thing is lacking
 */
export function choosePython(found: readonly Python[]): Python {
  const recent = found.filter(isRecent);
  const complete = recent.find((python) => python.venv);
  if (complete !== undefined) return complete;
  const [bare] = recent;
  if (bare !== undefined)
    throw new Problem(
      `Python ${versionOf(bare)} (${bare.path}) has no venv module`,
      'install it (Debian, Ubuntu: `sudo apt install python3-venv`), then repeat the command',
    );
  const [old] = found;
  if (old !== undefined)
    throw new Problem(
      `Python ${versionOf(old)} (${old.path}) is too old for the local AWS engine`,
      'install Python 3.10 or newer, then repeat the command',
    );
  throw new Problem(
    'Python is missing, and the local AWS engine runs on it',
    'install Python 3.10 or newer with venv (Debian, Ubuntu: `sudo apt install python3 python3-venv`), then repeat the command',
  );
}

/** A Python that can hold the engine. `KOFU_PYTHON` names one that is not on the PATH. */
export async function findPython(): Promise<Python> {
  const named = process.env['KOFU_PYTHON'];
  const found: Python[] = [];
  for (const name of named === undefined ? NAMES : [named]) {
    const python = await ask(name);
    if (python === undefined) continue;
    found.push(python);
    if (isRecent(python) && python.venv) break;
  }
  return choosePython(found);
}
