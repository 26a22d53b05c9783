import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { explain, importPart } from '../../../scripts/local/command.ts';
import { ENGINE } from '../../../scripts/local/engine-install.ts';
import { PROJECT } from '../../../scripts/local/places.ts';
import { Problem } from '../../../scripts/local/problem.ts';
import { explainPip } from '../../../scripts/local/python-environment.ts';

const run = promisify(execFile);

describe('what a person sees of a failure', () => {
  test('an expected one is a sentence with its remedy', async () => {
    expect(await explain(new Problem('The port is taken', 'choose another'))).toBe(
      'The port is taken: choose another.',
    );
  });

  test('an unexpected one is a short message without a trace; the details are in a log', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'command-'));
    const log = join(folder, 'logs/errors.log');
    const told = await explain(new Error('first line\nsecond line'), log);
    expect(told).toMatch(/^first line \(details: .*errors\.log\)\.$/);
    expect(await readFile(log, 'utf8')).toMatch(/second line[\s\S]*at /);
    await rm(folder, { recursive: true });
  });

  test('a missing part of the project is named', async () => {
    await expect(importPart('scripts/nothing-here.ts', 'main')).rejects.toThrow(
      /nothing-here\.ts is missing/,
    );
    await expect(importPart('scripts/local/places.ts', 'main')).rejects.toThrow(/does not export main/);
  });

  test('a command that does not exist is refused on the error stream', async () => {
    const failed = run(process.execPath, [join(PROJECT, 'scripts/bootstrap.mjs'), 'nothing']);
    await expect(failed).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^✗ There is no command/),
    });
  });

  test.each([
    ['THESE PACKAGES DO NOT MATCH THE HASHES', /not the one that is pinned/],
    [
      'Retrying (Retry(total=4)) after connection broken; No matching distribution found',
      /could not be fetched/,
    ],
    ['ERROR: No matching distribution found for pyyaml==6.0.3', /no package for this Python/],
    ['OSError: [Errno 28] No space left on device', /disk is full/],
    ['something else', /could not install/],
  ])('pip saying %j becomes a sentence', (output, sentence) => {
    expect(explainPip(ENGINE, output).sentence).toMatch(sentence);
  });
});
