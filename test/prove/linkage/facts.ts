import type { RowFileName } from '../../../functions/linkage/layouts/envelope.ts';
import { RowFeed } from '../../../functions/linkage/layouts/envelope.ts';
import { columnsOf } from '../../../functions/linkage/layouts/feeds.ts';
import { createRowParser } from '../../../functions/linkage/parse-row.ts';
import { prepareChanges } from '../../../functions/linkage/store-impressions.ts';
import { readRow } from '../../../functions/linkage/tally.ts';
import { isNegative, type RegistryChange } from '../../../functions/registry/index.ts';
import { MunicipalityCode } from '../../../functions/shared/ids.ts';
import { type Random, randomFor } from '../../../simulator/sample/random.ts';
import { drawImpression } from '../../../simulator/sample/seal-impression.ts';
import { cellsOf, nameOf } from '../../unit/linkage/sample-files.ts';
import { ENCLOSURES, SETTINGS } from './enclosures.ts';

export const CITY = MunicipalityCode.parse('012050');

/** One row that a core system sends, and what it asks of the registry wherever it stands. */
export type LinkFact = {
  readonly feed: RowFeed;
  readonly epoch: number;
  readonly cells: readonly string[];
  /** Sent in urgent files only: there a row that gives something is rejected. */
  readonly isUrgent: boolean;
  /** Takes something away, so that it may stand in any file. */
  readonly isNegative: boolean;
  /** Undefined where the row names nobody. */
  readonly change: RegistryChange | undefined;
};

type Cells = Readonly<Record<string, string>>;

/**
 * Few people, households, serials and numbers, so that rows meet: moves, conflicts, contested serials, marks.
 * 個人番号 only where it is wanted: a city without a vault forgets it.
 */
export async function factsOf(
  random: Random,
  most: number,
  { withNumbers = true }: { readonly withNumbers?: boolean } = {},
): Promise<readonly LinkFact[]> {
  const people = random.pick([1, 2, 3, 8]);
  const feeds = random.shuffle(RowFeed.options).slice(0, random.integer(1, RowFeed.options.length));
  const facts: LinkFact[] = [];
  for (let left = random.integer(2, most); left > 0; left -= 1)
    facts.push(await factOf(random, random.pick(feeds), { person: random.integer(1, people), withNumbers }));
  return facts;
}

/** So many different people, one good row each. */
export async function crowdOf(random: Random, people: number): Promise<readonly LinkFact[]> {
  const numbers = random.shuffle(Array.from({ length: people }, (_, index) => index + 1));
  return Promise.all(
    numbers.map((number, index) => {
      const person = String(index + 1).padStart(15, '0');
      const state = random.chance(0.5) ? '転出' : '現存';
      const cells = { epoch: '1', number: String(number), personId: person, householdId: person, state };
      return asFact({ feed: 'resident', cells: cellsOf('resident', cells), isUrgent: false });
    }),
  );
}

async function factOf(
  random: Random,
  feed: RowFeed,
  { person, withNumbers }: { readonly person: number; readonly withNumbers: boolean },
): Promise<LinkFact> {
  const epoch = random.chance(0.85) ? 1 : 2;
  const place = {
    epoch: String(epoch),
    number: String(random.integer(1, 12)),
    personId: String(person).padStart(15, '0'),
  };
  const fault = random.weighted([
    ['none', 20],
    ['cell', 3],
    ['length', 1],
    ['person', 1],
  ] as const);
  const own = { ...place, ...OWN[feed](random) };
  const good = withNumbers ? own : { ...own, individualNumber: '' };
  const wish =
    fault === 'cell' ? { ...good, ...BROKEN[feed] } : fault === 'person' ? { ...good, personId: 'x' } : good;
  const cells = cellsOf(feed, wish);
  return asFact({ feed, cells, isUrgent: random.chance(0.1), isShort: fault === 'length' });
}

