import { describe, expect, test } from 'vitest';
import { HistoryDetails, HistoryPage } from '../../../functions/history/contract.ts';
import { DayPosition, decodeCursor, encodeCursor } from '../../../functions/history/cursor.ts';
import { reasonViews, shownToCitizen } from '../../../functions/history/reasons.ts';
import { historyRoutes } from '../../../functions/history/routes.ts';
import type { IssuanceRecord } from '../../../functions/issuance/index.ts';
import { type Permission, Staff } from '../../../functions/shared/http/staff.ts';
import { staffHandler } from '../../../functions/shared/http/staff-chain.ts';
import { REFUSALS, type RefusalCode } from '../../../functions/shared/refusals.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { bodyOf, context, eventOf, memoryLog } from '../http/event.ts';
import { memoryAudit } from '../operators/memory-stores.ts';
import { memoryHistory, memoryNames, recordOf } from './memory-history.ts';

const RECEIVED = Date.parse('2026-11-23T09:15:00.123+09:00');
const NOW = instantOf(RECEIVED + 3_600_000);
const TEN_MINUTES = 600_000;

type World = {
  readonly records: readonly IssuanceRecord[];
  readonly permissions?: readonly Permission[];
  readonly municipality?: string;
};

function world({ records, permissions = ['history.read'], municipality = '012050' }: World) {
  const audit = memoryAudit();
  const asked: string[] = [];
  const operator = Staff.parse({
    operatorId: 'sample',
    municipality,
    name: '見本',
    department: '住民課',
    permissions,
  });
  const handler = staffHandler({
    log: memoryLog().log,
    clock: () => NOW,
    maximumBytes: 0,
    authenticate: async () => ({ operator, csrfToken: 'token' }),
    routes: historyRoutes({
      history: memoryHistory(records),
      registry: memoryNames({ '000000000000001': '見本　太郎' }, asked as never[]),
      audit: audit.store,
      clock: () => NOW,
      newId: () => crypto.randomUUID(),
      resultWaitMs: TEN_MINUTES,
    }),
  });
  const get = (path: string, query: Readonly<Record<string, string>> = {}) =>
    handler(
      eventOf({
        path,
        query: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]])),
      }),
      context,
    );
  const page = async (query: Readonly<Record<string, string>>) =>
    HistoryPage.parse(bodyOf(await get('/api/history', query)));
  return { get, page, audit, asked };
}

const many = (count: number, changes: (index: number) => Readonly<Record<string, unknown>> = () => ({})) =>
  Array.from({ length: count }, (_, index) =>
    recordOf({
      issuanceId: `01a2096e-0f40-70e9-a37b-${String(index).padStart(12, '0')}`,
      requestId: `request-${String(index).padStart(12, '0')}`,
      // Several share a millisecond: their order is that of their ids.
      receivedAt: RECEIVED + Math.floor(index / 3) * 1_000,
      ...changes(index),
    }),
  );

async function allPages(from: ReturnType<typeof world>, query: Readonly<Record<string, string>>) {
  const rows: HistoryPage['rows'] = [];
  let cursor: string | null = null;
  let answers = 0;
  do {
    const answer: HistoryPage = await from.page(cursor === null ? query : { ...query, cursor });
    rows.push(...answer.rows);
    cursor = answer.cursor;
    answers += 1;
  } while (cursor !== null);
  return { rows, answers };
}

