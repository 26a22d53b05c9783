import { type Random, randomFor } from '../../simulator/sample/random.ts';
import { testStack } from '../support/stack.ts';
import { deliver, planOf } from './linkage/deliver.ts';
import { openOnEngine } from './linkage/engine-storage.ts';
import { crowdOf, factsOf } from './linkage/facts.ts';
import { takeInOverBadLine } from './linkage/fault-run.ts';
import { filesOf, type LinkFile } from './linkage/files.ts';
import { countsFault, registryFault, seriesFault } from './linkage/judge.ts';
import { type OpenStorage, openMemory } from './linkage/storage.ts';
import { type Proof, type ProofOptions, type ProofReport, tally } from './proof.ts';

/** Every so many runs a file is long enough to be applied in parts. */
const RUNS_PER_CROWD = 100;
const CROWD = 1_200;
const MOST_FACTS = 40;
/** After so many it is known that something is wrong. */
const MOST_FAULTS = 20;
/** Every so many runs the full files leave somebody out. */
const RUNS_PER_ABSENCE = 2;

/** The registry is a function of the set of rows: how they are split, repeated, ordered, interleaved and cut is nothing. */
export const linkage: Proof = {
  name: 'linkage',
  summary: 'Any split, order, repetition, interleaving and crash point of link files gives the same registry',
  needsSystem: false,
  count: 10_000,
  slice: 200,
  run: (options) => proveArrangements(options, openMemory),
  onEngine: { count: 200, slice: 4, run: proveOnEngine },
};

/** Runs of which one goes through the real function, its queue and a proxy that spoils calls: most of a minute each. */
const RUNS_PER_FAULT_RUN = 20;

async function proveOnEngine(options: ProofOptions): Promise<ProofReport> {
  const stack = testStack();
  const arrangements = await proveArrangements(options, () => openOnEngine(stack.endpoint), '--engine ');
  const { check, note, report } = tally();
  // one that is repeated by its number is repeated here, too
  const isRepeat = options.seed.includes('@');
  const faultRuns = isRepeat ? options.count : Math.floor(options.count / RUNS_PER_FAULT_RUN);
  const { label, runs } = runsOf({ ...options, count: faultRuns });
  const total = { faults: 0, kills: 0, lost: 0, doubled: 0, replayed: 0 };
  for (const run of runs) {
    const random = randomFor(`${label}/linkage-faults/${run}`);
    const again = `--engine --seed ${label}@${run} --count 1`;
    const facts = await factsOf(random, 120, { withNumbers: false });
    const files = filesOf(facts, random, { isAnybodyAbsent: false });
    const storage = await openOnEngine(stack.endpoint);
    try {
      const met = await takeInOverBadLine(stack, storage, files, random);
      for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += met[name];
      const fault =
        (await countsFault(storage, files, { isAnybodyAbsent: false })) ??
        (await registryFault(storage, files));
      check(fault === undefined, `fault run ${run}: ${fault} (again: ${again})`);
    } catch (error) {
      check(false, `fault run ${run}: ${messageOf(error)} (again: ${again})`);
    } finally {
      await storage.close();
    }
    options.say(`fault run ${run + 1}`);
  }
  note(
    `fault runs: ${Object.entries(total)
      .map(([name, number]) => `${name} ${number}`)
      .join(', ')}`,
  );
  const faults = report();
  return {
    passed: arrangements.passed + faults.passed,
    failed: arrangements.failed + faults.failed,
    detail: [...arrangements.detail, ...faults.detail],
  };
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.name} ${error.message}` : String(error);

/** `seed@7` begins with run 7 of the seed. */
function runsOf({ seed, count }: Pick<ProofOptions, 'seed' | 'count'>) {
  const again = /^(.*)@(\d+)$/.exec(seed);
  const first = Number(again?.[2] ?? 0);
  return { label: again?.[1] ?? seed, runs: Array.from({ length: count }, (_, index) => first + index) };
}

async function proveArrangements(
  { count, seed, say }: ProofOptions,
  open: OpenStorage,
  where = '',
): Promise<ProofReport> {
  const { check, note, report } = tally();
  const seen = { files: 0, rows: 0 };
  let faults = 0;
  const { label, runs } = runsOf({ seed, count });
  for (const run of runs) {
    const random = randomFor(`${label}/linkage/${run}`);
    const isCrowd = run % RUNS_PER_CROWD === RUNS_PER_CROWD - 1;
    const isAnybodyAbsent = !isCrowd && run % RUNS_PER_ABSENCE === RUNS_PER_ABSENCE - 1;
    const facts = isCrowd ? await crowdOf(random, CROWD) : await factsOf(random, MOST_FACTS);
    const files = filesOf(facts, random, { isAnybodyAbsent, isLong: isCrowd });
    seen.files += files.length;
    seen.rows += files.reduce((sum, file) => sum + file.facts.length, 0);
    const fault = await faultOf(files, { isAnybodyAbsent }, open, random).catch(
      (error: unknown) => `broke off: ${messageOf(error)}`,
    );
    check(fault === undefined, `run ${run}: ${fault} (again: ${where}--seed ${label}@${run} --count 1)`);
    faults += fault === undefined ? 0 : 1;
    if (faults === MOST_FAULTS) {
      note('so many faults are enough');
      break;
    }
    if ((run + 1) % 1_000 === 0) say(`${run + 1} runs`);
  }
  note(`${seen.files} files, ${seen.rows} rows`);
  return report();
}

/** What is wrong after one delivery of the files; never says a value. */
async function faultOf(
  files: readonly LinkFile[],
  wish: { readonly isAnybodyAbsent: boolean },
  open: OpenStorage,
  random: Random,
): Promise<string | undefined> {
  const storage = await open(random);
  try {
    await deliver(storage, files, planOf(random), random);
    return (
      (await countsFault(storage, files, wish)) ??
      (await registryFault(storage, files)) ??
      (await seriesFault(storage, files))
    );
  } finally {
    await storage.close();
  }
}
