import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createCenter } from '../../../simulator/center.ts';
import { main } from '../../../simulator/cli.ts';
import { samplePdf } from './sample-pdf.ts';
import { KEY, KEY_ID, menuOf, PERSON_IDS, type StubKioskApi, startStubKioskApi } from './stub-kiosk-api.ts';

const REQUEST_ID = 'fresh-request-id-0001';
const CARD = ['--municipality', '012050', '--serial', '0A1B2C'];

let api: StubKioskApi;
let directory: string;
let stackFile: string;
let pdf: Uint8Array;

beforeAll(async () => {
  pdf = await samplePdf(3);
  api = await startStubKioskApi(pdf);
  directory = await mkdtemp(join(tmpdir(), 'kofu-cli-'));
  stackFile = join(directory, 'stack.json');
  await writeFile(
    stackFile,
    JSON.stringify({
      endpoint: new URL(api.baseUrl).origin,
      region: 'ap-northeast-1',
      kioskApiUrl: api.baseUrl,
      centerSecret: 'centre',
      stage: 'local',
    }),
  );
});
afterAll(async () => {
  await api.close();
  await rm(directory, { recursive: true });
});
afterEach(() => {
  api.seen.length = 0;
  delete api.behaviour.menu;
  delete api.behaviour.issue;
  delete api.behaviour.status;
});

async function run(args: readonly string[], stack = stackFile) {
  let out = '';
  let complaint = '';
  const code = await main(args.length > 0 && stack !== '' ? [...args, '--stack', stack] : args, {
    write: (text) => {
      out += text;
    },
    complain: (text) => {
      complaint += text;
    },
    center: ({ kioskApiUrl }) =>
      Promise.resolve(createCenter({ baseUrl: kioskApiUrl, keyId: KEY_ID, key: KEY })),
    newRequestId: () => REQUEST_ID,
  });
  return { code, out, complaint };
}

describe('menu', () => {
  test('asks with the card and shows names, fee and household', async () => {
    const { code, out } = await run(['menu', ...CARD]);
    expect(code).toBe(0);
    expect(api.seen[0]?.body).toEqual({ municipality: '012050', issuer: 'JPKI-AUTH-03', serial: '0A1B2C' });
    for (const word of ['住民票の写し', '300 円', 'partial', '見本　太郎（本人）'])
      expect(out).toContain(word);
  });

  test('--json is the menu as one object', async () => {
    const { out } = await run(['menu', ...CARD, '--issuer', 'JPKI-AUTH-02', '--json']);
    expect(JSON.parse(out)).toEqual(menuOf('012050'));
    expect(api.seen[0]?.body).toMatchObject({ issuer: 'JPKI-AUTH-02' });
  });
});

describe('戸籍', () => {
  test('has scopes of its own, and shows who is in it', async () => {
    const offer = { type: 'family-register', name: '戸籍証明書', family: 'family-register', feeJpy: 450 };
    const offers = [{ ...offer, scopes: ['individual', 'household'], options: [] }];
    const register = [{ personId: '000000000000001', isApplicant: true }];
    api.behaviour.menu = ({ municipality }) => ({ ...menuOf(municipality), offers, register });
    const { out } = await run(['menu', ...CARD]);
    expect(out).toContain('範囲: 個人事項（本人）（individual）、全部事項（household）');
    expect(out).toContain('戸籍\n  000000000000001  （氏名の情報なし）（本人）');
  });
});

