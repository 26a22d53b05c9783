import { cpus } from 'node:os';
import { openChild } from './child.ts';
import { type Proof, type ProofOptions, type ProofReport, tally } from './proof.ts';
import { openMaterials } from './simulation/city.ts';
import { HOUSEHOLD_SIZES } from './simulation/core-system.ts';
import { type EpisodeReport, runEpisode } from './simulation/episode.ts';
import { MIX } from './simulation/kiosk.ts';
import { REAL_EVERY } from './simulation/press.ts';

/** Requests of one run: a world of its own, so that a run that fails can be had again by itself. */
const PER_RUN = 4_000;
/** A run ends long before, or never. */
const PATIENCE_MS = 300_000;
const MOST_FAULTS = 20;

/**
 * The real use cases and stores in a world in memory, in which time passes as the seed decides: everything that can
 * come between two steps comes between them (docs/adr/0081).
 */
export const simulation: Proof = {
  name: 'simulation',
  summary: `Issuances in virtual time with faults, crashes and changes meanwhile; one in ${REAL_EVERY} is drawn and gated`,
  needsSystem: false,
  count: 1_000_000,
  slice: 400,
  run: simulate,
};

type Ask = (run: number, requests: number) => Promise<EpisodeReport | undefined>;

async function simulate({ seed, count, say, workers = 1 }: ProofOptions): Promise<ProofReport> {
  const again = /^(.*)@(\d+)$/.exec(seed);
  const [label, first] = [again?.[1] ?? seed, Number(again?.[2] ?? 0)];
  const runs = Array.from({ length: Math.ceil(count / PER_RUN) }, (_, index) => ({
    run: first + index,
    requests: Math.min(PER_RUN, count - index * PER_RUN),
  }));
  const { check, fail, note, report } = tally();
  const sum = new Map<string, number>();
  const add = (name: string, number: number): void => void sum.set(name, (sum.get(name) ?? 0) + number);
  let [done, faulty] = [0, 0];
  const began = performance.now();
  const perSecond = (): string => ((done * 1_000) / (performance.now() - began)).toFixed(0);

  const take = (run: number, requests: number, found: EpisodeReport | undefined): void => {
    const replay = `again: npm run prove -- simulation --seed ${label}@${run} --count ${requests}`;
    if (found === undefined) fail(`run ${run} did not end (${replay})`);
    else {
      for (const fault of found.faults) fail(`run ${run}: ${fault} (${replay})`);
      check(found.faults.length === 0, `run ${run} has failed`);
      for (const name of ['requests', 'certificates', 'real'] as const) add(name, found[name]);
      for (const [name, number] of Object.entries(found.ends)) add(`ended ${name}`, number);
      for (const [name, number] of Object.entries(found.faultsMet)) add(`met ${name}`, number);
    }
    if (found === undefined || found.faults.length > 0) faulty += 1;
    done += requests;
    if ((run + 1) % 10 === 0) say(`${done} issuances, ${perSecond()}/s`);
  };

  const lane = async (ask: Ask): Promise<void> => {
    for (let next = runs.shift(); next !== undefined && faulty < MOST_FAULTS; next = runs.shift())
      take(next.run, next.requests, await ask(next.run, next.requests));
  };
  if (workers === 1) {
    const materials = openMaterials();
    await lane((run, requests) => runEpisode(`${label}@${run}`, requests, materials));
  } else
    await Promise.all(
      Array.from({ length: Math.min(workers, cpus().length) }, async () => {
        const child = openChild<{ label: string; requests: number }, EpisodeReport>(
          new URL('./simulation/episode-process.ts', import.meta.url),
          PATIENCE_MS,
        );
        await lane((run, requests) => child.ask({ label: `${label}@${run}`, requests }));
        await child.close();
      }),
    );

  note([...sum].map(([name, number]) => `${name} ${number}`).join(', '));
  note(`of the wishes: ${MIX.map(([{ type, scope }, share]) => `${type} ${scope} ${share}`).join(', ')}`);
  note(`of the households: ${HOUSEHOLD_SIZES.map(([size, share]) => `${size} people ${share}`).join(', ')}`);
  note(`${perSecond()} issuances/s by ${workers} process${workers === 1 ? '' : 'es'}`);
  return report();
}
