import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { instantOf, jstDateOf } from '../../functions/shared/time.ts';
import { findBrowser } from '../../scripts/local/browser.ts';
import { type ConsoleHost, PASSWORD, startConsoleHost } from '../unit/console/console-host.ts';
import { recordOf } from '../unit/history/memory-history.ts';

const NAMES = { '000000000000001': '見本　太郎', '000000000000002': '葛󠄀城　花子' };
const TODAY = jstDateOf(instantOf(Date.now()));
const MORNING = Date.parse(`${TODAY}T00:00:00+09:00`);
const DAY_MS = 86_400_000;

/** A morning's work: 60 printed ones of yesterday, and of today one of each kind that matters. */
const RECORDS = [
  ...Array.from({ length: 60 }, (_, index) =>
    recordOf({
      requestId: `yesterday-${String(index).padStart(10, '0')}`,
      issuanceId: `01a2096e-0f40-70e9-a37b-${String(index).padStart(12, '0')}`,
      receivedAt: MORNING - DAY_MS + index * 60_000,
      respondedAt: MORNING - DAY_MS + index * 60_000 + 900,
      finishedAt: MORNING - DAY_MS + index * 60_000 + 30_000,
    }),
  ),
  recordOf({
    requestId: 'today-printed-0000001',
    receivedAt: MORNING,
    respondedAt: MORNING + 800,
    finishedAt: MORNING + 20_000,
    scope: 'partial',
    options: ['relationship', 'domicile'],
    copies: 2,
    subjects: ['000000000000001', '000000000000002'],
    drawing: {
      pdfSha256: 'c0ffee'.repeat(10),
      pages: 2,
      bytes: 123_456,
      modelDigest: 'm',
      templateDigest: 'd'.repeat(64),
      sealDigest: 's',
      fontIds: [],
      program: 'p',
    },
  }),
  recordOf({
    requestId: 'today-protected-00001',
    issuanceId: '01a2096e-0f40-70e9-a37b-000000000099',
    receivedAt: MORNING + 1,
    finishedAt: MORNING + 40,
    state: 'refused',
    subjects: [],
    reasons: [{ code: 'ISS-1207' }],
  }),
];

let host: ConsoleHost;
let browser: Browser;
let page: Page;
/** What no visit may bring: requests to elsewhere, scripts that break, breaches of the page's policy. */
let faults: string[];

beforeAll(async () => {
  host = await startConsoleHost(RECORDS, NAMES);
  const { executablePath, args, env } = await findBrowser();
  browser = await chromium.launch({ executablePath, args: [...args], env });
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await host?.close();
});

beforeEach(async () => {
  faults = [];
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    reducedMotion: 'reduce',
  });
  page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    // A refusal has its own status, which the browser reports as a failed load.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(host.url)) faults.push(request.url());
  });
});
afterEach(async () => {
  await page.context().close();
  expect(faults).toEqual([]);
});

const button = (name: string) => page.getByRole('button', { name, exact: true });
/** As it is read: white space and line breaks count as one. */
const textOf = async (place: Locator): Promise<string> =>
  ((await place.textContent()) ?? '').replace(/\s+/g, ' ');
const lines = () => page.locator('tbody tr');

async function signIn(operatorId: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('市', { exact: true }).selectOption({ label: '室蘭市' });
  await page.getByLabel('操作者 ID').fill(operatorId);
  await page.getByLabel('パスワード').fill(password);
  await button('サインイン').click();
}

async function enter(operatorId: string, place = '#/history'): Promise<void> {
  await page.goto(host.url + place);
  await signIn(operatorId);
  await button('サインアウト').waitFor();
}

describe('signing in', () => {
  test('says what is missing, and what was wrong, aloud, and keeps the id', async () => {
    await page.goto(host.url);
    await button('サインイン').click();
    await page.getByRole('alert').getByText('すべて入力してください').waitFor();
    await signIn('counter', 'wrong-password');
    await page.getByRole('alert').getByText('サインインできませんでした').waitFor();
    expect(await page.getByLabel('操作者 ID').inputValue()).toBe('counter');
    expect(await page.getByLabel('パスワード').inputValue()).toBe('');
    await page.getByText('ローカル環境（見本のデータ）').waitFor();
  });

  test('leads to the place that was asked for, survives a reload, and leaves no token to scripts', async () => {
    await enter('counter', '#/history/today-printed-0000001');
    await page.getByRole('heading', { name: '発行履歴の詳細' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: '発行履歴の詳細' }).waitFor();
    expect(await page.evaluate('document.cookie')).toBe('');
    expect(
      await page.evaluate(
        'JSON.stringify([...Object.values(localStorage), ...Object.values(sessionStorage)])',
      ),
    ).toBe('["012050"]');
  });

  test('out ends the session in every window', async () => {
    await enter('counter');
    const other = await page.context().newPage();
    await other.goto(host.url);
    await other.getByRole('table').waitFor();
    await button('サインアウト').click();
    await page.getByText('サインアウトしました。').waitFor();
    await other.getByRole('button', { name: '最新の情報にする' }).click();
    await other.getByText('しばらく操作がなかったため').waitFor();
    expect(await other.getByRole('table').count()).toBe(0);
  });

  test('is over when the session has run out on the server', async () => {
    await enter('counter');
    host.advance(16 * 60_000);
    await button('前日').click();
    await page.getByRole('heading', { name: 'サインイン' }).waitFor();
    expect(await page.getByRole('table').count()).toBe(0);
  });

  test('clears the screen by itself when nobody works there', async () => {
    await page.clock.install();
    await enter('counter');
    await page.getByRole('table').waitFor();
    await page.clock.runFor(15 * 60_000 + 1_000);
    await page.getByText('しばらく操作がなかったため').waitFor();
    expect(await page.getByText('見本　太郎').count()).toBe(0);
  });

  test('shows an operator without permissions no page and no dead link', async () => {
    await enter('nothing');
    await page.getByRole('alert').getByText('この操作をする権限がありません').waitFor();
    expect(await page.getByRole('navigation').getByRole('link').count()).toBe(0);
  });
});

