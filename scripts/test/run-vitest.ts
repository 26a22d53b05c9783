import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readIfThere } from '../local/files.ts';
import { PROJECT } from '../local/places.ts';
import { settled, TestReport } from './report.ts';

const VITEST = join(PROJECT, 'node_modules/vitest/vitest.mjs');
const GUARD = pathToFileURL(join(PROJECT, 'test/guards/no-internet.ts')).href;

/** Runs the named Vitest projects and returns what they counted. Everything that they start in Node has the guard. */
export async function runVitest(
  projects: readonly string[],
  onChild: (pid: number) => void,
): Promise<TestReport> {
  const file = join(PROJECT, '.build/test-reports', `${projects.join('-')}.json`);
  await rm(file, { force: true });
  const reporters = ['--reporter=default', `--reporter=${join(PROJECT, 'scripts/test/reporter.ts')}`];
  const chosen = projects.map((project) => `--project=${project}`);
  const child = spawn(process.execPath, [VITEST, 'run', '--passWithNoTests', ...chosen, ...reporters], {
    cwd: PROJECT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      KOFU_TEST_REPORT: file,
      NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --import=${GUARD}`.trim(),
    },
  });
  if (child.pid !== undefined) onChild(child.pid);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const text = await readIfThere(file);
  return settled(text === undefined ? undefined : TestReport.parse(JSON.parse(text)), code);
}