describe('a certificate that is of a year', () => {
  const offers = [
    {
      type: 'tax-and-income',
      name: '課税・所得証明書',
      family: 'tax-and-income',
      scopes: ['individual'],
      options: [],
      taxYears: [2026, 2025],
      feeJpy: 350,
    },
  ];

  test('shows its years on the menu', async () => {
    api.behaviour.menu = ({ municipality }) => ({ ...menuOf(municipality), offers });
    const { out } = await run(['menu', ...CARD]);
    expect(out).toContain('年度: 令和8年度（2026）、令和7年度（2025）');
  });

  test('is asked for with --year, otherwise with the newest of the menu', async () => {
    api.behaviour.menu = ({ municipality }) => ({ ...menuOf(municipality), offers });
    await run(['issue', ...CARD, '--type', 'tax-and-income', '--year', '2025']);
    await run(['issue', ...CARD, '--type', 'tax-and-income']);
    const asked = api.seen.filter(({ path }) => path === '/v1/issue').map(({ body }) => body);
    expect(asked).toMatchObject([
      { taxYear: 2025, feeJpy: 350 },
      { taxYear: 2026, feeJpy: 350 },
    ]);
    expect(await run(['issue', ...CARD, '--year', 'R8'])).toMatchObject({
      code: 2,
      complaint: expect.stringContaining('--year'),
    });
  });
});

describe('issue', () => {
  test('asks the fee from the menu, makes a fresh request id and says how much came', async () => {
    const { code, out } = await run(['issue', ...CARD]);
    expect(code).toBe(0);
    expect(api.seen.map(({ path }) => path)).toEqual(['/v1/menu', '/v1/issue']);
    expect(api.seen[1]?.body).toEqual({
      requestId: REQUEST_ID,
      municipality: '012050',
      issuer: 'JPKI-AUTH-03',
      serial: '0A1B2C',
      type: 'resident-record',
      scope: 'individual',
      options: [],
      subjects: [],
      copies: 1,
      feeJpy: 300,
      store: { code: 'SIM-0001', name: 'シミュレーター店' },
      terminal: 'KIOSK-01',
    });
    expect(out).toContain('3 ページ');
    expect(out).toContain(`${pdf.length} バイト`);
  });

  test('carries every choice, asks no menu where the fee is given, and writes the PDF', async () => {
    const file = join(directory, '住民票.pdf');
    const members = PERSON_IDS.slice(0, 2).join(',');
    const { code, out } = await run([
      ...[
        'issue',
        ...CARD,
        '--scope',
        'partial',
        '--members',
        members,
        '--options',
        'relationship, domicile',
      ],
      ...['--copies', '2', '--fee', '350', '--request-id', 'my-own-request-id', '--store', 'S1:駅前店'],
      ...['--terminal', 'T9', '--out', file, '--json'],
    ]);
    expect(code).toBe(0);
    expect(api.seen).toHaveLength(1);
    expect(api.seen[0]?.body).toMatchObject({
      requestId: 'my-own-request-id',
      scope: 'partial',
      subjects: PERSON_IDS.slice(0, 2),
      options: ['relationship', 'domicile'],
      copies: 2,
      feeJpy: 350,
      store: { code: 'S1', name: '駅前店' },
      terminal: 'T9',
    });
    expect(JSON.parse(out)).toMatchObject({ outcome: 'issued', pages: 3, bytes: pdf.length, file });
    expect(Buffer.from(pdf).equals(await readFile(file))).toBe(true);
  });

  test('a refusal exits with 3 and prints code and text', async () => {
    api.behaviour.issue = () => 'KSK-1005';
    const { code, out } = await run(['issue', ...CARD]);
    expect(code).toBe(3);
    expect(out).toContain('KSK-1005');
    expect(out).toContain('窓口でお申し込みください');
    expect(out).toContain(REQUEST_ID);
  });

  test('a card for which the menu offers nothing still gets the refusal of the request itself', async () => {
    api.behaviour.menu = () => 'KSK-1003';
    api.behaviour.issue = () => 'KSK-1003';
    const { code, out } = await run(['issue', ...CARD, '--json']);
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ outcome: 'refused', code: 'KSK-1003', requestId: REQUEST_ID });
    expect(api.seen.map(({ path }) => path)).toEqual(['/v1/menu', '/v1/issue']);
  });

  test('a file that cannot be written is a failure with its remedy', async () => {
    const { code, complaint } = await run(['issue', ...CARD, '--out', join(directory, 'no/such/place.pdf')]);
    expect(code).toBe(1);
    expect(complaint).toContain('--out に別の場所');
  });
});

