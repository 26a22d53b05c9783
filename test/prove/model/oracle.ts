import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { BatchGetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { openingOf } from '../../../functions/cases/index.ts';
import { settingsAt } from '../../../functions/changes/index.ts';
import type { Latch } from '../../../functions/closures/index.ts';
import { createDecisionReader } from '../../../functions/decisions/index.ts';
import { issuanceEvent } from '../../../functions/issuance/audit-event.ts';
import type { IssueRequest } from '../../../functions/issuance/contract.ts';
import { type Gathered, gather } from '../../../functions/issuance/gather.ts';
import { contentFor, judgeRequest } from '../../../functions/issuance/prepare.ts';
import { IssuanceRecord } from '../../../functions/issuance/record.ts';
import { createRecordStore, type StepOutcome } from '../../../functions/issuance/store.ts';
import { closedAt, type Switches } from '../../../functions/issuance/switches.ts';
import { wantedFor } from '../../../functions/issuance/wanted.ts';
import { createRegistryStore, type RegistryChange } from '../../../functions/registry/index.ts';
import { canonicalJson, digestOf } from '../../../functions/shared/canonical.ts';
import type { PersonId } from '../../../functions/shared/ids.ts';
import { type Instant, instantOf } from '../../../functions/shared/time.ts';
import { conditionChecksOf } from '../../../functions/shared/versions.ts';
import { freshSeries } from '../../unit/issuance/fresh-series.ts';
import type { Item } from '../memory/expressions.ts';
import { createMemoryTables } from '../memory/memory-tables.ts';
import type { Mutation } from './mutations.ts';
import { CITY_ROWS, FIRST_ROWS, MUNICIPALITY, NOON } from './scenarios.ts';

/** Which states of the registry the four reads of one request have seen, one after the other. */
export type Seen = readonly [serial: number, person: number, household: number, others: number];

/** What the code makes of what it has read. */
export type Judgement =
  | { readonly kind: 'refused' }
  | {
      readonly kind: 'eligible';
      readonly applicant: PersonId;
      readonly subjects: readonly PersonId[];
      /** Digest of what the paper says. */
      readonly digest: string;
    };

export type Stepped = { readonly outcome: StepOutcome; readonly record: number };

export type Oracle = Awaited<ReturnType<typeof createOracle>>;

const TABLES = { issuance: 'issuance', audit: 'audit' };
const REGISTRY = 'registry';

/**
 * The code's own steps as functions of what is stored: the real stores on the real conditions, `decide` behind
 * `apply`, `gather`, `judgeRequest`, `contentFor`. What has been asked once is remembered; states are numbers.
 */
export async function createOracle(mutation: Mutation | undefined) {
  const registries: ReadonlyMap<string, Item>[] = [];
  const records: (Item | undefined)[] = [undefined];
  const parsed: (IssuanceRecord | undefined)[] = [undefined];
  const known = new Map<string, number>();
  const memory = new Map<string, unknown>();

  /** What is known is there at once; what is not has to be waited for, and asked again. */
  const remembered = <T>(key: string, work: () => Promise<T>): T => {
    const found = memory.get(key);
    if (found !== undefined) return found as T;
    throw new NotKnownYet(work().then((value) => void memory.set(key, value)));
  };
  const numbered = <T>(list: T[], kind: string, value: T, text: string): number => {
    const key = `${kind} ${text}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    known.set(key, list.length);
    list.push(value);
    return list.length - 1;
  };
  const itemsIn = (tables: ReturnType<typeof createMemoryTables>): number => {
    const items = new Map(
      [...tables.itemsOf(REGISTRY)].map((item) => [`${item['pk']}\n${item['sk']}`, item]),
    );
    return numbered(
      registries,
      'registry',
      items,
      canonicalJson([...items].sort(([a], [b]) => (a < b ? -1 : 1))),
    );
  };
  const tablesOf = (registry: number, record = 0): ReturnType<typeof createMemoryTables> => {
    const tables = createMemoryTables();
    for (const item of registries[registry]?.values() ?? []) tables.put(REGISTRY, item);
    const stored = records[record];
    if (stored !== undefined) tables.put(TABLES.issuance, stored);
    return tables;
  };
  const clientOf = (run: (command: unknown) => object): DynamoDBDocumentClient =>
    ({ send: async (command: unknown) => run(mutation?.command?.(command) ?? command) }) as never;
  const registryStore = (run: (command: unknown) => object, pause: () => Promise<void>) =>
    createRegistryStore({ client: clientOf(run), table: REGISTRY, pause });
  const nothing = async (): Promise<void> => undefined;

  const first = createMemoryTables();
  await registryStore((command) => first.run(command), nothing).apply(MUNICIPALITY, FIRST_ROWS);
  const start = itemsIn(first);

  const switchesOf = (isKilled: boolean): Switches => ({
    latches: isKilled ? [KILL] : [],
    series: freshSeries(NOON),
  });
  const gathered = async (request: IssueRequest, receivedAt: Instant, seen: Seen): Promise<Gathered> => {
    const [serial, person, household, others] = seen.map((at) => {
      const tables = tablesOf(at);
      return registryStore((command) => tables.run(command), nothing);
    });
    if (serial === undefined || person === undefined || household === undefined || others === undefined)
      throw new Error('four reads');
    const decided = tablesOf(start);
    const decisions = createDecisionReader({
      client: clientOf((command) => decided.run(command)),
      table: 'staff',
      pause: nothing,
    });
    const reader = {
      readSerial: serial.readSerial,
      readPerson: person.readPerson,
      readHousehold: household.readHousehold,
      readPersons: others.readPersons,
      // The model's one type is no koseki system's.
      readDomicile: serial.readDomicile,
      readRegister: others.readRegister,
      readKosekiPersons: others.readKosekiPersons,
    };
    const asked = { ...request, receivedAt };
    return gather({ registry: reader, decisions }, request, wantedFor(asked, Promise.resolve(CITY_ROWS)));
  };

  const judge = async (
    request: IssueRequest,
    record: IssuanceRecord,
    seen: Seen,
    isKilled: boolean,
  ): Promise<Judgement> => {
    const { receivedAt } = record;
    const reading = await gathered(request, receivedAt, seen);
    const judgement = judgeRequest(request, receivedAt, {
      ...reading,
      rows: CITY_ROWS,
      switches: switchesOf(isKilled),
      isLinked: false,
    });
    if (!judgement.ok) return { kind: 'refused' };
    const { family } = judgement.value;
    if (family.paper !== 'drawn') throw new Error('the model draws its papers');
    const made = contentFor(judgement.value, family, request, record, settingsAt(CITY_ROWS, receivedAt));
    if (!made.ok) return { kind: 'refused' };
    const { applicant, subjects } = judgement.value;
    return { kind: 'eligible', applicant, subjects, digest: digestOf(made.value.content) };
  };

  /** One step of a record's store on what is stored now. */
  const step = (
    key: string,
    registry: number,
    record: number,
    work: (
      store: ReturnType<typeof createRecordStore>,
      table: ReturnType<typeof createMemoryTables>,
    ) => Promise<StepOutcome>,
    at: Item,
  ): Stepped =>
    remembered(`${key} ${registry} ${record}`, async () => {
      const tables = tablesOf(registry, record);
      const client = clientOf((command) => tables.run(command));
      const outcome = await work(createRecordStore({ client, tables: TABLES }), tables);
      const stored = tables.read(TABLES.issuance, at);
      if (stored === undefined) return { outcome, record: 0 };
      const number = numbered(records, 'record', stored, canonicalJson(stored));
      parsed[number] ??= IssuanceRecord.parse(stored);
      return { outcome, record: number };
    });
  const keyOf = ({ municipality, requestId }: IssueRequest): Item => ({
    pk: `R#${municipality}#${requestId}`,
    sk: 'record',
  });
  const eventOf = (record: IssuanceRecord, action: Parameters<typeof issuanceEvent>[2], at: Instant) =>
    issuanceEvent(() => EVENT_ID, record, action, at, {});

  return {
    start,
    recordAt: (record: number): IssuanceRecord | undefined => parsed[record],

    /** What the request comes to by these reads; with the facts and settings of its arrival. */
    judged: (request: IssueRequest, record: IssuanceRecord, seen: Seen, isKilled: boolean): Judgement =>
      remembered(
        `judge ${record.receivedAt} ${record.issuanceId} ${record.requestId} ${seen.join()} ${isKilled}`,
        () => judge(request, record, seen, isKilled),
      ),

    isClosed: (isKilled: boolean, request: IssueRequest, at: Instant): boolean =>
      remembered(
        `closed ${isKilled} ${request.type} ${at}`,
        async () =>
          closedAt(
            switchesOf(isKilled),
            settingsAt(CITY_ROWS, at),
            { id: request.type, family: 'resident-record' },
            at,
          ).isClosed,
      ),

    /** A change by the real `apply`, decided on one state of the registry and written upon another. */
    apply: (change: RegistryChange, view: number, now: number): { isDone: boolean; registry: number } =>
      remembered(`apply ${change.kind} ${change.sequence.number} ${view} ${now}`, async () => {
        const [before, after] = [tablesOf(view), tablesOf(now)];
        const store = registryStore(
          (command) => {
            if (command instanceof BatchGetCommand) return before.run(command);
            if (command instanceof TransactWriteCommand) return after.run(command);
            throw new Error('a registry reads and writes');
          },
          () => Promise.reject(new LostRace()),
        );
        const isDone = await store.apply(MUNICIPALITY, [change]).then(
          () => true,
          (error: unknown) => {
            if (error instanceof LostRace) return false;
            throw error;
          },
        );
        return { isDone, registry: itemsIn(after) };
      }),

    /** The record after a claim; `existing` where somebody else had it. */
    claim: (request: IssueRequest, own: IssuanceRecord, record: number) =>
      step(
        `claim ${own.issuanceId} ${own.receivedAt}`,
        start,
        record,
        async (store) => {
          const existing = await store.claim(own);
          return existing === undefined ? 'done' : 'not-in-state';
        },
        keyOf(request),
      ),

    commit: (
      request: IssueRequest,
      own: IssuanceRecord,
      seen: Seen,
      at: Instant,
      registry: number,
      record: number,
    ) =>
      step(
        `commit ${own.issuanceId} ${own.receivedAt} ${seen.join()} ${at}`,
        registry,
        record,
        async (store) => {
          const judgement = await judge(request, own, seen, false);
          if (judgement.kind === 'refused') throw new Error('nothing to commit');
          const { versions } = await gathered(request, own.receivedAt, seen);
          const checks = conditionChecksOf(versions);
          const { applicant, subjects, digest } = judgement;
          const drawing = { ...DRAWING, pdfSha256: digest, modelDigest: digest };
          const answered = {
            applicant,
            subjects,
            typeName: 'model',
            family: 'resident-record' as const,
            dataDigest: digest,
            drawing,
            snapshot: SNAPSHOT,
            checks,
          };
          return store.commit(own, answered, at, eventOf(own, 'issuance.responded', at));
        },
        keyOf(request),
      ),

    confirm: (
      request: IssueRequest,
      own: IssuanceRecord,
      seen: Seen,
      registry: number,
      record: number,
      existing: number,
    ) =>
      step(
        `confirm ${existing} ${own.receivedAt} ${seen.join()}`,
        registry,
        record,
        async (store) => {
          const { versions } = await gathered(request, own.receivedAt, seen);
          const checks = conditionChecksOf(versions);
          const answered = IssuanceRecord.parse(records[existing]);
          return store.confirm(answered, checks, eventOf(answered, 'issuance.repeated', own.receivedAt));
        },
        keyOf(request),
      ),

    refuse: (request: IssueRequest, own: IssuanceRecord, at: Instant, record: number) =>
      step(
        `refuse ${own.issuanceId} ${own.receivedAt} ${at}`,
        start,
        record,
        (store) =>
          store.refuse(own, {
            reasons: [],
            applicant: undefined,
            subjects: [],
            typeName: undefined,
            family: undefined,
            at,
            event: eventOf(own, 'issuance.refused', at),
          }),
        keyOf(request),
      ),

    fail: (request: IssueRequest, own: IssuanceRecord, at: Instant, record: number) =>
      step(
        `fail ${own.issuanceId} ${own.receivedAt} ${at}`,
        start,
        record,
        (store) => store.fail(own, [], at, eventOf(own, 'issuance.failed', at), withheldOf(own, at)),
        keyOf(request),
      ),

    finish: (request: IssueRequest, read: number, outcome: 'printed' | 'cancelled', record: number) =>
      step(
        `finish ${read} ${outcome}`,
        start,
        record,
        (store) => {
          const answered = IssuanceRecord.parse(records[read]);
          return store.finish(answered, outcome, NOON_AT, eventOf(answered, `issuance.${outcome}`, NOON_AT));
        },
        keyOf(request),
      ),
  };
}

