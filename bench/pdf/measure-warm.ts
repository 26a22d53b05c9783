import { keysOf } from '../../functions/pdf/index.ts';
import { unwrap } from '../../functions/shared/result.ts';
import { median } from '../statistics.ts';
import type { EngineFiles } from './bundles.ts';
import type { CheckPages } from './check/check-engine.ts';
import type { EngineEntry } from './engine-list.ts';
import { type BenchDocument, packDocument } from './pack-document.ts';
import type { EngineRound } from './results.ts';
import { type RunningEngine, startEngine } from './run-engine.ts';
import type { Setting } from './setting.ts';
import type { Answer, DrawResult } from './transfer.ts';

export type WarmPlan = {
  /** Certificates of each engine over all rounds. */
  readonly documents: number;
  readonly rounds: number;
  readonly warmUp: number;
  /** No further round begins after so many seconds. */
  readonly seconds: number;
  /** An engine that needs more than `SLOW_MS` for a certificate draws for so long in a round, and no longer. */
  readonly slowSeconds: number;
  readonly say: (line: string) => void;
};

export type WarmSamples = {
  readonly rounds: ReadonlyMap<string, readonly EngineRound[]>;
  /** Different keys of all certificates that the fastest engines were given. */
  readonly differentKeys: number;
  readonly drawn: ReadonlyMap<string, CheckPages<DrawResult>>;
};

const SLOW_MS = 50;
/** Certificates of one order: as many as can be read at once without much memory. */
const AT_ONCE = 250;

/**
 * Every engine in a process of its own, all alive at once and asked in turn: in each round all draw the same
 * certificates, one engine after another. Then each draws the pages of the check.
 */
export async function measureWarm(
  setting: Setting,
  { engines: files }: EngineFiles,
  entries: readonly EngineEntry[],
  plan: WarmPlan,
): Promise<WarmSamples> {
  const { rounds, documents, warmUp, say } = plan;
  const keys = new Set<number>();
  const made = (from: number, count: number): readonly BenchDocument[] => {
    const certificates = Array.from({ length: count }, (_, index) => setting.documentOf(from + index));
    for (const { page } of certificates) noteKeys(keys, page);
    return certificates;
  };
  const running = entries.map((entry) => ({
    entry,
    engine: startEngine(files.get(entry.name) ?? '', setting.materialsFile),
    slow: false,
    rounds: [] as EngineRound[],
  }));
  try {
    say(`warm-up: ${warmUp} certificates of each engine`);
    const first = made(0, warmUp);
    for (const side of running) {
      const round = await drawRound(side, first, { limitMs: plan.slowSeconds * 1000 });
      side.slow = median(round.ms) > SLOW_MS;
    }
    const began = performance.now();
    const perRound = Math.ceil(documents / rounds);
    for (let round = 0; round < rounds && performance.now() - began < plan.seconds * 1000; round += 1) {
      say(`round ${round + 1} of ${rounds}: up to ${perRound} certificates of each engine`);
      const certificates = made(warmUp + round * perRound, perRound);
      for (const side of running) {
        const limitMs = side.slow ? plan.slowSeconds * 1000 : Number.POSITIVE_INFINITY;
        side.rounds.push(await drawRound(side, certificates, { limitMs }));
      }
    }
    const drawn = new Map<string, CheckPages<DrawResult>>();
    for (const { entry, engine } of running) drawn.set(entry.name, await drawCheck(entry, engine, setting));
    return {
      rounds: new Map(running.map((side) => [side.entry.name, side.rounds])),
      differentKeys: keys.size,
      drawn,
    };
  } finally {
    await Promise.all(running.map(({ engine }) => engine.end()));
  }
}

type Side = { readonly entry: EngineEntry; readonly engine: RunningEngine };

async function drawRound(
  { entry, engine }: Side,
  certificates: readonly BenchDocument[],
  { limitMs }: { readonly limitMs: number },
): Promise<EngineRound> {
  const ms: number[] = [];
  const bytes: number[] = [];
  let cpuMs = 0;
  let spentMs = 0;
  let peakBytes = 0;
  let atOnce = limitMs === Number.POSITIVE_INFINITY ? AT_ONCE : 1;
  for (let from = 0; from < certificates.length && spentMs < limitMs; ) {
    const documents = certificates.slice(from, from + atOnce).map((each) => packDocument(each, entry.takes));
    const answer = await engine.draw({ documents, keep: false });
    for (const result of answer.results) {
      if (result.kind === 'refused')
        throw new Error(`${entry.name} refused a certificate: ${result.message}`);
      ms.push(result.ms);
      bytes.push(result.bytes);
      spentMs += result.ms;
    }
    cpuMs += answer.cpuMs;
    peakBytes = answer.peakBytes;
    from += documents.length;
    // as many as take a tenth of the time that is left to it
    atOnce = Math.min(AT_ONCE, Math.max(1, Math.floor(limitMs / 10 / (spentMs / from))));
  }
  return { ms, bytes, cpuMs, peakBytes };
}

async function drawCheck(
  entry: EngineEntry,
  engine: RunningEngine,
  setting: Setting,
): Promise<CheckPages<DrawResult>> {
  const pages = checkPages(setting);
  const drawn = async (documents: readonly BenchDocument[]): Promise<readonly DrawResult[]> => {
    const packed = documents.map((each) => packDocument(each, entry.takes));
    const { results }: Answer = await engine.draw({ documents: packed, keep: true });
    return results;
  };
  const [missing] = await drawn([pages.missing]);
  if (missing === undefined) throw new Error(`${entry.name} has not answered`);
  return {
    dense: await drawn(pages.dense),
    sparse: await drawn(pages.sparse),
    twins: await drawn(pages.twins),
    missing,
  };
}

/** The first certificates of the seed, and what the workload has besides. */
export function checkPages({ workload, documentOf, bothForms }: Setting): CheckPages<BenchDocument> {
  return {
    dense: [0, 1, 2].map(documentOf),
    sparse: [bothForms(workload.sparse)],
    twins: [bothForms(workload.twins)],
    missing: bothForms(workload.missing),
  };
}

function noteKeys(keys: Set<number>, page: BenchDocument['page']): void {
  for (const { text } of page.runs) for (const key of unwrap(keysOf(text))) keys.add(key);
}