describe('result and query', () => {
  test('result tells the outcome and shows the state that followed', async () => {
    const { code, out } = await run([
      ...['result', '--municipality', '012050', '--request-id', REQUEST_ID, '--outcome', 'printed'],
    ]);
    expect(code).toBe(0);
    expect(api.seen[0]?.body).toEqual({
      requestId: REQUEST_ID,
      municipality: '012050',
      outcome: 'printed',
    });
    expect(out).toContain('印刷できた（printed）');
  });

  test('query asks for the state of one request', async () => {
    api.behaviour.status = () => 'unknown';
    const { code, out } = await run([
      ...['query', '--municipality', '012050', '--request-id', REQUEST_ID, '--json'],
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ requestId: REQUEST_ID, state: 'unknown' });
  });
});

describe('wrong usage exits with 2, one sentence and the way to the help', () => {
  test.each([
    [[], 'menu、issue、result、query のどれか'],
    [['print'], '「print」というコマンドはありません'],
    [['menu', '--serial', '0A1B2C'], '--municipality（数字 6 桁） が必要です'],
    [['menu', '--municipality', '12050', '--serial', '0A1B2C'], '--municipality（数字 6 桁） の値が正しく'],
    [['menu', '--municipality', '012050'], '--serial が必要です'],
    [['menu', ...CARD, '--copies', '2'], '--copies'],
    [['menu', ...CARD, 'surplus'], '書き方が正しくありません'],
    [['issue', ...CARD, '--copies', '0'], '--copies（1〜10） の値が正しく'],
    [['issue', ...CARD, '--copies', '1e1'], '--copies（1〜10） の値が正しく'],
    [['issue', ...CARD, '--scope', 'everyone'], '--scope'],
    [['issue', ...CARD, '--scope', 'partial'], '--members'],
    [['issue', ...CARD, '--members', '000000000012345'], '--scope partial だけ'],
    [['issue', ...CARD, '--options', 'myNumber'], '--options'],
    [['issue', ...CARD, '--serial'], '--serial の使い方'],
    [['result', '--municipality', '012050', '--request-id', REQUEST_ID], '--outcome'],
    [['query', '--municipality', '012050', '--request-id', 'short'], '--request-id'],
  ])('%j', async (args, sentence) => {
    const { code, out, complaint } = await run(args, '');
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(complaint).toContain(sentence);
    expect(complaint).toContain('--help');
    expect(complaint.trim().split('\n')).toHaveLength(2);
    expect(api.seen).toEqual([]);
  });
});

describe('help', () => {
  test.each([['--help'], ['menu', '--help'], ['issue', '-h'], ['result', '--help'], ['query', '--help']])(
    '%s %s shows an example',
    async (...args) => {
      const { code, out } = await run(args.filter(Boolean), '');
      expect(code).toBe(0);
      expect(out).toContain('例\n  npm run -s kiosk -- ');
    },
  );
});

describe('a failure exits with 1 and names the remedy', () => {
  test('without a stack file', async () => {
    const { code, complaint } = await run(['menu', ...CARD], join(directory, 'none.json'));
    expect([code, complaint.includes('npm start')]).toEqual([1, true]);
  });

  test.each([
    ['an engine elsewhere', { endpoint: 'http://192.0.2.1:4566' }],
    ['an API elsewhere', { kioskApiUrl: 'http://localhost.example:4566/x' }],
    ['another stage', { stage: 'closed-network' }],
  ])('with a stack file that leads to %s', async (_what, change) => {
    const file = join(directory, 'elsewhere.json');
    const honest: unknown = JSON.parse(await readFile(stackFile, 'utf8'));
    await writeFile(file, JSON.stringify(Object.assign({}, honest, change)));
    const { code, complaint } = await run(['menu', ...CARD], file);
    expect([code, complaint.includes('このコンピューターで動くローカル環境だけ')]).toEqual([1, true]);
    expect(api.seen).toEqual([]);
  });

  test('when the answer breaks the contract', async () => {
    api.behaviour.menu = () => ({ nothing: true });
    const { code, out, complaint } = await run(['menu', ...CARD]);
    expect([code, out, complaint.trim().split('\n').length]).toEqual([1, '', 1]);
  });
});
