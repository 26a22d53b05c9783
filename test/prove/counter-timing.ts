import { setTimeout as sleep } from 'node:timers/promises';
import { median, standardErrorOfMedian } from '../../bench/statistics.ts';
import { sha256Hex } from '../../functions/shared/canonical.ts';
import { MunicipalityCode } from '../../functions/shared/ids.ts';
import { instantOf, jstDateOf } from '../../functions/shared/time.ts';
import { LOCAL } from '../../lib/config/local.ts';
import { randomFor } from '../../simulator/sample/random.ts';
import type { OwnHousehold } from '../support/households.ts';
import { issuingOnEngine, wishOf } from '../support/issuing.ts';
import { COUNTER_KINDS, type CounterKind, householdOf } from './counter-cases.ts';
import {
  connectionPool,
  type KioskAnswer,
  openConnection,
  patiently,
  readCenterKey,
} from './kiosk-connection.ts';
import { type Proof, type ProofOptions, type ProofReport, tally } from './proof.ts';

/** From this many rounds on the goal itself is demanded; below it, what so few rounds can show. */
const ROUNDS_OF_THE_GOAL = 500;
/** How far the medians of two kinds may be apart. */
const GOAL_MS = 1;
/** Requests leave in this rhythm: each answer, due a fixed offset later, falls between the work of two others. */
const SLOT_MS = 150;
const WARM_UP_ROUNDS = 3;
const HOUSEHOLDS_PER_KIND = 4;
const CITY = MunicipalityCode.parse('012335');
const FEE = 200;
/** Status of every refusal for the counter. */
const REFUSED = 422;
/** Of the engine or the protocol: they differ from answer to answer, whatever the kind. */
const NOT_OURS = new Set(['date', 'x-amz-request-id', 'x-amzn-requestid']);

type Observed = { readonly kind: CounterKind; readonly answer: KioskAnswer };

/**
 * Whether the refusals that send a citizen to the counter can be told apart from outside: by time, headers or bytes.
 * Every round asks for each kind once, in an order of its own; a few requests are under way at a time.
 */
export const counterTiming: Proof = {
  name: 'counter-timing',
  summary: 'No kind of counter refusal can be told from another by its time, headers or bytes',
  needsSystem: true,
  count: ROUNDS_OF_THE_GOAL,
  slice: 8,
  run: async (options) => judged(await observe(options), options),
};

async function observe({ count, seed, say }: ProofOptions): Promise<readonly Observed[]> {
  const { stack, deps } = issuingOnEngine();
  const today = jstDateOf(instantOf(Date.now()));
  const random = randomFor(`${seed}/counter-timing`);
  const households = new Map<CounterKind, OwnHousehold[]>();
  for (const kind of COUNTER_KINDS) {
    const own: OwnHousehold[] = [];
    for (let made = 0; made < HOUSEHOLDS_PER_KIND; made += 1)
      own.push(await householdOf(deps.registry, CITY, kind, today));
    households.set(kind, own);
  }
  const key = await readCenterKey(stack);
  const pool = connectionPool(() => openConnection(stack.kioskApiUrl, key));
  const ask = async (kind: CounterKind): Promise<Observed> => {
    const household = random.pick(households.get(kind) ?? []);
    const answer = await patiently(() => pool.post('/v1/issue', wishOf(household, FEE)));
    return { kind, answer };
  };
  const rounds = (many: number) => Array.from({ length: many }, () => random.shuffle(COUNTER_KINDS)).flat();
  await inRhythm(rounds(WARM_UP_ROUNDS), ask);
  say(
    `${count} rounds of ${COUNTER_KINDS.length} kinds, ${Math.round((count * COUNTER_KINDS.length * SLOT_MS) / 1000)} s`,
  );
  const observed = await inRhythm(rounds(count), ask);
  pool.close();
  return observed;
}

/** Begins one after the other at fixed moments, whether or not the ones before have ended. */
async function inRhythm<T, R>(items: readonly T[], begin: (item: T) => Promise<R>): Promise<R[]> {
  const start = performance.now();
  const begun: Promise<R>[] = [];
  for (const [index, item] of items.entries()) {
    const wait = start + index * SLOT_MS - performance.now();
    if (wait > 0) await sleep(wait);
    begun.push(begin(item));
  }
  return Promise.all(begun);
}

function judged(observed: readonly Observed[], { count }: ProofOptions): ProofReport {
  const { check, note, report } = tally();
  const byKind = COUNTER_KINDS.map((kind) => {
    const times = observed.filter((one) => one.kind === kind).map(({ answer }) => answer.elapsedMs);
    return { kind, times, median: median(times), error: standardErrorOfMedian(times) };
  });
  for (const { kind, times, median: middle, error } of byKind)
    note(
      `${kind.padEnd(18)} median ${middle.toFixed(2)} ms ± ${error.toFixed(2)}, least ${Math.min(...times).toFixed(2)}, ${times.length} answers`,
    );

  const faces = new Set(observed.map(({ answer }) => faceOf(answer)));
  check(faces.size === 1, `${faces.size} different answers instead of one`);
  const others = observed
    .filter(({ answer }) => answer.status !== REFUSED)
    .map(({ answer }) => answer.status);
  check(others.length === 0, `${others.length} answers have status ${[...new Set(others)].join(', ')}`);
  const early = observed.filter(({ answer }) => answer.elapsedMs < LOCAL.counterOffsetMs).length;
  check(early === 0, `${early} answers left before their offset of ${LOCAL.counterOffsetMs} ms`);

  const medians = byKind.map((kind) => kind.median);
  const spread = Math.max(...medians) - Math.min(...medians);
  const bound = boundOf(
    byKind.map(({ error }) => error),
    count,
  );
  const line = `the medians lie within ${spread.toFixed(2)} ms (bound ${bound.toFixed(2)} ms)`;
  note(line);
  check(spread <= bound, `too far apart: ${line}`);
  return report();
}

/**
 * The goal, from its number of rounds on. Fewer rounds know their medians less well: then the goal and four standard
 * errors of a difference, which equal kinds almost never leave (ten kinds, of which the two outermost are compared).
 */
function boundOf(errors: readonly number[], count: number): number {
  if (count >= ROUNDS_OF_THE_GOAL) return GOAL_MS;
  return GOAL_MS + 4 * Math.SQRT2 * Math.max(...errors);
}

function faceOf({ status, headers, body }: KioskAnswer): string {
  const own = headers.filter(([name]) => !NOT_OURS.has(name));
  return JSON.stringify([status, own, sha256Hex(body)]);
}
