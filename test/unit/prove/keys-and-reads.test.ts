import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import { AuditEvent, createAuditStore } from '../../../functions/audit/index.ts';
import { createCaseStore, openingOf } from '../../../functions/cases/index.ts';
import { createSettingsStore } from '../../../functions/changes/index.ts';
import { createClosureRecorder, createClosureStore } from '../../../functions/closures/index.ts';
import { createDecisionReader, createDecisionStore } from '../../../functions/decisions/store.ts';
import { createDiscrepancyStore } from '../../../functions/discrepancies/index.ts';
import { createHistoryStore } from '../../../functions/history/store.ts';
import { IssuanceRecord } from '../../../functions/issuance/index.ts';
import { createRecordStore } from '../../../functions/issuance/store.ts';
import { createFullFileStore } from '../../../functions/linkage/full-files-store.ts';
import type { FileName } from '../../../functions/linkage/layouts/envelope.ts';
import { createNamedSet } from '../../../functions/linkage/named-set.ts';
import { createLinkageStore } from '../../../functions/linkage/store.ts';
import { createOperatorStore } from '../../../functions/operators/store.ts';
import { createPlanningStore } from '../../../functions/planning/store.ts';
import { OperatorId } from '../../../functions/shared/http/staff.ts';
import { MunicipalityCode, PersonId, RequestId } from '../../../functions/shared/ids.ts';
import { instantOf, LocalDate } from '../../../functions/shared/time.ts';

const city = MunicipalityCode.parse('012335');
const at = instantOf(1_800_000_000_000);
const day = LocalDate.parse('2027-01-15');
const requestId = RequestId.parse('a-request-of-the-tests');
const PARTITIONS = new Set(['pk', 'day', 'awaiting']);

type Sent = { readonly name: string; readonly input: Readonly<Record<string, unknown>> };

/** A client that answers nothing and keeps what it was asked. */
function recorder() {
  const sent: Sent[] = [];
  const client = {
    send: async (command: { readonly input: Record<string, unknown> }) => {
      sent.push({ name: command.constructor.name, input: command.input });
      return {};
    },
  };
  return { client: client as unknown as DynamoDBDocumentClient, sent };
}

/** Every partition that a command names, wherever in it. */
function partitionsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    PARTITIONS.has(name.replace(/^:/, '')) && typeof inner === 'string' && inner.includes('#')
      ? [inner]
      : partitionsOf(inner),
  );
}

const record = {
  issuanceId: '0190',
  requestId,
  municipality: city,
  state: 'requested',
  receivedAt: at,
  deadlineAt: at,
  terminal: 'T1',
} as unknown as IssuanceRecord;

const event = AuditEvent.parse({
  eventId: '01900000-0000-7000-8000-000000000000',
  municipality: city,
  at,
  actor: { kind: 'system' },
  action: 'issuance.responded',
  about: {},
});
const operatorId = OperatorId.parse('sample');
const state = { state: 'active', failures: 0, lockedUntil: undefined } as const;

const opening = openingOf(
  () => event.eventId,
  { municipality: city, requestId, kind: 'unknown-end', observed: {} },
  at,
);

