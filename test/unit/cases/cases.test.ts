import { describe, expect, test } from 'vitest';
import { openingOf } from '../../../functions/cases/index.ts';
import { ownStateAt } from '../../../functions/issuance/index.ts';
import { STEPS, STEPS_OF_TIME, statesBefore } from '../../../functions/issuance/state-machine.ts';
import { sha256Hex } from '../../../functions/shared/canonical.ts';
import { JpkiIssuer, JpkiSerial, RequestId } from '../../../functions/shared/ids.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { recordOf } from '../history/memory-history.ts';
import { IMPRESSIONS, ownWorld, registration, sealWish } from '../issuance/own-world.ts';
import { CITY, caseWorld, HOUR, REQUEST, RESPONDED, SHA } from './case-world.ts';

const END = `${REQUEST}.unknown-end`;
const statement = { reason: 'center-statement', pdfSha256: SHA, reference: 'J-2026-0012' };

describe('the states of a request (仕様書 3(3)イ; domain scenarios 18, 23)', () => {
  test('only go forward: from no end does a step lead on', () => {
    for (const end of ['refused', 'printed', 'cancelled', 'failed'] as const) expect(STEPS[end]).toEqual([]);
    expect(statesBefore('failed')).toEqual(['requested', 'responded']);
  });

  test('pass by time alone as the table of those steps says, and no other does', () => {
    const late = instantOf(RESPONDED + 2 * HOUR);
    for (const state of Object.keys(STEPS) as (keyof typeof STEPS)[])
      expect(ownStateAt(recordOf({ state, respondedAt: RESPONDED }), late, HOUR)).toBe(
        STEPS_OF_TIME[state] ?? state,
      );
  });

  test('of which the result never came is an open case after the waiting time, without anybody’s doing', async () => {
    const world = caseWorld();
    await world.answer();
    expect(await world.list()).toEqual([]);
    world.later(HOUR + 1);
    expect(await world.list()).toEqual([END]);
    const { body } = await world.as('one')('GET', `/api/cases/${END}`);
    expect(body).toMatchObject({
      state: 'open',
      kind: 'unknown-end',
      record: { state: 'unknown', pdfSha256: SHA },
    });
  });

  test('a late result is taken, and closes the unknown end with itself as the evidence', async () => {
    const world = caseWorld();
    world.put();
    world.later(2 * HOUR);
    expect(await world.result('printed')).toMatchObject({ ok: true, value: { state: 'printed' } });
    expect(await world.list()).toEqual([]);
    expect(await world.list('closed')).toEqual([END]);
    const { body } = await world.as('one')('GET', `/api/cases/${END}`);
    expect(body.closing).toMatchObject({ reason: 'late-result', pdfSha256: SHA, closedBy: 'system' });
  });

  test('a late result after a person has closed the case is taken all the same', async () => {
    const world = caseWorld();
    world.put();
    world.later(2 * HOUR);
    expect((await world.as('one')('POST', `/api/cases/${END}/close`, statement)).status).toBe(200);
    expect(await world.list()).toEqual([]);
    expect(await world.result('printed')).toMatchObject({ ok: true });
    const { body } = await world.as('one')('GET', `/api/cases/${END}`);
    expect(body.closing).toMatchObject({ reason: 'center-statement', closedBy: 'one' });
  });

  test('a result that comes twice changes nothing and opens nothing', async () => {
    const world = caseWorld();
    world.put();
    await world.result('printed');
    const before = await world.record();
    world.later(1_000);
    expect(await world.result('printed')).toMatchObject({ ok: true, value: { state: 'printed' } });
    expect(await world.record()).toEqual(before);
    expect(await world.list()).toEqual([]);
  });

  test('a result that contradicts is refused, the record keeps the first, and a case keeps the second', async () => {
    const world = caseWorld();
    world.put();
    await world.result('printed');
    for (let time = 0; time < 2; time += 1)
      expect(await world.result('cancelled')).toEqual({ ok: false, error: 'ISS-2007' });
    expect((await world.record())?.state).toBe('printed');
    expect(await world.list()).toEqual([`${REQUEST}.contradiction.cancelled`]);
    const { body } = await world.as('one')('GET', `/api/cases/${REQUEST}.contradiction.cancelled`);
    expect(body.observed).toEqual({ outcome: 'cancelled', recorded: 'printed', pdfSha256: SHA });
  });

  test.each(['requested', 'refused'])(
    'that it was printed, of a request that is %s, is a contradiction',
    async (state) => {
      const world = caseWorld();
      world.put({ state, respondedAt: undefined, drawing: undefined });
      expect(await world.result('cancelled')).toEqual({ ok: false, error: 'ISS-2007' });
      expect(await world.list()).toEqual([]);
      expect(await world.result('printed')).toEqual({ ok: false, error: 'ISS-2007' });
      expect(await world.list()).toEqual([`${REQUEST}.contradiction.printed`]);
    },
  );

  test('a result of a request that nobody knows is a case', async () => {
    const world = caseWorld();
    expect(await world.result('printed')).toEqual({ ok: false, error: 'ISS-2006' });
    expect(await world.list()).toEqual([`${REQUEST}.unknown-request.printed`]);
  });

  test.each([
    ['printed', 300, []],
    ['printed', 600, ['fee-difference.600']],
    ['cancelled', 0, []],
    ['cancelled', 300, ['fee-difference.300']],
    ['failed', 0, ['center-error.result']],
  ] as const)('%s with %i yen charged', async (outcome, chargedJpy, kinds) => {
    const world = caseWorld();
    world.put();
    expect(await world.result(outcome, { chargedJpy })).toMatchObject({ ok: true });
    expect(await world.list()).toEqual(kinds.map((kind) => `${REQUEST}.${kind}`));
    expect((await world.record())?.chargedJpy).toBe(chargedJpy);
  });

  test('what was committed and then failed by the deadline is a case: finished, and not handed over', async () => {
    const world = caseWorld();
    world.put();
    const record = await world.record();
    if (record === undefined) throw new Error('no record');
    const at = world.clock();
    const about = { municipality: CITY, requestId: REQUEST, kind: 'withheld-answer', observed: {} } as const;
    const opening = openingOf(world.newId, about, at);
    const event = { ...opening.event, eventId: world.newId(), action: 'issuance.failed' as const };
    expect(await world.records.fail(record, [{ code: 'ISS-2002' }], at, event, opening)).toBe('done');
    expect((await world.record())?.state).toBe('failed');
    expect(await world.list()).toEqual([`${REQUEST}.withheld-answer`]);
    // The kiosk says that there is no paper, which agrees.
    expect(await world.result('cancelled')).toEqual({ ok: false, error: 'ISS-2007' });
    const closing = { reason: 'nothing-left', pdfSha256: SHA };
    const closed = await world.as('one')('POST', `/api/cases/${REQUEST}.withheld-answer/close`, closing);
    expect(closed.body).toMatchObject({ state: 'closed' });
  });
});

