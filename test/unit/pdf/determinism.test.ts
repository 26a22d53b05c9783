import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { drawByPdfLib, drawPdf, keyOf, keyText, resolveKey } from '../../../functions/pdf/index.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { sampleCertificates } from '../../support/pdf/certificates.ts';
import { openFonts } from '../../support/pdf/fonts.ts';
import { digestsOfSample } from './digests-of-sample.ts';
import { listOf } from './fixtures.ts';

const run = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('./digests-of-sample.ts', import.meta.url));

/** A process in which whoever asks for the time or for a random number fails. */
const WITHOUT_CLOCK = `data:text/javascript,
const refuse = (what) => () => { throw new Error('asked for ' + what); };
const OldDate = Date;
globalThis.Date = class extends OldDate {
  constructor(...args) { if (args.length === 0) refuse('the time')(); super(...args); }
  static now() { return refuse('the time')(); }
};
Math.random = refuse('a random number');
crypto.getRandomValues = refuse('random bytes');
crypto.randomUUID = refuse('a random name');`;

async function digestsElsewhere(
  options: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<unknown> {
  const { stdout } = await run(process.execPath, [...options, PROGRAM], {
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'], ...environment },
  });
  return JSON.parse(stdout);
}

describe('bytes', () => {
  test('of every kind differ from those of every other', async () => {
    const digests = Object.values(await digestsOfSample());
    expect(digests).toHaveLength(6);
    expect(new Set(digests).size).toBe(digests.length);
  });

  test('are the same in a second run of the same process', async () => {
    expect(await digestsOfSample()).toEqual(await digestsOfSample());
  });

  test.each([
    ['in another zone, language and folder', [], { TZ: 'America/St_Johns', LC_ALL: 'tr_TR.UTF-8' }],
    ['where code is only interpreted', ['--no-opt', '--no-sparkplug'], { TZ: 'Asia/Tokyo' }],
    ['where nobody may ask for the time or for chance', ['--import', WITHOUT_CLOCK], {}],
  ] as const)('are the same in another process %s', { timeout: 60_000 }, async (_, options, environment) => {
    expect(await digestsElsewhere(options, environment)).toEqual(await digestsOfSample());
  });

  test('do not depend on what was drawn before or between, nor on how it ended', async () => {
    const kanji = Array.from({ length: 900 }, (_, index) => keyOf(0x9f00 - index));
    const fonts = openFonts();
    const known = kanji.filter((key) => resolveKey(fonts, key) !== undefined).map(keyText);
    const long = listOf(
      Array.from({ length: 20 }, (_, row) => known.slice(row * 40, row * 40 + 40).join('')),
    );
    const list = listOf(['山田', '葛\u{e0102}']);
    const alone = unwrap(drawPdf(list, openFonts()));

    const refused = [drawPdf(listOf(['\u{10fffd}']), fonts), drawPdf(listOf(['山\ud800']), fonts)];
    expect(refused.map(({ ok }) => ok)).toEqual([false, false]);
    unwrap(drawPdf(long, fonts, { size: 'compact' }));
    const meanwhile = drawByPdfLib(long, fonts);
    expect(Buffer.compare(unwrap(drawPdf(list, fonts)), alone)).toBe(0);
    const carried = unwrap(await meanwhile);
    expect(Buffer.compare(unwrap(await drawByPdfLib(long, openFonts())), carried)).toBe(0);
  });

  test('of certificates are the same whatever order they are drawn in', () => {
    const certificates = sampleCertificates('determinism', 12);
    const there = certificates.map(({ list, fonts }) => unwrap(drawPdf(list, fonts)));
    const back = certificates.toReversed().map(({ list, fonts }) => unwrap(drawPdf(list, fonts)));
    for (const [index, pdf] of back.toReversed().entries())
      expect(Buffer.compare(pdf, there[index] ?? Buffer.alloc(0))).toBe(0);
  });

  test('of a finished file are its own: a later drawing changes nothing in them', () => {
    const fonts = openFonts();
    const first = unwrap(drawPdf(listOf(['山田']), fonts));
    const kept = first.slice();
    unwrap(drawPdf(listOf(['川上']), fonts));
    expect(Buffer.compare(first, kept)).toBe(0);
  });
});
