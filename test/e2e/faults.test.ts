import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createNonceStore } from '../../functions/issuance/center/nonce-store.ts';
import type { IssueRequest } from '../../functions/issuance/contract.ts';
import type { IssueDeps } from '../../functions/issuance/deps.ts';
import { type IssueAnswer, issueCertificate } from '../../functions/issuance/issue-certificate.ts';
import { reportResult } from '../../functions/issuance/report-result.ts';
import { sha256Hex } from '../../functions/shared/canonical.ts';
import { MunicipalityCode } from '../../functions/shared/ids.ts';
import { randomFor } from '../../simulator/sample/random.ts';
import { auditSince } from '../support/audit.ts';
import { type Fault, startFaultProxy } from '../support/fault-proxy.ts';
import { type OwnHousehold, ownHousehold } from '../support/households.ts';
import { issuingOnEngine, wishOf } from '../support/issuing.ts';
import { inkOf, inkText } from '../support/paper.ts';
import { inPool } from '../support/pool.ts';

const direct = issuingOnEngine();
const proxy = await startFaultProxy(direct.stack.endpoint);
const faulty = issuingOnEngine(proxy.endpoint);
const MURORAN = MunicipalityCode.parse('012050');
const FEE = 300;
const startedAt = Date.now();

beforeEach(() => proxy.clear());
afterAll(() => proxy.close());

/** What leaves: a defect becomes the shaped refusal 「could not be issued now」 in the API's chain. */
type Left = IssueAnswer | { readonly kind: 'defect' };

const ask = (request: IssueRequest, deps: IssueDeps = faulty.deps): Promise<Left> =>
  issueCertificate(deps, request, deps.clock()).catch(() => ({ kind: 'defect' as const }));

const recordOf = ({ municipality, requestId }: IssueRequest) =>
  direct.deps.records.read(municipality, requestId);

const eventsOf = async ({ municipality, requestId }: IssueRequest) =>
  (await auditSince(direct.client, direct.stack.auditTable, municipality, startedAt))
    .filter(({ about }) => about.requestId === requestId)
    .map(({ action }) => action);

/** Whatever has gone wrong: the right certificate and its record, or no certificate and no other one later. */
async function expectSound(request: IssueRequest, household: OwnHousehold, left: Left): Promise<void> {
  proxy.clear();
  const record = await recordOf(request);
  if (left.kind === 'certificate') {
    const pages = (await inkOf(left.pdf)).map(inkText).join('');
    const subjects = request.scope === 'household' ? household.members : household.members.slice(0, 1);
    for (const { fullName, dateOfBirth } of subjects) {
      expect(pages).toContain(fullName);
      expect(pages).toContain(dateOfBirth.text);
    }
    expect(sha256Hex(left.pdf)).toBe(left.sha256);
    expect(record).toMatchObject({ state: 'responded', drawing: { pdfSha256: left.sha256 } });
    expect(pages).toContain(record?.issuanceId);
  } else if (record?.state !== 'responded') {
    expect(record?.drawing === undefined || record.state === 'failed').toBe(true);
  }
  const responded = (await eventsOf(request)).filter((action) => action === 'issuance.responded');
  expect(responded.length).toBe(record?.drawing === undefined ? 0 : 1);

  // Asked again under the same id: the same bytes, or nothing.
  const again = await ask(request, direct.deps);
  if (again.kind === 'certificate' && record?.drawing !== undefined)
    expect(again.sha256).toBe(record.drawing.pdfSha256);
  if (left.kind === 'certificate') expect(again).toMatchObject({ kind: 'certificate', sha256: left.sha256 });
}

const newHousehold = (size = 1) => ownHousehold(direct.deps.registry, MURORAN, size);
/** Seal and template are read by digest and then kept: only a process of its own reads them again. */
const depsFor = (operation: string): IssueDeps =>
  operation === 'GetItem' ? issuingOnEngine(proxy.endpoint).deps : faulty.deps;