describe('a case (INV-8)', () => {
  test('is made of every error that the centre reports, once for each code, known request or not', async () => {
    const world = caseWorld();
    await world.error({ code: 'E-17', pdfSha256: 'cd'.repeat(32) });
    await world.error({ code: 'E-17' });
    await world.error({ code: 'E-18' });
    expect(await world.list()).toEqual([
      `${REQUEST}.center-error.code-E-17`,
      `${REQUEST}.center-error.code-E-18`,
    ]);
  });

  test.each([
    ['that a retry has worked', { reason: 'retry-worked', pdfSha256: SHA, reference: 'x' }, 'STF-1005'],
    ['the system’s own reason', { reason: 'late-result', pdfSha256: SHA }, 'STF-1005'],
    ['a statement without its document', { reason: 'center-statement', pdfSha256: SHA }, 'STF-1405'],
    ['a statement that names no bytes', { ...statement, pdfSha256: null }, 'STF-1404'],
    ['a statement about other bytes', { ...statement, pdfSha256: 'cd'.repeat(32) }, 'STF-1403'],
    ['a row that was never applied', { reason: 'bos-row', pdfSha256: SHA, fileSha256: SHA }, 'STF-1406'],
    ['that nothing has left, where it is not known', { reason: 'nothing-left', pdfSha256: SHA }, 'STF-1407'],
  ])('is not closed by %s', async (_, closing, code) => {
    const world = caseWorld();
    world.put();
    await world.error({ code: 'E-17' });
    const id = `${REQUEST}.center-error.code-E-17`;
    const answer = await world.as('one')('POST', `/api/cases/${id}/close`, closing);
    expect(answer.body.code).toBe(code);
    expect(await world.list()).toEqual([id]);
  });

  test('is closed once, with its evidence, by whoever may, in the own city', async () => {
    const world = caseWorld();
    world.put();
    await world.error({ code: 'E-17' });
    const path = `/api/cases/${REQUEST}.center-error.code-E-17/close`;
    const reader = world.as('two', { permissions: ['cases.read'] });
    expect((await reader('POST', path, statement)).body.code).toBe('STF-1003');
    expect((await world.as('one', { municipality: '012301' })('POST', path, statement)).body.code).toBe(
      'STF-1006',
    );
    expect((await world.as('one')('POST', path, statement)).status).toBe(200);
    expect((await world.as('one')('POST', path, statement)).status).toBe(200);
    expect((await world.as('one')('POST', path, { ...statement, reference: 'J-2' })).body.code).toBe(
      'STF-1401',
    );
    expect(world.actions().filter((action) => action === 'case.closed')).toHaveLength(1);
    await world.error({ code: 'E-17' });
    expect(await world.list()).toEqual([]);
  });
});

