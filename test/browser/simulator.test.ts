import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import * as mupdf from 'mupdf';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { unwrap } from '../../functions/shared/result.ts';
import { MUNICIPALITIES } from '../../lib/config/municipalities.ts';
import { findBrowser } from '../../scripts/local/browser.ts';
import { type Center, createCenter } from '../../simulator/center.ts';
import { buildSimulatorPage } from '../../simulator/kiosk/build.ts';
import { createCardReader } from '../../simulator/kiosk/card-reader.ts';
import { centerOf } from '../../simulator/kiosk/center-secret.ts';
import { createPageApi } from '../../simulator/kiosk/page-api.ts';
import { KioskWorld, type SampleCard } from '../../simulator/kiosk/page-contract.ts';
import { sampleCards } from '../../simulator/kiosk/sample-cards.ts';
import { readStackFile } from '../../simulator/kiosk/stack-file.ts';
import { createKioskServer, loadPageFiles } from '../../simulator/kiosk/web-server.ts';
import { DEFAULT_PARAMETERS, generateWorld } from '../../simulator/sample/world.ts';
import { createScenarioPlayer } from '../../simulator/scenarios/player.ts';
import type { Scenario } from '../../simulator/scenarios/scenario.ts';
import type { StageParts } from '../../simulator/scenarios/stage-parts.ts';
import { testStackFile } from '../support/stack.ts';
import { samplePdf } from '../unit/simulator/sample-pdf.ts';
import { KEY, KEY_ID, type StubKioskApi, startStubKioskApi } from '../unit/simulator/stub-kiosk-api.ts';

const STACK_FILE = testStackFile();
const LOADING_MS = 60_000;

type KioskPage = { readonly url: string; close(): Promise<void> };

/** Enough for what the page shows; the real ones need a whole system. */
const BOOK: readonly Scenario[] = [
  {
    number: 3,
    part: 'A',
    title: '画像を見せる',
    source: '仕様書 2(4)',
    async play(stage) {
      stage.act('基幹システムから連携する');
      stage.show('印影', [new mupdf.Pixmap(mupdf.ColorSpace.DeviceGray, [0, 0, 40, 40], false).asPNG()]);
      stage.expect('実寸である', true);
    },
  },
  {
    number: 9,
    part: 'B',
    title: '途中で止まる',
    source: '仕様書 3(2)①エ',
    play: () => Promise.reject(new Error('見本に人がいません。')),
  },
];

async function serveKiosk(center: Center, cards: readonly SampleCard[]): Promise<KioskPage> {
  const unguessable = () => randomBytes(24).toString('base64url');
  const { directory } = await buildSimulatorPage();
  const api = createPageApi({
    center,
    reader: createCardReader(unguessable, Date.now),
    world: KioskWorld.parse({ cities: MUNICIPALITIES, cards }),
    newRequestId: unguessable,
    player: createScenarioPlayer(BOOK, async () => ({}) as StageParts),
  });
  const server = createKioskServer(await loadPageFiles(directory), api);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

let browser: Browser;
let page: Page;
/** What no visit may bring: requests to elsewhere, scripts that break, breaches of the page's policy. */
let faults: string[];

beforeAll(async () => {
  const { executablePath, args, env } = await findBrowser();
  browser = await chromium.launch({ executablePath, args: [...args], env });
}, LOADING_MS);
afterAll(() => browser?.close());

beforeEach(async () => {
  faults = [];
  page = await browser.newPage({ viewport: { width: 1024, height: 768 }, reducedMotion: 'reduce' });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    // A refusal has its own status, which the browser reports as a failed load.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(message.text());
  });
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol !== 'blob:' && protocol !== 'data:' && hostname !== '127.0.0.1') faults.push(request.url());
  });
});
afterEach(async () => {
  await page.close();
  expect(faults).toEqual([]);
});

const button = (name: string | RegExp) => page.getByRole('button', { name });
const question = (title: string) => page.getByRole('heading', { level: 1, name: title }).waitFor();

async function placeCard(url: string, cityName: string, place: number): Promise<void> {
  await page.goto(url);
  await page.getByRole('radio', { name: cityName }).check();
  await page.locator('.sample-card').nth(place).click();
}

async function enterPin(pin = '1234'): Promise<void> {
  for (const digit of pin) await button(digit).click();
  await button('確認').click();
}

async function chooseResidentRecord(cityName: string): Promise<void> {
  await button(cityName).click();
  await button(/住民票の写し/).click();
}