const OPERATIONS = ['PutItem', 'GetItem', 'Query', 'BatchGetItem', 'TransactWriteItems'] as const;
const THROTTLES = ['ThrottlingException', 'ProvisionedThroughputExceededException'] as const;

describe('a fault that passes ends in the certificate', () => {
  const passing: readonly (readonly [string, string, Fault])[] = [
    ...OPERATIONS.flatMap((operation, index) => {
      const name = THROTTLES[index % 2] ?? 'ThrottlingException';
      return [
        [`${operation}: ${name}`, operation, { kind: 'throttle', name }] as const,
        [`${operation}: an internal error`, operation, { kind: 'error' }] as const,
        [`${operation}: its answer is lost after its effect`, operation, { kind: 'drop' }] as const,
      ];
    }),
    [
      'the commit meets another transaction',
      'TransactWriteItems',
      { kind: 'cancel', code: 'TransactionConflict' },
    ],
    ['the commit’s item is throttled', 'TransactWriteItems', { kind: 'cancel', code: 'ThrottlingError' }],
  ];

  test.each(passing)('%s', async (_name, operation, fault) => {
    const household = await newHousehold();
    const request = wishOf(household, FEE);
    const deps = depsFor(operation);
    proxy.plan({ operation, fault, times: 1 });
    const left = await ask(request, deps);
    expect(proxy.callsOf(operation).length).toBeGreaterThanOrEqual(1);
    expect(left.kind).toBe('certificate');
    await expectSound(request, household, left);
  });

  test('a lost answer to the claim: the claim is recognised as one’s own', async () => {
    const household = await newHousehold();
    const request = wishOf(household, FEE);
    proxy.plan({ operation: 'PutItem', fault: { kind: 'drop' }, times: 1 });
    const left = await ask(request);
    expect(proxy.callsOf('PutItem').length).toBe(2);
    expect(left.kind).toBe('certificate');
    expect(await eventsOf(request)).toEqual(['issuance.responded']);
  });

  test('every answer to the commit is lost: the record tells that it took effect, exactly once', async () => {
    const household = await newHousehold();
    const request = wishOf(household, FEE);
    proxy.plan({ operation: 'TransactWriteItems', fault: { kind: 'drop' } });
    const left = await ask(request);
    expect(proxy.callsOf('TransactWriteItems').length).toBeGreaterThan(1);
    expect(left.kind).toBe('certificate');
    expect(await eventsOf(request)).toEqual(['issuance.responded']);
    await expectSound(request, household, left);
  });

  test('a household of twenty comes through one conflict after another', async () => {
    const household = await newHousehold(20);
    const request = wishOf(household, FEE, { scope: 'household', options: ['relationship', 'domicile'] });
    proxy.plan({
      operation: 'TransactWriteItems',
      fault: { kind: 'cancel', code: 'TransactionConflict' },
      times: 4,
    });
    const left = await ask(request);
    const commits = proxy.callsOf('TransactWriteItems');
    expect(commits).toHaveLength(5);
    const { TransactItems } = JSON.parse(commits[4] ?? '') as { TransactItems: readonly object[] };
    const checks = TransactItems.filter((item) => 'ConditionCheck' in item);
    // Serial, household, twenty people and what staff have decided of each; beside them the record, its snapshot and the
    // event.
    expect([checks.length, TransactItems.length]).toEqual([42, 45]);
    expect(left.kind).toBe('certificate');
    await expectSound(request, household, left);
  });
});