/** What every method of a store asks of its table. */
const USES: Readonly<Record<string, (client: DynamoDBDocumentClient) => Promise<unknown>>> = {
  'issuance records': async (client) => {
    const store = createRecordStore({ client, tables: { issuance: 'issuance', audit: 'audit' } });
    await store.claim(record);
    await store.read(city, requestId);
    await store.readSnapshot(record);
    const typeName = '住民票の写し';
    const family = 'resident-record' as const;
    const nobody = { applicant: undefined, subjects: [] };
    await store.refuse(record, { reasons: [], ...nobody, typeName, family, at, event });
    await store.fail(record, [], at, event, opening);
    await store.finish(record, 'printed', at, event);
    await store.confirm(record, [], event);
    const drawing = { pdfSha256: 'x' } as never;
    const snapshot = { expiresAt: 1 } as never;
    const applicant = PersonId.parse('000000000000001');
    const answered = {
      ...{ applicant, subjects: [], typeName, family, drawing },
      ...{ dataDigest: '', snapshot, checks: [] },
    };
    await store.commit(record, answered, at, event);
  },
  cases: async (client) => {
    const store = createCaseStore({ client, tables: { issuance: 'issuance', audit: 'audit' } });
    const { case: open } = opening;
    await store.read(city, open.caseId);
    await store.open(opening);
    await store.page(city, 'open', { after: open.caseId, limit: 1 });
    await store.awaiting(city, at, 1);
    await store.close(open, event);
    await store.closeUnknownEnd(open, event);
    await store.putPart(open, 0, new Uint8Array(1));
    await store.noteEvidence(open, { parts: 1 });
    await store.readParts(open, 1);
    await store.eraseParts(open, 1, at);
  },
  discrepancies: async (client) => {
    const store = createDiscrepancyStore({ client, tables: { issuance: 'issuance', audit: 'audit' } });
    await store.readRecord(city, requestId);
    await store.readProposal(city, 'x');
    await store.propose({ municipality: city, fileSha256: 'x', layoutDigest: 'y' } as never);
    await store.noteCommit({ municipality: city, fileSha256: 'x' }, operatorId, at);
    await store.correct(record, {} as never, event, [opening]);
    const added = { state: 'printed', contentHash: 'x', type: 'resident-record', options: [], copies: 1 };
    const shop = { code: '', name: '' };
    const whole = { ...record, ...added, feeJpy: 0, store: shop, subjects: [], reasons: [] };
    await store.add(IssuanceRecord.parse(whole), event, [opening]);
  },
  'the history': async (client) => {
    const store = createHistoryStore(client, 'issuance');
    await store.read(city, requestId);
    const after = { dayOrder: '2027-01-15T00:00:00+09:00#0190', requestId };
    await store.pageOfDay(city, day, { limit: 1, after });
  },
  settings: async (client) => {
    const store = createSettingsStore({ client, table: 'staff' });
    await store.readSettings(city);
    await store.putSetting(city, 'id', at, { kind: 'name', scope: 'city', value: { name: '見本市' } });
  },
  plans: async (client) => {
    const settings = createSettingsStore({ client, table: 'staff' });
    const store = createPlanningStore({ client, table: 'staff', auditTable: 'audit', settings });
    await store.read(city);
    await store.commit(city, 1, [], event, 1_000);
  },
  closures: async (client) => {
    const store = createClosureStore({ client, table: 'staff' });
    await store.readLatches(city);
    const latch = { municipality: city, type: 'all', cause: 'gate', closedAt: at, evidence: 'x' } as const;
    await store.close(latch);
    const recorder = createClosureRecorder({ client, table: 'staff', auditTable: 'audit' });
    await recorder.close(latch, event);
    await recorder.heal(latch, at, event);
    const proposal = { proposedBy: operatorId, proposedAt: at, proposedFor: 'other' };
    await recorder.propose(latch, proposal, event);
    await recorder.open({ ...latch, ...proposal }, at, event);
  },
  decisions: async (client) => {
    const person = PersonId.parse('000000000000001');
    const pause = async () => undefined;
    await createDecisionReader({ client, table: 'staff', pause }).readDecisions(city, [person]);
    const store = createDecisionStore({ client, table: 'staff', auditTable: 'audit' });
    await store.readFile(city, person);
    const change = { action: 'withdraw-exemption', reason: 'other' } as const;
    const entry = { revision: 1, at, operatorId, change };
    await store.write(city, person, { entry, decisions: { forbidden: [] }, event });
  },
  'link files': async (client) => {
    const store = createLinkageStore({ client, table: 'registry' });
    const name: FileName = {
      municipality: city,
      feed: 'resident',
      kind: 'diff',
      epoch: 1,
      fileNumber: 2,
    };
    await store.readFile(name);
    await store.writeFile(name, { state: 'refused', refusal: { rule: 'lane', line: 1, at } }, 0);
    await store.readWatermark(city, 'resident');
    await store.readSeries(city);
    await store.readNewestFiles(city, 'resident', 'urgent', 5);
    const applied = { epoch: 1, fileNumber: 2, number: 3, madeAt: at, appliedAt: at };
    await store.advanceWatermark(name, { ...applied, isFull: true, unreadable: 0 });
    await store.recordFailure(name, { epoch: 1, fileNumber: 3, rule: 'checksum', at });
  },
  'full files': async (client) => {
    const store = createFullFileStore({ client, table: 'registry' });
    const name = { municipality: city, feed: 'resident', kind: 'full', epoch: 1, fileNumber: 2 } as const;
    const file = { epoch: 1, fileNumber: 2, sha256: 'x', number: 3, oldestYear: '', parts: 1 };
    const named = createNamedSet();
    named.add(1n);
    named.close();
    await store.putNamed(name, file, named);
    await store.announce(name, file);
    await store.readNamed(city, 'resident', file);
  },
  operators: async (client) => {
    const store = createOperatorStore(client, 'staff');
    await store.read(city, operatorId);
    await store.swapSignInState(city, operatorId, state, state);
    await store.create({ municipality: city, operatorId } as never);
  },
  'the audit': (client) => createAuditStore(client, 'audit').append(event),
};

describe.each(Object.entries(USES))('%s', (what, use) => {
  let sent: readonly Sent[] = [];
  beforeAll(async () => {
    const recording = recorder();
    await use(recording.client);
    sent = recording.sent;
  });

  test(`every key of ${what} holds the municipality`, () => {
    expect(sent.length).toBeGreaterThan(0);
    for (const { input } of sent) {
      const partitions = partitionsOf(input);
      expect(partitions).not.toEqual([]);
      for (const partition of partitions) expect(partition.split('#')).toContain(city);
    }
  });

  test(`every read of ${what} is strongly consistent`, () => {
    // A batch names each table on its own.
    const batches = sent.flatMap(({ name, input }) =>
      name === 'BatchGetCommand' ? Object.values(input['RequestItems'] as Record<string, unknown>) : [],
    );
    for (const batch of batches) expect(batch).toMatchObject({ ConsistentRead: true });
    // An index cannot be read so; the list of a day decides nothing.
    const reads = sent.filter(
      ({ name, input }) => /^(Get|Query)/.test(name) && input['IndexName'] === undefined,
    );
    for (const { input } of reads) expect(input['ConsistentRead']).toBe(true);
  });
});