describe('the list', () => {
  test('shows the day with applicant, subjects, fee and store', async () => {
    await enter('counter');
    await page.getByRole('status').getByText('2 件').waitFor();
    const text = await textOf(lines().nth(1));
    for (const part of [
      '00:00:00',
      '交付済み',
      '住民票の写し',
      '世帯の一部',
      '見本 太郎',
      '葛󠄀城 花子',
      '600 円',
      '見本ストア室蘭港店',
    ])
      expect(text).toContain(part);
  });

  test('goes from day to day, page by page, and keeps its place in the address', async () => {
    await enter('counter');
    await button('前日').click();
    await page.getByRole('status').getByText('50 件を表示').waitFor();
    await button('さらに表示').click();
    await page.getByRole('status').getByText('60 件').waitFor();
    expect(await lines().count()).toBe(60);
    await button('翌日').click();
    await page.getByRole('status').getByText('2 件').waitFor();
    expect(await button('翌日').isDisabled()).toBe(true);
    expect(new URL(page.url()).hash).toBe(`#/history?day=${TODAY}`);
  });

  test('filters by state, and says so where nothing is left', async () => {
    await enter('counter');
    await page.getByLabel('状態').selectOption({ label: '拒否' });
    await page.getByRole('status').getByText('状態が「拒否」の1 件').waitFor();
    await page.getByLabel('状態').selectOption({ label: '取消' });
    await page.getByRole('status').getByText('発行履歴はありません').waitFor();
    expect(await page.getByRole('table').count()).toBe(0);
  });

  test('can be worked by the keyboard alone', async () => {
    await enter('counter');
    await page.getByRole('table').waitFor();
    await page.locator('tbody a').first().focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '経過' }).waitFor();
    expect(new URL(page.url()).hash).toContain('today-printed-0000001');
    await page.getByRole('link', { name: '発行履歴の一覧へ' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('table').waitFor();
  });
});

describe('the details', () => {
  test('show conditions, fee, store and what was drawn, and put the look-up on record', async () => {
    await enter('counter', '#/history/today-printed-0000001');
    await page.getByRole('heading', { name: '作成した証明書' }).waitFor();
    const text = await textOf(page.getByRole('main'));
    for (const part of [
      '世帯主・続柄、本籍・筆頭者',
      '600 円',
      '1 部 300 円 × 2 部',
      '店舗コード STORE-001',
      'T-01',
      'c0ffee',
      '証明書を送信',
    ])
      expect(text).toContain(part);
    expect(host.audit.at(-1)).toMatchObject({
      action: 'history.read',
      about: { requestId: 'today-printed-0000001', persons: ['000000000000001', '000000000000002'] },
    });
  });

  test.each([
    ['counter', '窓口での対応が必要です。', 'KSK-1005'],
    ['keeper', '支援措置により発行できません。', 'ISS-1207'],
  ])('tell %s of a protected person 「%s」', async (operatorId, reason, code) => {
    const bodies: Promise<string>[] = [];
    page.on('response', (response) => {
      if (response.url().includes('/api/history')) bodies.push(response.text());
    });
    await enter(operatorId, '#/history/today-protected-00001');
    await page.getByText(reason).waitFor();
    await page.getByText(code).waitFor();
    await page.getByText('お住まいの市の窓口でお申し込みください').waitFor();
    const sent = (await Promise.all(bodies)).join();
    expect(sent.includes('ISS-1207')).toBe(operatorId === 'keeper');
  });

  test('of a request that does not exist say so', async () => {
    await enter('counter', '#/history/nobody-knows-this-one');
    await page.getByRole('alert').getByText('見つかりません').waitFor();
  });
});

test.each([
  { width: 420, height: 800 },
  { width: 1024, height: 768 },
])('nothing but the table scrolls sideways at $width × $height', async (viewport) => {
  await page.setViewportSize(viewport);
  for (const place of ['#/history', '#/history/today-printed-0000001']) {
    await page.goto(host.url + place);
    if ((await button('サインアウト').count()) === 0 && place === '#/history') await signIn('counter');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    expect(overflow).toBeLessThanOrEqual(0);
  }
});
