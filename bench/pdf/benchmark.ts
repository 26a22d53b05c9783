import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensurePacks } from '../../scripts/local/packs.ts';
import { PROJECT } from '../../scripts/local/places.ts';
import type { PdfWishes } from '../arguments.ts';
import type { Benchmark, BenchOptions, BenchReport } from '../benchmark.ts';
import { median } from '../statistics.ts';
import { breakdownOf } from './breakdown.ts';
import { buildEngines } from './bundles.ts';
import { openCheck } from './check/check-engine.ts';
import { ENGINES, REFERENCE } from './engine-list.ts';
import { measureCold } from './measure-cold.ts';
import { measureReadBack } from './measure-read-back.ts';
import { checkPages, measureWarm } from './measure-warm.ts';
import { ensurePeers } from './peers.ts';
import { type EngineSamples, rowsOf } from './results.ts';
import { openSetting } from './setting.ts';
import { correctnessTable, speedTable } from './tables.ts';
import { targetsOf } from './targets.ts';
import { machine, writtenReport } from './written-report.ts';

/** How much is measured. A full run takes about a quarter of an hour on two cores, a quick one about five minutes. */
const FULL = { documents: 5_000, coldProcesses: 20, warmUp: 500, slowSeconds: 6 } as const;
const QUICK = { documents: 1_000, coldProcesses: 7, warmUp: 300, slowSeconds: 1 } as const;

const WRITTEN = join(PROJECT, 'docs/benchmarks.md');
const NOBODY: PdfWishes = {
  seed: undefined,
  documents: undefined,
  engines: undefined,
  quick: false,
  write: false,
};

/** This engine and its peers over the same certificates, each in processes of its own, interleaved in one run. */
export const pdf: Benchmark = {
  name: 'pdf',
  summary: 'Drawing a certificate, against the other engines over the same pages',
  needsSystem: false,
  rounds: 10,
  run: measurePdf,
};

async function measurePdf({
  rounds,
  seconds,
  say,
  pdf: wishes = NOBODY,
}: BenchOptions): Promise<BenchReport> {
  const plan = wishes.quick ? QUICK : FULL;
  const { seed = randomBytes(6).toString('hex'), documents = plan.documents } = wishes;
  const entries = ENGINES.filter(
    ({ name }) => name === REFERENCE || (wishes.engines?.includes(name) ?? true),
  );
  say(`seed ${seed}`);
  await ensurePacks(say);
  await ensurePeers(say);
  const folder = join(PROJECT, '.build', `bench-pdf.${process.pid}`);
  try {
    const setting = await openSetting(seed, folder);
    const files = await buildEngines(entries, folder);
    const cold = await measureCold(setting, files, entries, { processes: plan.coldProcesses, say });
    const warm = await measureWarm(setting, files, entries, { ...plan, documents, rounds, seconds, say });
    say('checking what was drawn');
    const { dense, sparse, twins, missing } = checkPages(setting);
    const check = await openCheck(setting.fonts, setting.materials.seal, {
      dense: dense.map(({ page }) => page),
      sparse: sparse.map(({ page }) => page),
      twins: twins.map(({ page }) => page),
      missing: missing.page,
    });
    const samples: EngineSamples[] = [];
    for (const { name, label, bundled } of entries) {
      const drawn = warm.drawn.get(name);
      if (drawn === undefined) throw new Error(`${name} has drawn nothing to check`);
      samples.push({
        name,
        label,
        bundled,
        cold: cold.get(name) ?? [],
        rounds: warm.rounds.get(name) ?? [],
        check: await check(drawn),
      });
    }
    say('looking where the time goes');
    const breakdown = await breakdownOf(setting);
    const readBackMs = await measureReadBack(setting);
    const rows = rowsOf(samples);
    const targets = targetsOf(samples, { differentKeys: warm.differentKeys, readBackMs: median(readBackMs) });
    const run = {
      ...plan,
      date: new Date().toISOString().slice(0, 10),
      machine: machine(),
      seed,
      rounds,
      documents,
      differentKeys: warm.differentKeys,
      breakdown,
    };
    if (wishes.write)
      await writeFile(WRITTEN, writtenReport({ ...run, rows, targets, command: commandOf(wishes, rounds) }));
    return {
      targets,
      notes: [
        ...speedTable(rows),
        '',
        ...correctnessTable(rows),
        '',
        '¹ not bundled',
        ...breakdown,
        `seed ${seed}: ${warm.differentKeys} different keys over the run`,
      ],
      data: { ...run, rows },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const commandOf = ({ quick, documents, engines }: PdfWishes, rounds: number): string =>
  [
    'npm run bench -- pdf',
    ...(quick ? ['--quick'] : []),
    ...(rounds === pdf.rounds ? [] : [`--rounds ${rounds}`]),
    ...(documents === undefined ? [] : [`--documents ${documents}`]),
    ...(engines === undefined ? [] : [`--engines ${engines.join(',')}`]),
    '--write',
  ].join(' ');
