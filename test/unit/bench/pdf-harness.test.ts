import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildEngines, type EngineFiles } from '../../../bench/pdf/bundles.ts';
import { ENGINES } from '../../../bench/pdf/engine-list.ts';
import { measureCold } from '../../../bench/pdf/measure-cold.ts';
import { measureWarm } from '../../../bench/pdf/measure-warm.ts';
import { packDocument } from '../../../bench/pdf/pack-document.ts';
import { startEngine } from '../../../bench/pdf/run-engine.ts';
import { openSetting, type Setting } from '../../../bench/pdf/setting.ts';

const OURS = ENGINES.filter(({ name }) => name === 'ours-fast');
const silently = (): void => undefined;

let folder: string;
let setting: Setting;
let files: EngineFiles;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kofu-bench-'));
  setting = await openSetting('tests', folder);
  files = await buildEngines(OURS, folder);
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

const fileOf = (name: string): string => files.engines.get(name) ?? '';

describe('an engine in a process of its own', () => {
  test('draws what it is handed, the same in every process, and says how long each certificate took', async () => {
    const documents = [0, 1, 2].map((index) => packDocument(setting.documentOf(index), 'list'));
    const answers = await Promise.all(
      [1, 2].map(async () => {
        const engine = startEngine(fileOf('ours-fast'), setting.materialsFile);
        const answer = await engine.draw({ documents, keep: true });
        await engine.end();
        return answer;
      }),
    );
    const [one, other] = answers.map(({ results }) =>
      results.map((result) => (result.kind === 'drawn' ? (result.file ?? '') : result.message)),
    );
    expect(one).toHaveLength(3);
    expect(other).toEqual(one);
    for (const file of one ?? []) expect(Buffer.from(file, 'base64').toString('latin1', 0, 5)).toBe('%PDF-');
    for (const { results, cpuMs, peakBytes } of answers) {
      expect(results.every((result) => result.kind === 'drawn' && result.ms > 0)).toBe(true);
      expect(cpuMs).toBeGreaterThan(0);
      expect(peakBytes).toBeGreaterThan(1e7);
    }
  });

  test('says so where it refuses a certificate, and goes on', async () => {
    const missing = setting.bothForms(setting.workload.missing);
    const documents = [missing, setting.documentOf(0)].map((each) => packDocument(each, 'list'));
    const engine = startEngine(fileOf('ours-fast'), setting.materialsFile);
    const { results } = await engine.draw({ documents, keep: false });
    await engine.end();
    expect(results.map(({ kind }) => kind)).toEqual(['refused', 'drawn']);
    expect(JSON.stringify(results[0])).toContain('missing-glyph');
  });

  test('that ends instead of answering is an error that tells what it has said', async () => {
    const broken = join(folder, 'broken.cjs');
    await writeFile(broken, 'throw new Error("no fonts here")');
    const engine = startEngine(broken, setting.materialsFile);
    await expect(engine.draw({ documents: [], keep: false })).rejects.toThrow('no fonts here');
    await engine.end();
  });
});

describe('an engine run from its sources', () => {
  test('can say in which of its files the time was spent', async () => {
    const documents = Array.from({ length: 20 }, (_, index) =>
      packDocument(setting.documentOf(index), 'list'),
    );
    const program = fileURLToPath(new URL('../../../bench/pdf/profiled-process.ts', import.meta.url));
    const engine = startEngine(program, setting.materialsFile);
    const { profile = [], results } = await engine.draw({ documents, keep: false, profile: true });
    await engine.end();
    expect(results.every(({ kind }) => kind === 'drawn')).toBe(true);
    expect(profile.filter(({ place }) => place.endsWith('.ts')).length).toBeGreaterThan(2);
  });
});

describe('a measurement', () => {
  test('takes its rounds in turn and draws the pages of the check', async () => {
    const plan = { documents: 3, rounds: 3, warmUp: 1, seconds: 60, slowSeconds: 1, say: silently };
    const { rounds, drawn, differentKeys } = await measureWarm(setting, files, OURS, plan);
    expect(rounds.get('ours-fast')?.map(({ ms }) => ms.length)).toEqual([1, 1, 1]);
    expect(differentKeys).toBeGreaterThan(200);
    const check = drawn.get('ours-fast');
    expect(check?.dense.map(({ kind }) => kind)).toEqual(['drawn', 'drawn', 'drawn']);
    expect(check?.twins.map(({ kind }) => kind)).toEqual(['drawn']);
    expect(check?.missing.kind).toBe('refused');
  });

  test('of the cold start counts from the first line of a fresh process', async () => {
    const cold = await measureCold(setting, files, OURS, { processes: 2, say: silently });
    const answers = cold.get('ours-fast') ?? [];
    expect(answers).toHaveLength(2);
    for (const { openMs, firstMs, bytes } of answers) {
      expect(openMs).toBeGreaterThan(0);
      expect(firstMs).toBeGreaterThan(0);
      expect(bytes).toBeGreaterThan(10_000);
    }
  });
});
