import { setTimeout as sleep } from 'node:timers/promises';
import type { IssueRequest, PrintOutcome } from '../../functions/issuance/contract.ts';
import { IssuanceRecord } from '../../functions/issuance/record.ts';
import { CertificateFamily } from '../../functions/shared/certificate-types.ts';
import { instantOf, jstDateOf, partsOf } from '../../functions/shared/time.ts';
import { setUpOperators } from '../../simulator/sample/operators.ts';
import { randomFor } from '../../simulator/sample/random.ts';
import { generateWorld } from '../../simulator/sample/world.ts';
import { auditSince } from '../support/audit.ts';
import { issuingOnEngine, newRequestId } from '../support/issuing.ts';
import { inPool } from '../support/pool.ts';
import { type Case, createDeliveries, type Way } from './engine/deliveries.ts';
import type { Group } from './engine/group.ts';
import { createHome } from './engine/homes.ts';
import { type Link, openLink } from './engine/link.ts';
import { createNumbers } from './engine/people.ts';
import { createRegister, openRegisters } from './engine/registers.ts';
import { type Staff, signIn } from './engine/staff.ts';
import { createTroubles } from './engine/troubles.ts';
import { startWorkers } from './engine/workers.ts';
import { connectionPool, openConnection, readCenterKey } from './kiosk-connection.ts';
import { type Proof, type ProofOptions, type ProofReport, tally } from './proof.ts';
import { createLedger } from './simulation/ledger.ts';

/** Kiosks in use at any moment. */
const KIOSKS = 20;
const HOMES_PER_CITY = 8;
const REGISTERS_PER_CITY = 4;
const SHARE_OF_HOMES = 0.72;
/** Pauses in milliseconds: between what happens to a group, until it is good again, between switches, faults, kills. */
const HAPPENS_MS = [1_500, 9_000] as const;
const HEALED_MS = [200, 2_500] as const;
const SWITCHES_MS = [6_000, 15_000] as const;
const CLOSED_MS = [300, 1_500] as const;
const KOSEKI_MS = [4_000, 12_000] as const;
const SPOILED_MS = [300, 1_200] as const;
const KILLS_MS = [2_500, 9_000] as const;
/** How often the centre does what. */
const USUAL = {
  worker: 0.2,
  twiceAtOnce: 0.03,
  askAgain: 0.85,
  askAgainAfterCertificate: 0.04,
  wrongFee: 0.005,
  noResult: 0.06,
  resultTwice: 0.05,
  otherResult: 0.02,
  severalCopies: 0.05,
} as const;
const OUTCOMES: readonly (readonly [PrintOutcome, number])[] = [
  ['printed', 90],
  ['cancelled', 6],
  ['failed', 4],
];
const MOST_FAULTS = 25;
const SAID_EVERY = 500;

/**
 * Every type on the deployed system, with link files, staff, switches, kills and a spoiled line meanwhile: each paper is
 * held against the rows that were sent, by readers that are not the gate's (docs/adr/0087).
 */
export const engine: Proof = {
  name: 'engine',
  summary: `Issuances of all types on the local engine, ${KIOSKS} at a time, with changes, kills and faults; every PDF is read`,
  needsSystem: true,
  count: 20_000,
  slice: 40,
  run: prove,
};