/** The case of an answer that did not leave. */
const withheldOf = ({ municipality, requestId }: IssuanceRecord, at: Instant) =>
  openingOf(
    () => OTHER_EVENT_ID,
    { municipality, requestId, kind: 'withheld-answer', observed: { recorded: 'responded' } },
    at,
  );

class LostRace extends Error {}

/** What is asked for is being worked out; whoever has asked asks again after it. */
export class NotKnownYet {
  readonly work: Promise<void>;
  constructor(work: Promise<void>) {
    this.work = work;
    // whoever asks first may not wait for it
    work.catch(() => undefined);
  }
}

const NOON_AT = instantOf(NOON);
const EVENT_ID = '01a2096e-0f40-7000-8000-000000000001';
const OTHER_EVENT_ID = '01a2096e-0f40-7000-8000-000000000002';
const KILL: Latch = {
  municipality: MUNICIPALITY,
  type: 'all',
  cause: 'by-hand',
  closedAt: NOON_AT,
  evidence: 'model',
};
const DRAWING = {
  pages: 1,
  bytes: 1,
  templateDigest: '',
  sealDigest: '',
  fontIds: [],
  program: 'model',
};
const SNAPSHOT = {
  dataKey: new Uint8Array(),
  iv: new Uint8Array(),
  data: new Uint8Array(),
  authTag: new Uint8Array(),
  expiresAt: 1,
};