describe('bytes that the gate has refused', () => {
  async function refused(over: Parameters<Awaited<ReturnType<typeof ownWorld>>['issue']>[1] = {}) {
    const world = caseWorld();
    const city = await ownWorld({ changes: [registration(2)] });
    const requestId = RequestId.parse('request-of-the-gate-1');
    const card = { issuer: JpkiIssuer.parse('ISSUER-1'), serial: JpkiSerial.parse('A1') };
    let bytes: Uint8Array = new Uint8Array();
    const answer = await city.issue(sealWish({ requestId, ...card }), {
      records: world.records,
      newId: world.newId,
      impressions: { read: async () => IMPRESSIONS[1] },
      keepEvidence: async (of, _, kept) => {
        bytes = kept;
        await world.keep(of, kept);
      },
      ...over,
    });
    return { world, answer, bytes, requestId, id: `${requestId}.gate-refusal` };
  }

  test('become a case together with the refusal, and are read by whoever may, on record', async () => {
    const { world, answer, bytes, id } = await refused();
    expect(answer).toEqual({ kind: 'refused', codes: ['ISS-2003'] });
    expect(await world.list()).toEqual([id]);
    const { body } = await world.as('one')('GET', `/api/cases/${id}`);
    expect(body.observed).toEqual({
      pdfSha256: sha256Hex(bytes),
      mismatches: [expect.stringContaining('pictures.')],
    });
    const stored = JSON.stringify([...world.table.items.values()], (_, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    );
    expect(stored).not.toContain('%PDF');
    const reader = world.as('two', { permissions: ['cases.read'] });
    expect((await reader('GET', `/api/cases/${id}/evidence`)).body.code).toBe('STF-1003');
    const evidence = await world.as('one')('GET', `/api/cases/${id}/evidence`);
    expect(Buffer.from(bytes).equals(evidence.body)).toBe(true);
    expect(world.actions()).toContain('case.evidence-read');
  });

  test('are gone when their case is closed', async () => {
    const { world, bytes, id } = await refused();
    const closing = { reason: 'nothing-left', pdfSha256: sha256Hex(bytes) };
    expect((await world.as('one')('POST', `/api/cases/${id}/close`, closing)).status).toBe(200);
    expect((await world.as('one')('GET', `/api/cases/${id}/evidence`)).body.code).toBe('STF-1006');
    const parts = [...world.table.items.values()].filter(({ pk }) => String(pk).startsWith('V#'));
    expect(parts).not.toEqual([]);
    for (const part of parts) expect(part['data']).toBeUndefined();
    expect(JSON.stringify([...world.table.items.values()])).not.toContain('dataKey');
  });

  test('are refused even where they cannot be kept: the case stands without them', async () => {
    const { world, answer, id } = await refused({ keepEvidence: async () => undefined });
    expect(answer).toEqual({ kind: 'refused', codes: ['ISS-2003'] });
    const { body } = await world.as('one')('GET', `/api/cases/${id}`);
    expect(body).toMatchObject({ hasEvidence: false, observed: { pdfSha256: expect.any(String) } });
  });

  test('are a case even where the deadline was faster than the refusal', async () => {
    const world = caseWorld();
    const slow = { ...world.records, refuse: async () => 'not-in-state' as const };
    const city = await ownWorld({ changes: [registration(2)] });
    const request = sealWish();
    await city.issue(request, {
      records: slow,
      newId: world.newId,
      impressions: { read: async () => IMPRESSIONS[1] },
    });
    expect(await world.list()).toEqual([`${request.requestId}.gate-refusal`]);
  });
});