describe('the kiosk page beside a stubbed kiosk API', () => {
  const cards = sampleCards(generateWorld({ ...DEFAULT_PARAMETERS, residents: 1_000 }));
  let api: StubKioskApi;
  let kiosk: KioskPage;

  beforeAll(async () => {
    api = await startStubKioskApi(await samplePdf(2));
    kiosk = await serveKiosk(createCenter({ baseUrl: api.baseUrl, keyId: KEY_ID, key: KEY }), cards);
  }, LOADING_MS);
  afterAll(async () => {
    await kiosk?.close();
    await api?.close();
  });
  afterEach(() => {
    api.seen.length = 0;
    delete api.behaviour.menu;
    delete api.behaviour.issue;
  });

  const outcomes = () =>
    api.seen.flatMap(({ path, body }) =>
      path === '/v1/result' ? [(body as { outcome: string }).outcome] : [],
    );

  async function toPreview(): Promise<void> {
    await placeCard(kiosk.url, '登別市', 0);
    await enterPin();
    await chooseResidentRecord('登別市');
    await page.getByRole('radio', { name: '本人のみ' }).check();
    await button('次へ').click();
    await button('次へ').click();
    await button('この内容で申し込む').click();
    await page.locator('canvas[data-drawn=true]').waitFor();
  }

  test('leads from the card to the printed certificate and asks for what was chosen', async () => {
    await placeCard(kiosk.url, '登別市', 0);
    await enterPin();
    await chooseResidentRecord('登別市');
    expect(await button('次へ').isDisabled()).toBe(true);
    await page.getByRole('radio', { name: '世帯の一部' }).check();
    await page.getByRole('checkbox', { name: '見本 花子' }).check();
    await page.getByRole('checkbox', { name: /外字/ }).check();
    await button('次へ').click();
    await page
      .getByRole('group', { name: '本籍・筆頭者' })
      .getByRole('radio', { name: '記載する', exact: true })
      .check();
    await button('次へ').click();
    await button('1通増やす').click();
    await page.getByText('600円').waitFor();
    await button('この内容で申し込む').click();
    await page.locator('canvas[data-drawn=true]').waitFor();
    expect(await page.getByRole('status', { name: 'ページ' }).textContent()).toBe('1 / 2');
    await button('次のページ').click();
    await page.getByRole('img', { name: '証明書の2ページ目（全2ページ）' }).waitFor();
    await button('600円を支払って印刷する').click();
    await page.getByTestId('recorded').getByText('印刷済').waitFor();
    expect(api.seen.find(({ path }) => path === '/v1/issue')?.body).toMatchObject({
      municipality: '012301',
      scope: 'partial',
      subjects: ['000000000012346', '000000000012347'],
      options: ['domicile'],
      copies: 2,
      feeJpy: 300,
    });
    expect(outcomes()).toEqual(['printed']);
  });

  test('draws the certificate itself: the red square of the sample stands at its place', async () => {
    await toPreview();
    const redness = await page.locator('canvas.page').evaluate((element) => {
      const canvas = element as unknown as {
        width: number;
        height: number;
        getContext(kind: '2d'): {
          getImageData(x: number, y: number, w: number, h: number): { data: Uint8ClampedArray };
        };
      };
      const { data } = canvas
        .getContext('2d')
        .getImageData(
          Math.round((439.5 / 595.28) * canvas.width),
          Math.round(((841.89 - 120) / 841.89) * canvas.height),
          2,
          2,
        );
      return [data[0], data[1], data[2]];
    });
    expect(redness[0]).toBeGreaterThan(150);
    expect(redness[1]).toBeLessThan(120);
  });

  test.each([
    ['紙がつまる', '印刷できませんでした', ['failed']],
    ['取り忘れて立ち去る', '証明書を回収しました', ['cancelled']],
    ['取り消す', '取り消しました', ['cancelled']],
    ['結果の通知が届かない', '証明書とカードをお取りください', []],
  ])('「%s」 ends with 「%s」 and tells the centre %j', async (press, title, told) => {
    await toPreview();
    await button(press).click();
    await question(title);
    if (told.length > 0)
      await page
        .getByTestId('recorded')
        .getByText(/失敗|取消/)
        .waitFor();
    expect(outcomes()).toEqual(told);
  });

  test('plays single scenarios of the book and shows steps, pictures and the verdict', async () => {
    await page.goto(kiosk.url);
    await page.getByRole('link', { name: 'シナリオ試験' }).click();
    await button(/画像を見せる/).click();
    await page.getByRole('status').getByText('合格').waitFor();
    await page.getByText('○ 実寸である').waitFor();
    const picture = page.getByRole('img', { name: '1 枚目' });
    expect(await picture.evaluate((one) => (one as unknown as { naturalWidth: number }).naturalWidth)).toBe(
      40,
    );
    await button(/途中で止まる/).click();
    await page.getByRole('status').getByText('中断').waitFor();
    await page.getByRole('alert').getByText('見本に人がいません。').waitFor();
    expect(await page.getByText('実寸である').count()).toBe(0);
  });

  test('shows a refusal with its message and code only, and goes back to the start', async () => {
    api.behaviour.issue = () => 'KSK-1005';
    await placeCard(kiosk.url, '室蘭市', 0);
    await enterPin();
    await chooseResidentRecord('室蘭市');
    await page.getByRole('radio', { name: '世帯全員' }).check();
    await button('次へ').click();
    await button('次へ').click();
    await button('この内容で申し込む').click();
    await question('証明書をお渡しできません');
    const shown = await page.getByRole('alert').textContent();
    expect(shown).toBe(
      'この証明書は、コンビニエンスストアでは交付できません。お住まいの市の窓口でお申し込みください。番号 KSK-1005',
    );
    await button('最初の画面へ').click();
    await question('カードを置いてください');
  });

  test('a third wrong PIN locks the card, also for the next visit', async () => {
    await placeCard(kiosk.url, '伊達市', 0);
    await enterPin('0000');
    await page.getByRole('alert').getByText('あと2回').waitFor();
    await enterPin('0000');
    await page.getByRole('alert').getByText('あと1回').waitFor();
    await enterPin('0000');
    await question('このカードは使えません');
    await placeCard(kiosk.url, '伊達市', 0);
    await enterPin();
    await question('このカードは使えません');
  });

  test('can be worked by the keyboard alone, and each screen is read out from its question on', async () => {
    await page.goto(kiosk.url);
    const focused = () => page.locator(':focus');
    const tabTo = async (name: RegExp) => {
      for (let presses = 0; presses < 60; presses += 1) {
        await page.keyboard.press('Tab');
        const text = await focused().evaluate((element) => {
          const part = element as unknown as { textContent: string; closest(s: string): typeof part | null };
          return part.textContent || (part.closest('label')?.textContent ?? '');
        });
        if (name.test(text)) return;
      }
      throw new Error(`the keyboard does not reach ${name}`);
    };
    await page.locator('.sample-card').first().waitFor();
    await tabTo(/見本/);
    await page.keyboard.press('Enter');
    await question('暗証番号を入力してください');
    expect(await focused().textContent()).toBe('暗証番号を入力してください');
    await page.keyboard.type('1234');
    await page.keyboard.press('Enter');
    await question('お住まいの市を選んでください');
    await tabTo(/室蘭市/);
    await page.keyboard.press('Enter');
    await question('証明書を選んでください');
    await tabTo(/住民票の写し/);
    await page.keyboard.press('Enter');
    await question('どなたの分が必要ですか');
    await tabTo(/本人のみ/);
    await page.keyboard.press('Space');
    await tabTo(/次へ/);
    await page.keyboard.press('Enter');
    await question('記載する事項を選んでください');
    await tabTo(/次へ/);
    await page.keyboard.press('Enter');
    await question('内容を確認してください');
    await tabTo(/この内容で申し込む/);
    await page.keyboard.press('Enter');
    await question('証明書の内容を確認してください');
  });

  test('goes back to the start when nobody touches it, and cancels what was not printed', async () => {
    await page.clock.install();
    await toPreview();
    await page.clock.runFor(60_000);
    // A key, not the wheel: its press has been dealt with when the call returns.
    await page.keyboard.press('Shift');
    await page.clock.runFor(60_000);
    await question('証明書の内容を確認してください');
    await page.clock.runFor(31_000);
    await question('カードを置いてください');
    await expect.poll(outcomes).toEqual(['cancelled']);
  });

  test.each([
    { width: 800, height: 600 },
    { width: 1024, height: 768 },
    { width: 1440, height: 900 },
  ])('keeps its three buttons in sight and never scrolls sideways at $width × $height', async (viewport) => {
    await page.setViewportSize(viewport);
    await toPreview();
    for (const name of ['取り消す', '戻る', '300円を支払って印刷する']) {
      const box = await button(name).boundingBox();
      expect((box?.y ?? Number.NaN) + (box?.height ?? 0)).toBeLessThanOrEqual(viewport.height);
    }
    const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    expect(overflow).toBeLessThanOrEqual(0);
    await page.getByText('ローカル環境は 0〜24 時に受け付けます（実際の取扱時間は 6:30〜23:00）').waitFor();
  });
});

