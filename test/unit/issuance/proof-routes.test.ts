import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { PRESS } from '../../../functions/issuance/press.ts';
import { ProofView } from '../../../functions/issuance/proof-contract.ts';
import { proofRoutes } from '../../../functions/issuance/proof-routes.ts';
import type { IssuanceRecord } from '../../../functions/issuance/record.ts';
import { type Permission, Staff } from '../../../functions/shared/http/staff.ts';
import { staffHandler } from '../../../functions/shared/http/staff-chain.ts';
import { main } from '../../../scripts/issuance/main.ts';
import { staffClient } from '../../../simulator/staff-client.ts';
import { recordOf } from '../history/memory-history.ts';
import { bodyOf, context, eventOf, memoryLog } from '../http/event.ts';
import { memoryAudit } from '../operators/memory-stores.ts';

const answered = recordOf({
  drawing: {
    pdfSha256: 'a'.repeat(64),
    pages: 1,
    bytes: 10,
    modelDigest: 'b',
    templateDigest: 'c',
    sealDigest: 'd',
    fontIds: [],
    program: 'e',
  },
});
const PATH = `/api/issuances/${answered.requestId}/proof`;

function api(record: IssuanceRecord | undefined, permissions: readonly Permission[] = ['issuance.prove']) {
  const audit = memoryAudit();
  const operator = Staff.parse({
    operatorId: 'sample',
    municipality: '012050',
    name: '見本',
    department: '住民課',
    permissions,
  });
  const never = () => Promise.reject(new Error('nothing is drawn here'));
  const handler = staffHandler({
    log: memoryLog().log,
    clock: () => answered.receivedAt,
    maximumBytes: 1_024,
    authenticate: async () => ({ operator, csrfToken: 'token' }),
    routes: proofRoutes({
      records: { read: async () => record, readSnapshot: async () => undefined },
      materials: { load: never },
      press: PRESS,
      impressions: { read: never },
      cipher: { open: never },
      clock: () => answered.receivedAt,
      newId: () => crypto.randomUUID(),
      program: 'e',
      resultWaitMs: 600_000,
      audit: audit.store,
    }),
  });
  const post = (path: string, body: unknown) =>
    handler(
      eventOf({
        method: 'POST',
        path,
        body: JSON.stringify(body),
        headers: { host: 'h', origin: 'https://h', 'x-csrf-token': 'token' },
      }),
      context,
    );
  return { post, events: audit.events };
}

describe('POST /api/issuances/{requestId}/proof', () => {
  test('answers with the proof, and puts on record who has asked about whom', async () => {
    const { post, events } = api(answered);
    const answer = await post(PATH, { file: { sha256: 'a'.repeat(64), bytes: 10, pages: 1, tag: null } });
    expect(ProofView.parse(bodyOf(answer))).toMatchObject({
      verdict: 'equal',
      redrawing: { reason: 'expired' },
      recorded: { dataDigest: null },
    });
    expect(events).toMatchObject([
      {
        municipality: '012050',
        actor: { kind: 'operator', operatorId: 'sample' },
        action: 'issuance.proved',
        about: { requestId: answered.requestId, persons: ['000000000000001'], evidence: 'equal' },
      },
    ]);
  });

  test('looking for a request that does not exist is on record as well', async () => {
    const { post, events } = api(undefined);
    expect((await post(PATH, {})).statusCode).toBe(404);
    expect(events).toMatchObject([{ action: 'issuance.proved', about: { persons: [] } }]);
  });

  test('is closed to whoever has not the permission', async () => {
    const { post, events } = api(answered, ['history.read', 'history.protected']);
    expect((await post(PATH, {})).statusCode).toBe(403);
    expect(events).toEqual([]);
  });

  test.each([
    ['/api/issuances/1/proof', {}, 404],
    [PATH, { file: { sha256: 'x', bytes: 1, pages: 1, tag: null } }, 400],
    [PATH, { file: {} }, 400],
    [PATH, { more: 1 }, 400],
    [PATH, 'x'.repeat(2_000), 413],
  ])('refuses what is ill-formed (%#)', async (path, body, status) => {
    expect((await api(answered).post(path, body)).statusCode).toBe(status);
  });
});

describe('npm run -s issuance -- prove', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kofu-prove-'));
  const file = join(folder, 'a.pdf');
  writeFileSync(file, 'no PDF');
  afterAll(() => rmSync(folder, { recursive: true }));

  async function run(args: readonly string[]) {
    let [out, complaints] = ['', ''];
    const sent: unknown[] = [];
    const code = await main(args, {
      write: (text) => {
        out += text;
      },
      complain: (text) => {
        complaints += text;
      },
      cities: async () => [],
      signIn: async () => ({
        ...staffClient('http://127.0.0.1:9/'),
        send: async (_method, path, body) => {
          sent.push(body);
          const answer = await api(answered).post(`/${path}`, body);
          return { status: answer.statusCode, headers: new Headers(), body: Buffer.from(answer.body) };
        },
      }),
    });
    return { code, out, complaints, sent };
  }
  const whose = [answered.requestId, '--municipality', '012050'];

  test('says what the record says, what can be compared, and what came of it', async () => {
    const { code, out } = await run(['prove', ...whose]);
    expect(out).toContain(`要求番号     ${answered.requestId}\n`);
    expect(out).toContain('内容を残す期間を過ぎたため、作り直すことはできません。');
    expect(out).toContain('✗ 比べられるものがありません。');
    expect(code).toBe(1);
  });

  test('sends what a file is like, and not the file', async () => {
    const { code, out, sent } = await run(['prove', ...whose, '--file', file, '--json']);
    expect(sent).toEqual([
      { file: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/), bytes: 6, pages: null, tag: null } },
    ]);
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'different',
      file: { differences: ['not-ours', 'length'] },
    });
    expect(code).toBe(1);
  });

  test.each([
    [[], 'コマンドを指定してください。'],
    [['prove'], '要求番号を指定してください。'],
    [['prove', 'x'], '要求番号の形が正しくありません'],
    [['prove', ...whose, 'more'], '1 つだけ'],
    [['prove', answered.requestId], '--municipality が必要です。'],
    [['prove', ...whose, '--file', '/no/such.pdf'], '/no/such.pdf というファイルはありません。'],
  ])('says what is wrong with %j', async (args, complaint) => {
    const { code, complaints } = await run(args);
    expect(code).toBe(2);
    expect(complaints).toContain(complaint);
  });
});
