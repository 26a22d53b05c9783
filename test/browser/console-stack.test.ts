import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { IssueRequest } from '../../functions/issuance/index.ts';
import { unwrap } from '../../functions/shared/result.ts';
import { findBrowser } from '../../scripts/local/browser.ts';
import type { Center, IssuedPdf } from '../../simulator/center.ts';
import { centerOf } from '../../simulator/kiosk/center-secret.ts';
import type { SampleCard } from '../../simulator/kiosk/page-contract.ts';
import { sampleCards } from '../../simulator/kiosk/sample-cards.ts';
import { type SampleOperator, setUpOperators } from '../../simulator/sample/operators.ts';
import { generateWorld } from '../../simulator/sample/world.ts';
import { newRequestId } from '../support/issuing.ts';
import { testStack } from '../support/stack.ts';

const MURORAN = '012050';
const NOBORIBETSU = '012301';

const stack = testStack();
let operators: readonly SampleOperator[];
let browser: Browser;
let context: BrowserContext;
let page: Page;
let faults: string[];
let issued: { readonly card: SampleCard; readonly pdf: IssuedPdf };
let refused: { readonly requestId: string };

beforeAll(async () => {
  const { executablePath, args, env } = await findBrowser();
  browser = await chromium.launch({ executablePath, args: [...args], env });
  operators = await setUpOperators(stack);
  const center = await centerOf(stack);
  const cards = sampleCards(generateWorld(stack.world)).filter((card) => card.municipality === MURORAN);
  const ordinary = cards.find((card) => card.issuable);
  const shielded = cards.find((card) => card.traits.includes('protected'));
  if (ordinary === undefined || shielded === undefined) throw new Error('the sample world lacks people');
  issued = { card: ordinary, pdf: unwrap(await center.issue(wishOf(ordinary))) };
  refused = await refusedFor(center, shielded);
}, 120_000);
afterAll(() => browser?.close());

beforeEach(async () => {
  faults = [];
  context = await browser.newContext({ viewport: { width: 1366, height: 768 }, reducedMotion: 'reduce' });
  page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(stack.consoleUrl)) faults.push(request.url());
  });
});
afterEach(async () => {
  await context.close();
  expect(faults).toEqual([]);
});

function wishOf(card: SampleCard): IssueRequest {
  return IssueRequest.parse({
    requestId: newRequestId(),
    municipality: card.municipality,
    issuer: card.issuer,
    serial: card.serial,
    type: 'resident-record',
    scope: 'individual',
    options: [],
    subjects: [],
    copies: 1,
    feeJpy: 300,
    store: { code: 'TEST-0001', name: '見本店' },
    terminal: 'T1',
  });
}

async function refusedFor(center: Center, card: SampleCard): Promise<{ readonly requestId: string }> {
  const wish = wishOf(card);
  const answer = await center.issue(wish);
  if (answer.ok) throw new Error('a protected person was issued a certificate');
  return wish;
}

async function enter(municipality: string, operatorId: string, place: string): Promise<void> {
  const operator = operators.find(
    (each) => each.municipality === municipality && each.operatorId === operatorId,
  );
  if (operator === undefined) throw new Error(`no operator ${operatorId} in ${municipality}`);
  await page.goto(stack.consoleUrl + place);
  await page.getByLabel('市', { exact: true }).selectOption(municipality);
  await page.getByLabel('操作者 ID').fill(operatorId);
  await page.getByLabel('パスワード').fill(operator.password);
  await page.getByRole('button', { name: 'サインイン' }).click();
  await page.getByRole('button', { name: 'サインアウト' }).waitFor();
}

const details = (requestId: string): string => `#/history/${requestId}`;

describe('the console of a running stack', () => {
  test('shows in its list who has just been issued a certificate', async () => {
    await enter(MURORAN, 'mihon-madoguchi', '#/history');
    const line = page.getByRole('row').filter({ has: page.locator(`a[href*="${issued.pdf.requestId}"]`) });
    await line.waitFor();
    const text = (await line.textContent()) ?? '';
    for (const part of ['住民票の写し', issued.card.fullName, '300 円', '見本店'])
      expect(text).toContain(part);
  });

  test('shows the hash of the very PDF that was answered', async () => {
    await enter(MURORAN, 'mihon-madoguchi', details(issued.pdf.requestId));
    await page.getByText(issued.pdf.sha256).waitFor();
    await page.getByRole('heading', { name: '経過' }).waitFor();
  });

  test.each([
    ['mihon-madoguchi', '窓口での対応が必要です。'],
    ['mihon-kanri', '支援措置により発行できません。'],
  ])('tells %s of a protected person 「%s」', async (operatorId, reason) => {
    await enter(MURORAN, operatorId, details(refused.requestId));
    await page.getByText(reason).waitFor();
  });

  test("knows nothing of another city's requests (INV-11)", async () => {
    await enter(NOBORIBETSU, 'mihon-kanri', details(issued.pdf.requestId));
    await page.getByRole('alert').getByText('見つかりません').waitFor();
  });

  test('limits its cookie to its own API, out of reach of scripts, and signs out', async () => {
    await enter(MURORAN, 'mihon-madoguchi', '#/history');
    const [cookie, ...others] = await context.cookies(`${stack.consoleUrl}api/session`);
    expect(others).toEqual([]);
    expect(cookie).toMatchObject({
      httpOnly: true,
      sameSite: 'Strict',
      path: new URL('api', stack.consoleUrl).pathname,
    });
    expect(await context.cookies(stack.kioskApiUrl)).toEqual([]);
    await page.getByRole('button', { name: 'サインアウト' }).click();
    await page.getByText('サインアウトしました。').waitFor();
    expect(await context.cookies(`${stack.consoleUrl}api/session`)).toEqual([]);
  });

  test('sends every file under the strict policy', async () => {
    const answers: { readonly url: string; readonly policy: string | undefined }[] = [];
    page.on('response', (response) => {
      answers.push({ url: response.url(), policy: response.headers()['content-security-policy'] });
    });
    await page.goto(stack.consoleUrl);
    await page.getByLabel('操作者 ID').waitFor();
    expect(answers.length).toBeGreaterThan(3);
    for (const { url, policy } of answers)
      expect(policy, url).toContain("default-src 'none'; script-src 'self'");
  });
});