async function asFact(wish: {
  readonly feed: RowFeed;
  readonly cells: Cells;
  readonly isUrgent: boolean;
  readonly isShort?: boolean;
}): Promise<LinkFact> {
  const { feed, isUrgent, isShort = false } = wish;
  const epoch = Number(wish.cells['epoch']);
  const all = columnsOf(feed).map(({ property }) => wish.cells[property] ?? '');
  const cells = isShort ? all.slice(0, -1) : all;
  const name = nameOf({ feed, epoch, kind: isUrgent ? 'urgent' : 'diff' });
  const { row, change } = readRow(PARSERS(name)({ line: 3, cells }), name);
  const [prepared] = change === undefined ? [] : await prepareChanges(ENCLOSURES, CITY, [change]);
  const negative = row.ok && prepared !== undefined && isNegative(prepared);
  return { feed, epoch, cells, isUrgent, isNegative: negative, change: prepared };
}

const PARSERS = (name: RowFileName) => createRowParser(name, SETTINGS);

const bmp = (seed: string): string =>
  Buffer.from(
    drawImpression(randomFor(seed), {
      millimetres: 9,
      shape: 'round',
      dpi: 100,
      bitCount: 1,
      topDown: false,
      ink: 0,
    }),
  ).toString('base64');
const IMPRESSIONS = [bmp('one'), bmp('other')] as const;

/** Two that pass their check digit. */
const NUMBERS = ['', '', '123456789018', '234567890121'] as const;
const id = (number: number): string => String(number).padStart(15, '0');
const flag = (random: Random): string => (random.chance(0.15) ? '1' : '0');

/** A good row's cells of each feed, besides its place and its person. */
const OWN: Readonly<Record<RowFeed, (random: Random) => Cells>> = {
  resident: (random) => ({
    householdId: id(random.integer(1, 4)),
    householdOrder: String(random.integer(1, 3)),
    state: random.pick(['現存', '現存', '現存', '転出', '死亡', '職権消除']),
    transferPending: flag(random),
    changeUnsettled: flag(random),
    individualNumber: random.pick(NUMBERS),
  }),
  seal: (random) => ({
    state: random.pick(['登録中', '登録中', '停止', '抹消']),
    registrationNumber: random.pick(['0012345', '0012346']),
    impression: random.pick(IMPRESSIONS),
  }),
  tax: (random) => ({
    taxYear: random.pick(['2025', '2026']),
    state: random.pick(['課税', '課税', '未申告', '更正中']),
    totalIncome: random.pick(['0', '3720000']),
  }),
  serial: (random) => ({
    serial: random.pick(['A1', 'B2', 'C3']),
    state: random.pick(['有効', '有効', '失効']),
  }),
  restriction: (random) => ({
    kind: random.pick(['支援措置', 'その他']),
    certificateType: random.pick(['全て', '住民票の写し']),
    state: random.pick(['制限', '制限', '解除']),
    householdWide: flag(random),
  }),
  'koseki-index': (random) => ({
    kosekiPersonKey: `K${random.integer(1, 4)}`,
    kosekiId: `H${random.integer(1, 3)}`,
    state: random.pick(['在籍', '在籍', '除籍']),
    notificationPending: flag(random),
  }),
  'domicile-registration': (random) => ({
    kosekiPersonKey: `K${random.integer(1, 4)}`,
    serial: random.pick(['D1', 'D2']),
    state: random.pick(['承認', '承認', '申請', '却下', '失効']),
  }),
};

/** What makes a row of each feed be rejected, while its person, its place and its subject can be read. */
const BROKEN: Readonly<Record<RowFeed, Cells>> = {
  resident: { dateOfBirth: '1978-04-06' },
  seal: { registeredOn: '2020-02-30' },
  tax: { totalIncome: 'x' },
  serial: { validFrom: '2029-04-01', validUntil: '2024-04-01' },
  restriction: { from: 'x' },
  'koseki-index': { notificationPending: 'x' },
  'domicile-registration': { expiresOn: 'x' },
};
