import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { readStackFile } from '../deploy/stack-file.ts';
import { findBrowser } from '../local/browser.ts';
import { HOME_PLACE, PROJECT } from '../local/places.ts';
import { Problem } from '../local/problem.ts';

const FOLDER = join(PROJECT, 'docs/pictures');
const PIN = '1234';
/** What a person who tries it out would choose: the whole household, with heads and relationships. */
const CITY = '室蘭市';

/**
 * The two pictures of the README, taken from the system that runs: somebody's way through the kiosk page up to the
 * certificate. Needs `npm start`.
 */
export async function takePictures(): Promise<void> {
  const { simulatorUrl } = await readStackFile(HOME_PLACE.stackFile).catch(() => {
    throw new Problem('Nothing runs that a picture could be taken of', 'run `npm start -- --detach` first');
  });
  if (simulatorUrl === undefined) throw new Problem('The simulator does not run', 'run `npm start` again');
  const { executablePath, args, env } = await findBrowser();
  const browser = await chromium.launch({ executablePath, args: [...args], env });
  try {
    const page = await browser.newPage({
      viewport: { width: 1024, height: 768 },
      reducedMotion: 'reduce',
      locale: 'ja-JP',
    });
    await mkdir(FOLDER, { recursive: true });
    await walkToPreview(page, simulatorUrl);
    await page.screenshot({ path: join(FOLDER, 'kiosk.png') });
    await page.getByRole('button', { name: '大きく表示する' }).click();
    const canvas = page.locator('dialog canvas[data-drawn=true]');
    await canvas.waitFor();
    const url = await canvas.evaluate((element) =>
      (element as unknown as { toDataURL(): string }).toDataURL(),
    );
    await writeFile(join(FOLDER, 'certificate.png'), Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));
    await page.getByRole('button', { name: '閉じる' }).click();
    await page.getByRole('button', { name: /支払って印刷する/ }).click();
  } finally {
    await browser.close();
  }
}

async function walkToPreview(page: Page, url: string): Promise<void> {
  const press = (name: string | RegExp): Promise<void> => page.getByRole('button', { name }).click();
  await page.goto(url);
  await page.getByRole('radio', { name: CITY }).check();
  await page.locator('.sample-card').nth(0).click();
  for (const digit of PIN) await press(digit);
  await press('確認');
  await press(CITY);
  await press(/住民票の写し/);
  const household = page.getByRole('radio', { name: '世帯全員' });
  const entry = page
    .getByRole('group', { name: '世帯主・続柄' })
    .getByRole('radio', { name: '記載する', exact: true });
  await household.or(entry).first().waitFor();
  if (await household.isVisible()) {
    await household.check();
    await press('次へ');
  }
  await entry.check();
  await press('次へ');
  await press('この内容で申し込む');
  await page.locator('canvas[data-drawn=true]').waitFor();
}
