import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { PROJECT } from '../../scripts/local/places.ts';
import { testStackFile } from '../support/stack.ts';
import { applyEdit, type Edit } from './guards/guard.ts';

/** What the named tests need of the project, besides its packages and fonts. */
const COPIED = [
  'agent',
  'bench',
  'functions',
  'fonts',
  'lib',
  'scripts',
  'simulator',
  'test',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
];
const LINKED = ['node_modules', '.cache'];
/** A test that hangs without its guard has noticed. */
const TEST_TIMEOUT_MS = 30_000;
const RUN_TIMEOUT_MS = 240_000;

export type TestEnd = { readonly passed: boolean; readonly message: string };
/** By title; titles that did not run are missing. */
export type TestEnds = ReadonlyMap<string, TestEnd>;
export type NamedTest = { readonly file: string; readonly title: string };

/** A copy of the sources in which they may be broken. */
export type Workshop = {
  /** Takes texts out; gives the way back, or says which text has moved. */
  readonly change: (edits: readonly Edit[]) => Promise<(() => Promise<void>) | { readonly moved: string }>;
  readonly run: (tests: readonly NamedTest[]) => Promise<TestEnds>;
  readonly close: () => Promise<void>;
};

export async function openWorkshop(): Promise<Workshop> {
  const directory = await mkdtemp(join(tmpdir(), 'kofu-guards-'));
  // a benchmark's peers lie among its sources, and no test needs them
  const filter = (path: string): boolean => !path.includes('/bench/peers/node_modules');
  for (const name of COPIED)
    await cp(join(PROJECT, name), join(directory, name), { recursive: true, filter });
  for (const name of LINKED) await symlink(join(PROJECT, name), join(directory, name));

  const change: Workshop['change'] = async (edits) => {
    const before = new Map<string, string>();
    const after = new Map<string, string>();
    for (const edit of edits) {
      const text = after.get(edit.file) ?? (await readFile(join(directory, edit.file), 'utf8'));
      const changed = applyEdit(text, edit);
      if (typeof changed !== 'string') return changed;
      if (!before.has(edit.file)) before.set(edit.file, text);
      after.set(edit.file, changed);
    }
    const write = async (files: ReadonlyMap<string, string>): Promise<void> => {
      for (const [file, text] of files) await writeFile(join(directory, file), text);
    };
    await write(after);
    return () => write(before);
  };

  return {
    change,
    run: (tests) => runTests(directory, tests),
    close: () => rm(directory, { recursive: true, force: true }),
  };
}

const Report = z.object({
  testResults: z.array(
    z.object({
      assertionResults: z.array(
        z.object({ title: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});

async function runTests(directory: string, tests: readonly NamedTest[]): Promise<TestEnds> {
  const output = join(directory, 'report.json');
  await rm(output, { force: true });
  const files = [...new Set(tests.map(({ file }) => file))];
  const titles = [...new Set(tests.map(({ title }) => title))];
  await spawned(directory, [
    'run',
    ...files,
    '-t',
    titles.map(escaped).join('|'),
    '--reporter=json',
    `--outputFile=${output}`,
    `--testTimeout=${TEST_TIMEOUT_MS}`,
  ]);
  const text = await readFile(output, 'utf8').catch(() => undefined);
  if (text === undefined) return new Map();
  const ends = new Map<string, TestEnd>();
  for (const { assertionResults } of Report.parse(JSON.parse(text)).testResults)
    for (const { title, status, failureMessages } of assertionResults) {
      if (status !== 'passed' && status !== 'failed') continue;
      const [message = ''] = failureMessages?.[0]?.split('\n') ?? [];
      ends.set(title, { passed: status === 'passed', message });
    }
  return ends;
}

/** A title as it stands, in the regular expression that Vitest takes it for. */
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

async function spawned(directory: string, args: readonly string[]): Promise<void> {
  const program = join(directory, 'node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [program, ...args], {
    cwd: directory,
    stdio: 'ignore',
    // The copy has no system of its own: its tests use the one that runs.
    env: { ...process.env, KOFU_TEST_STACK: testStackFile(), NODE_OPTIONS: '', VITEST: '', FORCE_COLOR: '0' },
    timeout: RUN_TIMEOUT_MS,
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  });
}