describe('a fault that stays ends without a certificate', () => {
  const staying: readonly (readonly [string, string, Fault])[] = [
    ...OPERATIONS.flatMap((operation) => [
      [`${operation}: throttled`, operation, { kind: 'throttle', name: THROTTLES[0] }] as const,
      [`${operation}: an internal error`, operation, { kind: 'error' }] as const,
    ]),
    ['the commit always conflicts', 'TransactWriteItems', { kind: 'cancel', code: 'TransactionConflict' }],
  ];

  test.each(staying)('%s', async (_name, operation, fault) => {
    const household = await newHousehold();
    const request = wishOf(household, FEE);
    const deps = depsFor(operation);
    proxy.plan({ operation, fault });
    const left = await ask(request, deps);
    expect(proxy.callsOf(operation).length).toBeGreaterThanOrEqual(1);
    expect(left.kind).not.toBe('certificate');
    expect((await recordOf(request))?.drawing).toBeUndefined();
    await expectSound(request, household, left);
  });

  test('the answers to claim and reads are lost for good: nothing is drawn', async () => {
    const household = await newHousehold();
    const request = wishOf(household, FEE);
    proxy.plan({ operation: 'PutItem', fault: { kind: 'drop' } });
    expect((await ask(request)).kind).toBe('defect');
    expect(await recordOf(request)).toMatchObject({ state: 'requested' });
    expect((await recordOf(request))?.drawing).toBeUndefined();
    proxy.clear();
    // The claim has taken effect: nobody else may finish it under this id.
    expect(await ask(request)).toEqual({ kind: 'refused', codes: ['ISS-2004'] });
  });

  test('the key service fails: no certificate leaves without its snapshot', async () => {
    const household = await newHousehold();
    const request = wishOf(household, FEE);
    // A data key serves many snapshots: only a fresh process asks for one.
    const { deps } = issuingOnEngine(proxy.endpoint);
    proxy.plan({ operation: 'GenerateDataKey', fault: { kind: 'error' } });
    expect((await ask(request, deps)).kind).toBe('defect');
    expect(await recordOf(request)).toMatchObject({ state: 'requested' });
    await expectSound(request, household, { kind: 'defect' });
  });
});

describe('what comes after the deadline is void', () => {
  const within = (deadlineMs: number): IssueDeps => ({ ...faulty.deps, deadlineMs });

  test('a commit that hangs: the request has failed, and stays failed when the commit gets through', async () => {
    const household = await newHousehold();
    const request = wishOf(household, FEE);
    proxy.plan({ operation: 'TransactWriteItems', fault: { kind: 'delay', milliseconds: 1_100 }, times: 1 });
    const asked = Date.now();
    expect(await ask(request, within(600))).toEqual({ kind: 'refused', codes: ['ISS-2002'] });
    expect(Date.now() - asked).toBeLessThan(1_050);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await recordOf(request)).toMatchObject({ state: 'failed', reasons: [{ code: 'ISS-2002' }] });
    expect((await recordOf(request))?.drawing).toBeUndefined();
    expect(await ask(request, direct.deps)).toEqual({ kind: 'refused', codes: ['ISS-2002'] });
  });

  test('everything hangs, the notice of failure too: nothing leaves, and the record ends as failed', async () => {
    const household = await newHousehold();
    const request = wishOf(household, FEE);
    proxy.plan({ operation: 'TransactWriteItems', fault: { kind: 'delay', milliseconds: 900 } });
    const left = await ask(request, within(600));
    expect(left).toEqual({ kind: 'refused', codes: ['ISS-2002'] });
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(await recordOf(request)).toMatchObject({ state: 'failed' });
    const again = await ask(request, direct.deps);
    expect(again.kind).toBe('refused');
  });

  test.each(['Query', 'BatchGetItem'])('a hanging %s', async (operation) => {
    const household = await newHousehold();
    const request = wishOf(household, FEE);
    proxy.plan({ operation, fault: { kind: 'delay', milliseconds: 800 } });
    expect(await ask(request, within(400))).toEqual({ kind: 'refused', codes: ['ISS-2002'] });
    await new Promise((resolve) => setTimeout(resolve, 1_700));
    expect(await recordOf(request)).toMatchObject({ state: 'failed' });
    expect((await recordOf(request))?.drawing).toBeUndefined();
  });
});