describe.skipIf(!existsSync(STACK_FILE))('the kiosk page beside the running stack', () => {
  let kiosk: KioskPage;
  let cards: readonly SampleCard[];

  beforeAll(async () => {
    const stack = unwrap(await readStackFile(STACK_FILE));
    cards = sampleCards(generateWorld(stack.world));
    kiosk = await serveKiosk(await centerOf(stack), cards);
  }, LOADING_MS);
  afterAll(() => kiosk?.close());

  test('prints the certificate of a sample person', { timeout: LOADING_MS }, async () => {
    await placeCard(kiosk.url, '室蘭市', 0);
    await enterPin();
    await chooseResidentRecord('室蘭市');
    await page.getByRole('radio', { name: '本人のみ' }).check();
    await button('次へ').click();
    await button('次へ').click();
    await button('この内容で申し込む').click();
    await page.locator('canvas[data-drawn=true]').waitFor();
    await button(/支払って印刷する/).click();
    await page.getByTestId('recorded').getByText('印刷済').waitFor();
  });

  test('shows nobody why a protected person is sent to the counter', { timeout: LOADING_MS }, async () => {
    const ofCity = cards.filter((card) => card.municipality === '012050');
    const place = ofCity.findIndex((card) => card.traits.includes('protected'));
    await placeCard(kiosk.url, '室蘭市', place);
    await enterPin();
    await button('室蘭市').click();
    await page.getByText(/窓口で/).waitFor();
    expect(await page.getByRole('main').textContent()).not.toMatch(/支援|保護|制限/);
  });
});