async function prove({ count, seed, say }: ProofOptions): Promise<ProofReport> {
  const { check, fail, note, report } = tally();
  const random = randomFor(`${seed}/engine`);
  const { stack, client, deps } = issuingOnEngine();
  let faults = 0;
  const fault = (line: string): void => {
    faults += 1;
    if (faults <= MOST_FAULTS) fail(`${line} (seed ${seed})`);
  };
  const startedAt = Date.now();
  const ledger = createLedger(fault);
  const world = generateWorld(stack.world);
  const cities = world.cities.map(({ municipality }) => municipality.code);
  const { year, month } = partsOf(jstDateOf(instantOf(startedAt)));
  const taxYear = month >= 6 ? year : year - 1;
  const number = createNumbers();
  const passwords = await setUpOperators(stack);

  const staff = new Map<string, Staff>();
  const links = new Map<string, Link>();
  const groups: { readonly homes: Group[]; readonly registers: Group[] } = { homes: [], registers: [] };
  const registers = random.shuffle(openRegisters(world));
  await inPool(cities, cities.length, async (city) => {
    const people = await signIn(
      city,
      (id) => passwords.find((one) => one.municipality === city && one.operatorId === id)?.password ?? '',
    );
    const link = openLink(city, deps.registry);
    staff.set(city, people);
    links.set(city, link);
    const around = { random, link, staff: people, number };
    const homes = Array.from({ length: HOMES_PER_CITY }, () => createHome(city, { ...around, taxYear }));
    groups.homes.push(...(await Promise.all(homes)));
    const own = registers.filter(({ municipality }) => municipality === city).slice(0, REGISTERS_PER_CITY);
    groups.registers.push(...own.map((register) => createRegister(register, around)));
  });
  if (groups.registers.length === 0) fail('no register of the sample world is open');
  const workers = await startWorkers(stack.endpoint, random);
  const key = await readCenterKey(stack);
  const pool = connectionPool(() => openConnection(stack.kioskApiUrl, key));
  const troubles = createTroubles(stack, client, { newId: deps.newId, random });
  const staffOf = (city: string): Staff => {
    const people = staff.get(city);
    if (people === undefined) throw new Error('a city without staff');
    return people;
  };
  const deliveries = createDeliveries({
    ...pool,
    records: deps.records,
    workers,
    staffOf,
    troubles,
    ledger,
    fault,
  });
  say(`${groups.homes.length} homes, ${groups.registers.length} registers, ${Date.now() - startedAt} ms`);

  const requests: IssueRequest[] = [];
  const began = Date.now();
  let isOver = false;

  /** Does something again and again until the last kiosk has ended; the pauses end with it. */
  const ending = new AbortController();
  const wait = ([least, most]: readonly [number, number]): Promise<void> =>
    sleep(random.integer(least, most), undefined, { signal: ending.signal }).catch(() => undefined);
  async function again(pauseMs: readonly [number, number], work: () => Promise<unknown>): Promise<void> {
    for (await wait(pauseMs); !isOver; await wait(pauseMs))
      await work().catch((error: unknown) => fault(`beside the kiosks: ${messageOf(error)}`));
  }

  const others = [
    ...[...groups.homes, ...groups.registers].map((group) =>
      again(HAPPENS_MS, () =>
        group.happen(async () => {
          await deliveries.noticed(group);
          await wait(HEALED_MS);
        }),
      ),
    ),
    again(SWITCHES_MS, async () => {
      const people = staffOf(random.pick(cities));
      await people.close(random.pick(['all', ...CertificateFamily.options]));
      await wait(CLOSED_MS);
      await people.open();
    }),
    again(KOSEKI_MS, async () => {
      await troubles.begin();
      await wait(SPOILED_MS);
      await troubles.end();
      await troubles.heal(cities);
    }),
    again(KILLS_MS, async () => workers.kill()),
  ];

  async function use(): Promise<void> {
    const ofHomes = random.chance(SHARE_OF_HOMES) || groups.registers.length === 0;
    const group = random.pick(ofHomes ? groups.homes : groups.registers);
    const isWrongFee = random.chance(USUAL.wrongFee);
    const wish = group.newWish();
    const request: IssueRequest = {
      requestId: newRequestId(),
      municipality: group.municipality,
      ...wish,
      feeJpy: isWrongFee ? wish.feeJpy + 10 : wish.feeJpy,
      copies: random.chance(USUAL.severalCopies) ? random.integer(2, 5) : 1,
      store: { code: 'TEST-0001', name: '見本店' },
      terminal: 'T1',
    };
    requests.push(request);
    const began = { beganAt: Date.now(), notBefore: 0, deliveries: 0, isSpoiled: false };
    const one: Case = { request, group, isWrongFee, ...began };
    const way = (): Way => (random.chance(USUAL.worker) ? 'worker' : 'api');
    const ask = () => deliveries.ask(one, way());
    const first = random.chance(USUAL.twiceAtOnce) ? await Promise.all([ask(), ask()]) : [await ask()];
    let isThere = first.some(({ kind }) => kind === 'certificate');
    if (first.length === 1 && first[0]?.kind === 'refused')
      ledger.toldOf(request.requestId).refusedWith = [first[0].code];
    const isUnclear = !isThere && first.some(({ kind }) => kind === 'nothing');
    if (isUnclear && random.chance(USUAL.askAgain)) isThere = (await ask()).kind === 'certificate';
    if (isThere && random.chance(USUAL.askAgainAfterCertificate)) await ask();
    if (!isThere || random.chance(USUAL.noResult)) return;
    deliveries.counts.certificates += 1;
    const outcome = random.weighted(OUTCOMES);
    const times = random.chance(USUAL.resultTwice) ? 2 : 1;
    const said = await Promise.all(Array.from({ length: times }, () => deliveries.report(request, outcome)));
    if (!said.includes(true)) fault(`${request.requestId}: a result was not taken`);
    if (random.chance(USUAL.otherResult)) await deliveries.report(request, random.weighted(OUTCOMES));
  }

  let begun = 0;
  const kiosk = async (): Promise<void> => {
    while (begun < count && faults < MOST_FAULTS) {
      begun += 1;
      if (begun % SAID_EVERY === 0) say(`${begun} requests, ${perSecond(begun, began)}/s`);
      await use().catch((error: unknown) => fault(`a kiosk broke off: ${messageOf(error)}`));
    }
  };
  await Promise.all(Array.from({ length: KIOSKS }, kiosk));
  const rate = perSecond(begun, began);
  isOver = true;
  ending.abort();
  await Promise.all(others);
  await troubles.heal(cities);
  await workers.close();
  pool.close();

  deliveries.judgeClosed();
  await judgeEnds();
  check(faults === 0, `${faults} faults`);
  const { counts } = deliveries;
  const sums = [...links.values()].map(({ counts }) => counts);
  const sum = (of: (one: { files: number; rows: number }) => number) =>
    sums.reduce((all, one) => all + of(one), 0);
  note(`${requests.length} requests, ${counts.papers} papers read, ${rate} requests/s`);
  note(`ends: ${listed(ledger.ends)}`);
  note(`refusals: ${listed(counts.refusals)}`);
  note(`link: ${sum(({ files }) => files)} files, ${sum(({ rows }) => rows)} rows`);
  note(
    `workers and line: ${listed(new Map(Object.entries(workers.met)))}; gate closed ${troubles.latched.length} times`,
  );
  return report();

  /** Every record and every event of the run, read back. */
  async function judgeEnds(): Promise<void> {
    const since = startedAt - 1_000;
    const known = new Set<string>(requests.map(({ requestId }) => requestId));
    for (const city of cities) {
      const events = await auditSince(client, stack.auditTable, city, since);
      const own = events.filter(({ about }) => known.has(about.requestId ?? ''));
      ledger.watch(own.map((after) => ({ table: 'audit', key: '', before: undefined, after })));
    }
    await inPool(requests, 8, async (request) => {
      const record = await deps.records.read(request.municipality, request.requestId);
      const parsed = IssuanceRecord.safeParse(record);
      if (!parsed.success) {
        // It never came to a claim: the process was killed, or its line broke, before.
        check(
          ledger.toldOf(request.requestId).hashes.size === 0,
          `${request.requestId}: no record of a certificate`,
        );
        ledger.ends.set('never claimed', (ledger.ends.get('never claimed') ?? 0) + 1);
        return;
      }
      ledger.judge(parsed.data, Date.now(), deps.resultWaitMs);
      const isSame = parsed.data.feeJpy === request.feeJpy && parsed.data.copies === request.copies;
      check(isSame, `${request.requestId}: another fee is on record`);
      const { state, chargedJpy } = parsed.data;
      const isRight = state !== 'printed' || chargedJpy === request.feeJpy * request.copies;
      check(isRight, `${request.requestId}: another charge is on record`);
    });
  }
}

const perSecond = (done: number, since: number): string => ((done * 1_000) / (Date.now() - since)).toFixed(1);

const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.name} ${error.message}` : String(error);

const listed = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .sort()
    .map(([name, number]) => `${name} ${number}`)
    .join(', ');