describe('the list of a day', () => {
  test('holds every record once, newest first, over as many pages as it takes', async () => {
    const records = many(130);
    const { rows, answers } = await allPages(world({ records }), { day: '2026-11-23' });
    expect(rows.map(({ requestId }) => requestId)).toEqual(
      records.map(({ requestId }) => requestId).reverse(),
    );
    expect(answers).toBe(3);
  });

  test('has no empty last page', async () => {
    const { answers } = await allPages(world({ records: many(100) }), { day: '2026-11-23' });
    expect(answers).toBe(2);
  });

  test('finds a rare state in a long day, also one that has passed by time alone', async () => {
    const records = many(2_500, (index) => ({
      state: index === 7 ? 'responded' : 'printed',
      respondedAt: RECEIVED,
    }));
    const { rows } = await allPages(world({ records }), { day: '2026-11-23', state: 'unknown' });
    expect(rows.map(({ requestId }) => requestId)).toEqual(['request-000000000007']);
  });

  test('is of the day in Japan', async () => {
    const records = many(2, (index) => ({
      receivedAt: Date.parse(index === 0 ? '2026-11-22T23:59:59.999+09:00' : '2026-11-23T00:00:00.000+09:00'),
    }));
    const { rows } = await allPages(world({ records }), { day: '2026-11-23' });
    expect(rows.map(({ receivedAt }) => receivedAt)).toEqual(['2026-11-23T00:00:00+09:00']);
  });

  test("never shows another city's records, not even by a cursor of that city (INV-11)", async () => {
    const records = [
      ...many(120),
      ...many(3, (index) => ({
        municipality: '012301',
        requestId: `other-city-${String(index).padStart(8, '0')}`,
      })),
    ];
    const theirs = await world({ records }).page({ day: '2026-11-23' });
    const ours = world({ records, municipality: '012301' });
    const page = await ours.page({
      day: '2026-11-23',
      ...(theirs.cursor === null ? {} : { cursor: theirs.cursor }),
    });
    expect(page.rows.every(({ requestId }) => requestId.startsWith('other-city'))).toBe(true);
    expect((await ours.page({ day: '2026-11-23' })).rows).toHaveLength(3);
    expect((await ours.get('/api/history', { day: '2026-11-23', municipality: '012050' })).statusCode).toBe(
      400,
    );
  });

  test.each([
    [{}],
    [{ day: '2026-02-30' }],
    [{ day: '2026-11-23', state: 'lost' }],
    [{ day: '2026-11-23', cursor: 'bm90LW91cnM' }],
    [{ day: '2026-11-23', limit: '1000' }],
  ])('refuses %j', async (query) => {
    expect((await world({ records: [] }).get('/api/history', query)).statusCode).toBe(400);
  });

  test('puts on record whose data was shown, and to whom', async () => {
    const { page, audit, asked } = world({ records: many(3) });
    const { rows } = await page({ day: '2026-11-23' });
    expect(rows[0]).toMatchObject({ applicant: { personId: '000000000000001', fullName: '見本　太郎' } });
    expect(asked).toEqual(['000000000000001']);
    expect(audit.events).toMatchObject([
      {
        action: 'history.listed',
        municipality: '012050',
        actor: { kind: 'operator', operatorId: 'sample' },
        about: { day: '2026-11-23', persons: ['000000000000001'] },
      },
    ]);
    expect(JSON.stringify(audit.events)).not.toContain('太郎');
  });

  test('is closed to whoever lacks the permission', async () => {
    const { get, audit } = world({ records: many(1), permissions: [] });
    expect((await get('/api/history', { day: '2026-11-23' })).statusCode).toBe(403);
    expect((await get('/api/history/request-000000000000')).statusCode).toBe(403);
    expect(audit.events).toEqual([]);
  });
});

describe('the details', () => {
  const details = async (record: IssuanceRecord, permissions?: readonly Permission[]) => {
    const { get } = world({ records: [record], ...(permissions === undefined ? {} : { permissions }) });
    return HistoryDetails.parse(bodyOf(await get(`/api/history/${record.requestId}`)));
  };

  test('show the states with their times, to the second', async () => {
    const { timeline } = await details(
      recordOf({ respondedAt: RECEIVED + 1_000, finishedAt: RECEIVED + 20_000 }),
    );
    expect(timeline).toEqual([
      { state: 'requested', at: '2026-11-23T09:15:00+09:00' },
      { state: 'responded', at: '2026-11-23T09:15:01+09:00' },
      { state: 'printed', at: '2026-11-23T09:15:20+09:00' },
    ]);
  });

  test('call the certificate as it was called then', async () => {
    const type = 'resident-record-items';
    expect(await details(recordOf({ type, typeName: '住民票記載事項証明書' }))).toMatchObject({
      type,
      typeName: '住民票記載事項証明書',
    });
    expect(await details(recordOf({}))).toMatchObject({ typeName: '住民票の写し' });
  });

  test('derive what passes by time alone', async () => {
    const waiting = await details(recordOf({ state: 'responded', respondedAt: RECEIVED + 1_000 }));
    expect(waiting.timeline.at(-1)).toEqual({ state: 'unknown', at: '2026-11-23T09:25:01+09:00' });
    const silent = await details(recordOf({ state: 'requested' }));
    expect(silent).toMatchObject({ state: 'failed', drawing: null });
    expect(silent.timeline.at(-1)).toEqual({ state: 'failed', at: '2026-11-23T09:15:10+09:00' });
  });

  test("of another city's request do not exist, and the look-up is on record (INV-11)", async () => {
    const { get, audit } = world({ records: [recordOf({ municipality: '012301' })] });
    expect((await get('/api/history/request-000000000001')).statusCode).toBe(404);
    expect(audit.events).toMatchObject([
      { action: 'history.read', about: { requestId: 'request-000000000001', persons: [] } },
    ]);
  });

  test('of an ill-formed id are not looked for', async () => {
    const { get, audit } = world({ records: [] });
    expect((await get('/api/history/..%2F..')).statusCode).toBe(404);
    expect(audit.events).toEqual([]);
  });

  test('never hold the serial, the content hash or the snapshot', async () => {
    const shown = JSON.stringify(await details(recordOf({})));
    expect(shown).not.toMatch(/0A1B2C|aaaaaaaa|serial|contentHash|snapshot/);
  });
});

