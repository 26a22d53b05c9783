import type { IssueDeps } from '../../../functions/issuance/deps.ts';
import { IssuanceRecord } from '../../../functions/issuance/record.ts';
import { randomFor } from '../../../simulator/sample/random.ts';
import type { SimulatedMaterials } from './city.ts';
import { createCenter } from './deliver.ts';
import { disturb } from './disturbance.ts';
import { createKiosk } from './kiosk.ts';
import type { Odds } from './network.ts';
import { createPool, RESULT_WAIT_MS } from './processes.ts';
import { openWorld, TABLES } from './world.ts';

/** Requests under way at any moment. */
const KIOSKS = 20;
/** Long enough for whatever is still on its way when the last kiosk has ended. */
const ECHO_MS = 60_000;

const ODDS: Odds = {
  slow: 0.0015,
  throttled: 0.001,
  conflict: 0.004,
  lost: 0.0015,
  unprocessed: 0.003,
  crash: 0.0004,
};

export type EpisodeReport = {
  readonly requests: number;
  readonly certificates: number;
  readonly ends: Readonly<Record<string, number>>;
  readonly real: number;
  readonly faultsMet: Readonly<Record<string, number>>;
  /** What must not have happened; never says a value. */
  readonly faults: readonly string[];
};

const MOST_FAULTS = 20;

/** For whoever wants to see that something broken is noticed, and soon. */
export type Spoilt = {
  readonly spoil: (deps: IssueDeps) => IssueDeps;
  /** How many times more often something happens beside the kiosks. */
  readonly haste: number;
};

/** So many requests in a world of their own; everything follows from the label. */
export async function runEpisode(
  label: string,
  requests: number,
  materials: SimulatedMaterials,
  spoilt?: Spoilt,
): Promise<EpisodeReport> {
  const random = randomFor(`${label}/simulation`);
  const faults: string[] = [];
  const fault = (line: string): void => {
    if (faults.length < MOST_FAULTS) faults.push(line);
  };
  const world = await openWorld({ random, odds: ODDS, materials, fault, spoil: spoilt?.spoil });
  const { use } = createKiosk(world, createCenter(world, createPool(world)));
  let begun = 0;
  let isOver = false;
  const others = disturb(world, () => isOver, spoilt?.haste);
  const kiosk = async (): Promise<void> => {
    // A fault that was waited for is enough.
    while (begun < requests && (spoilt === undefined || faults.length === 0)) {
      begun += 1;
      await use();
    }
  };
  const kiosks = Promise.all(Array.from({ length: KIOSKS }, kiosk)).then(async () => {
    isOver = true;
    await Promise.all(others);
    await world.time.pause(ECHO_MS);
  });
  let isDone = false;
  const watched = kiosks.then(
    () => {
      isDone = true;
    },
    (error: unknown) => {
      fault(`broke off: ${error instanceof Error ? `${error.name} ${error.message}` : String(error)}`);
      isDone = true;
    },
  );
  await world.time.runUntil(() => isDone);
  await watched;

  for (const item of world.tables.itemsOf(TABLES.issuance))
    if (item['sk'] === 'record')
      world.ledger.judge(IssuanceRecord.parse(item), world.time.now(), RESULT_WAIT_MS);
  const { counts } = world.press;
  const ofKoseki = Object.entries(world.koseki.met).map(([name, number]) => [`koseki ${name}`, number]);
  const faultsMet: Record<string, number> = {
    ...world.network.met,
    misprints: counts.misprints,
    ...Object.fromEntries(ofKoseki),
  };
  return {
    requests,
    certificates: world.ledger.answered(),
    ends: Object.fromEntries(world.ledger.ends),
    real: counts.real,
    faultsMet,
    faults,
  };
}