describe('what is not issuing', () => {
  test('a nonce whose answer is lost is still used for the first time, and only once', async () => {
    const nonces = createNonceStore({
      client: faulty.client,
      table: faulty.stack.issuanceTable,
      newId: faulty.deps.newId,
    });
    proxy.plan({ operation: 'PutItem', fault: { kind: 'drop' }, times: 1 });
    const nonce = crypto.randomUUID().replaceAll('-', '');
    const [now, until] = [Date.now(), Date.now() + 60_000];
    expect(await nonces.spendNonce('faults', nonce, now, until)).toBe(true);
    expect(proxy.callsOf('PutItem')).toHaveLength(2);
    expect(await nonces.spendNonce('faults', nonce, now, until)).toBe(false);
    expect(await nonces.spendNonce('faults', nonce, until + 1, until + 60_000)).toBe(true);
  });

  test('a result notice whose answer is lost is recorded once, whoever repeats it', async () => {
    const household = await newHousehold();
    const request = wishOf(household, FEE);
    expect((await ask(request)).kind).toBe('certificate');
    proxy.plan({ operation: 'TransactWriteItems', fault: { kind: 'drop' } });
    const { requestId, municipality } = request;
    const printed = { requestId, municipality, outcome: 'printed' as const };
    await expect(reportResult(faulty.deps, printed)).rejects.toThrow();
    proxy.clear();
    expect(await reportResult(faulty.deps, printed)).toMatchObject({ ok: true, value: { state: 'printed' } });
    expect(await eventsOf(request)).toEqual(['issuance.responded', 'issuance.printed']);
  });

  test('a link row whose answer is lost is applied once and superseded when it comes again', async () => {
    const household = await newHousehold();
    const [person] = household.members;
    if (person === undefined) throw new Error('no member');
    const moved = { ...person, address: '北海道室蘭市港北町1丁目' };
    const change = {
      kind: 'resident',
      fact: moved,
      sequence: { epoch: 1, number: 500 },
      origin: { fileName: 'faults', line: 3 },
    } as const;
    proxy.plan({ operation: 'TransactWriteItems', fault: { kind: 'drop' } });
    await expect(faulty.deps.registry.apply(MURORAN, [change])).rejects.toThrow();
    proxy.clear();
    proxy.plan({ operation: 'TransactWriteItems', fault: { kind: 'cancel', code: 'TransactionConflict' } });
    expect(await faulty.deps.registry.apply(MURORAN, [change])).toEqual([{ kind: 'superseded' }]);
    const read = await direct.deps.registry.readPerson(MURORAN, person.personId);
    expect(read.resident?.fact.address).toBe(moved.address);
    const { members } = await direct.deps.registry.readHousehold(MURORAN, person.householdId);
    expect(members).toEqual({ [person.personId]: 1 });
  });
});

describe('all faults at once', () => {
  test('of twenty requests over a bad line each ends soundly', async () => {
    const random = randomFor('faults/1');
    const faults: readonly Fault[] = [
      { kind: 'drop' },
      { kind: 'error' },
      { kind: 'throttle', name: THROTTLES[1] },
      { kind: 'delay', milliseconds: 80 },
    ];
    const households = await inPool(Array.from({ length: 20 }), 8, (_, index) =>
      newHousehold(1 + (index % 4)),
    );
    proxy.choose((operation) => {
      if (!random.chance(0.3)) return undefined;
      const conflict: Fault = { kind: 'cancel', code: 'TransactionConflict' };
      return operation === 'TransactWriteItems' && random.chance(0.5) ? conflict : random.pick(faults);
    });
    const asked = await inPool(households, 6, async (household) => {
      const request = wishOf(household, FEE, {
        scope: household.members.length > 1 ? 'household' : 'individual',
      });
      return { household, request, left: await ask(request) };
    });
    proxy.clear();
    const ends = Map.groupBy(asked, ({ left }) => left.kind);
    expect(ends.get('certificate')?.length ?? 0).toBeGreaterThan(5);
    expect(asked.length - (ends.get('certificate')?.length ?? 0)).toBeGreaterThan(0);
    await inPool(asked, 6, ({ request, household, left }) => expectSound(request, household, left));
  });
});