describe('reasons', () => {
  const counter = (Object.keys(REFUSALS) as RefusalCode[]).filter(
    (code) => REFUSALS[code].public === 'KSK-1005',
  );
  const get = async (
    reasons: readonly { code: string; detail?: string }[],
    permissions: readonly Permission[],
  ) => {
    const record = recordOf({ state: 'refused', reasons, finishedAt: RECEIVED + 30 });
    const { get: ask } = world({ records: [record], permissions });
    return (await ask(`/api/history/${record.requestId}`)).body;
  };

  test('behind the code of the counter give the same bytes without the permission for protection', async () => {
    const kinds = [
      ...counter.map((code) => [{ code }]),
      [{ code: 'ISS-1207' }, { code: 'ISS-1208' }],
      [{ code: 'ISS-1210', detail: 'subjects.0.fullName' }],
      [{ code: 'ISS-9999' }],
    ];
    const answers = await Promise.all(kinds.map((reasons) => get(reasons, ['history.read'])));
    // An unknown code has no text for the citizen; everything else is equal to the byte.
    expect(new Set(answers.slice(0, -1)).size).toBe(1);
    expect(answers.join()).not.toMatch(/支援措置により|ISS-|subjects\.0/);
    expect(answers[0]).toContain('窓口での対応が必要です。');
  });

  test('keep no trace of their place among others', () => {
    const before = reasonViews([{ code: 'ISS-1207' }, { code: 'ISS-1301' }], false);
    const after = reasonViews([{ code: 'ISS-1301' }, { code: 'ISS-1204' }], false);
    expect(before).toEqual(after);
    expect(before.map(({ code }) => code)).toEqual(['ISS-1301', 'KSK-1005']);
  });

  test('are exact for whoever has the permission', async () => {
    const body = await get([{ code: 'ISS-1207' }], ['history.read', 'history.protected']);
    expect(body).toContain('支援措置により発行できません。');
    expect(reasonViews([{ code: 'ISS-1207' }, { code: 'ISS-1301' }], true).map(({ code }) => code)).toEqual([
      'ISS-1207',
      'ISS-1301',
    ]);
  });

  test('name the text that the citizen has seen', () => {
    expect(shownToCitizen([])).toBeNull();
    expect(shownToCitizen([{ code: 'ISS-1207' }])).toBe(shownToCitizen([{ code: 'ISS-1210' }]));
  });
});

describe('a cursor', () => {
  test('comes back as it went, and holds no city', () => {
    const position = DayPosition.parse({
      dayOrder: '2026-11-23T09:15:00.123+09:00#01a2096e-0f40-70e9-a37b-8fd3a9f7f44d',
      requestId: 'request-000000000001',
    });
    expect(decodeCursor(encodeCursor(position))).toEqual(position);
  });

  test.each([
    '',
    'x',
    Buffer.from('{}').toString('base64url'),
    Buffer.from('["a","b"]').toString('base64url'),
  ])('%j is none of ours', (cursor) => {
    expect(decodeCursor(cursor)).toBeUndefined();
  });
});
