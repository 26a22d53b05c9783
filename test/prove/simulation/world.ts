import { type SettingRow, settingPut, settingsAt } from '../../../functions/changes/index.ts';
import { type Latch, latchesOn, latchText } from '../../../functions/closures/index.ts';
import type { IssueDeps } from '../../../functions/issuance/deps.ts';
import { RowFeed } from '../../../functions/linkage/index.ts';
import { createRegistryStore } from '../../../functions/registry/index.ts';
import type { CertificateFamily } from '../../../functions/shared/certificate-types.ts';
import type { MunicipalityCode } from '../../../functions/shared/ids.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { uuidV7 } from '../../../functions/shared/uuid-v7.ts';
import type { Random } from '../../../simulator/sample/random.ts';
import { createMemoryTables, type Written } from '../memory/memory-tables.ts';
import { CITIES, type SimulatedMaterials } from './city.ts';
import { createCoreSystem } from './core-system.ts';
import { createKosekiSystems } from './koseki.ts';
import { createLedger } from './ledger.ts';
import { createNetwork, NO_ODDS, type Odds } from './network.ts';
import { createPress } from './press.ts';
import { createTruth } from './truth.ts';
import { createVirtualTime } from './virtual-time.ts';

export const TABLES = {
  registry: 'registry',
  staff: 'staff',
  issuance: 'issuance',
  audit: 'audit',
} as const;

/** Few enough that what happens to people meets their requests. */
const HOUSEHOLDS = 30;
/** Monday, at noon: every type is open. */
export const NOON = Date.parse('2026-11-23T12:00:00+09:00');
const ROWS_AT_ONCE = 14;

export type World = Awaited<ReturnType<typeof openWorld>>;

/** Two cities in memory with all that watches over them. `fault` takes whatever must not happen. */
export async function openWorld({
  random,
  odds,
  materials,
  fault,
  spoil = (deps) => deps,
}: {
  readonly random: Random;
  readonly odds: Odds;
  readonly materials: SimulatedMaterials;
  readonly fault: (line: string) => void;
  /** Breaks what issuing stands on, for whoever wants to see that it is noticed. */
  readonly spoil?: ((deps: IssueDeps) => IssueDeps) | undefined;
}) {
  const tables = createMemoryTables();
  const time = createVirtualTime(NOON, random);
  const network = createNetwork({ tables, time, random });
  const truth = createTruth();
  const ledger = createLedger(fault);
  const rows: SettingRow[] = [];
  /** Closures that have taken effect and are not healed, and since when. */
  const closedSince = new Map<string, { readonly latch: Latch; readonly at: number }>();
  /** Feeds of which something is unknown, and since when. */
  const unknownSince = new Map<string, number>();

  const watch = (written: readonly Written[]): void => {
    ledger.watch(written);
    for (const { table, key, after } of written) {
      if (table === TABLES.staff && key.startsWith('X#')) {
        const latch = after as Latch & { readonly healedAt?: number };
        const name = `${latch.municipality}/${latchText(latch)}`;
        if (latch.healedAt !== undefined) closedSince.delete(name);
        else if (!closedSince.has(name)) closedSince.set(name, { latch, at: time.now() });
      }
      if (table === TABLES.staff && key.startsWith('P#') && key.endsWith('\ndecisions'))
        truth.decide(key, after);
      if (table === TABLES.staff && key.startsWith('C#')) rows.push(after as unknown as SettingRow);
      if (table === TABLES.registry && key.startsWith('L#')) {
        const isKnown = JSON.stringify(after?.['failed']) === '[]';
        if (isKnown) unknownSince.delete(key);
        else if (!unknownSince.has(key)) unknownSince.set(key, time.now());
      }
    }
  };

  let ids = 0;
  const newId = (): string => {
    ids += 1;
    const bytes = new Uint8Array(10);
    new DataView(bytes.buffer).setUint32(6, ids);
    return uuidV7(time.now(), bytes);
  };

  const cities = CITIES.map(({ municipality, name, printsNumbers }) => ({
    municipality,
    name,
    printsNumbers,
    core: createCoreSystem({
      municipality,
      cityName: name.slice(0, -1),
      printsNumbers,
      households: HOUSEHOLDS,
      impressions: materials.references,
      random,
    }),
  }));

  // the beginning needs no time: every row and setting is there before the first request
  const atOnce = { send: async (command: unknown) => tables.run(command, watch) } as never;
  const registry = createRegistryStore({
    client: atOnce,
    table: TABLES.registry,
    pause: async () => undefined,
  });
  for (const { municipality, core, ...city } of cities) {
    for (const setting of materials.settingsOf(city)) {
      const row = { ...setting, id: newId(), municipality, validFrom: instantOf(0) };
      const { TableName, Item } = settingPut(TABLES.staff, row);
      watch([tables.put(TableName, Item)]);
    }
    for (const feed of RowFeed.options)
      tables.put(TABLES.registry, { pk: `L#${municipality}`, sk: `${feed}#regular`, ...freshSeries(feed) });
    const initial = core.initialRows();
    for (let start = 0; start < initial.length; start += ROWS_AT_ONCE) {
      const some = initial.slice(start, start + ROWS_AT_ONCE);
      await registry.apply(municipality, some);
      for (const change of some) truth.learn(municipality, change);
    }
  }

  return {
    random,
    odds,
    calm: { ...NO_ODDS, crash: 0 },
    materials,
    fault,
    spoil,
    tables,
    time,
    network,
    truth,
    ledger,
    koseki: createKosekiSystems({ cities, network, time, random }),
    cities,
    press: createPress(random),
    watch,
    newId,
    settingsOf: (municipality: MunicipalityCode, at: number) =>
      settingsAt(
        rows.filter((row) => row.municipality === municipality),
        instantOf(at),
      ),
    /** Since when something has closed a type; undefined: nothing does. */
    closedSince(municipality: MunicipalityCode, type: CertificateFamily): number | undefined {
      const of = [...closedSince.values()].filter(({ latch }) => latch.municipality === municipality);
      const on = latchesOn(
        of.map(({ latch }) => latch),
        { id: type, family: type },
      );
      const latched = of.filter(({ latch }) => on.includes(latch)).map(({ at }) => at);
      const unknown = FEEDS_OF_ALL.flatMap(
        (feed) => unknownSince.get(`L#${municipality}\n${feed}#regular`) ?? [],
      );
      const all = [...latched, ...unknown];
      return all.length === 0 ? undefined : Math.min(...all);
    },
  };
}

/** Every certificate rests on these. */
const FEEDS_OF_ALL: readonly RowFeed[] = ['resident', 'serial', 'restriction'];

const freshSeries = (feed: RowFeed) => ({
  feed,
  series: 'regular',
  failed: [],
  revision: 1,
  watermark: {
    epoch: 1,
    fileNumber: 1,
    number: 1,
    madeAt: NOON,
    appliedAt: NOON,
    gaps: [],
    full: { fileNumber: 1, madeAt: NOON },
  },
});
