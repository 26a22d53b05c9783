import * as mupdf from 'mupdf';
import { PDFDocument } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { main } from '../../../scripts/scenarios/main.ts';
import { BOOK } from '../../../simulator/scenarios/book/index.ts';
import type { Played } from '../../../simulator/scenarios/evidence.ts';
import { play } from '../../../simulator/scenarios/play.ts';
import { printedImages } from '../../../simulator/scenarios/printed-images.ts';
import { reportHtml } from '../../../simulator/scenarios/report.ts';
import type { Scenario } from '../../../simulator/scenarios/scenario.ts';
import type { StageParts } from '../../../simulator/scenarios/stage-parts.ts';

async function run(...args: string[]) {
  let [out, complaints] = ['', ''];
  const code = await main(args, {
    write: (text) => {
      out += text;
    },
    complain: (text) => {
      complaints += text;
    },
  });
  return { code, out, complaints };
}

/** 20 × 10 pixels of paper with 10 × 5 of ink in the middle. */
function printedPixels(): Uint8Array {
  const pixmap = new mupdf.Pixmap(mupdf.ColorSpace.DeviceGray, [0, 0, 20, 10], false);
  pixmap.clear(255);
  const pixels = pixmap.getPixels();
  for (let row = 2; row < 7; row += 1)
    pixels.fill(0, row * pixmap.getStride() + 5, row * pixmap.getStride() + 15);
  return pixmap.asPNG();
}

/** A stage on which nothing can be asked. */
const NOWHERE = {} as StageParts;
const scenario = (act: Scenario['play']): Scenario => ({
  number: 99,
  part: 'A',
  title: '試し',
  source: 'なし',
  play: act,
});

describe('npm run scenarios', () => {
  test('lists the book, each number once', async () => {
    const { code, out } = await run('--list');
    expect(code).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(BOOK.length);
    expect(new Set(BOOK.map(({ number }) => number)).size).toBe(BOOK.length);
  });

  test.each([
    [['999'], '「999」というシナリオはありません。'],
    [['--what'], '--what'],
  ])('says what is wrong with %j', async (args, complaint) => {
    const { code, complaints } = await run(...args);
    expect(code).toBe(2);
    expect(complaints).toContain(complaint);
  });
});

describe('a scenario', () => {
  test('passes where all that it claims holds', async () => {
    const played = await play(
      scenario(async (stage) => stage.expect('成り立つ', true)),
      NOWHERE,
    );
    expect(played).toMatchObject({ outcome: 'passed', evidence: [{ kind: 'judgement', holds: true }] });
  });

  test('fails by one claim that does not hold', async () => {
    const played = await play(
      scenario(async (stage) => {
        stage.expect('成り立つ', true);
        stage.expect('成り立たない', false);
      }),
      NOWHERE,
    );
    expect(played.outcome).toBe('failed');
  });

  test('that claims nothing, or breaks off, has not passed', async () => {
    const silent = await play(
      scenario(async () => undefined),
      NOWHERE,
    );
    const broken = await play(
      scenario(async (stage) => {
        stage.expect('成り立つ', true);
        throw new Error('途中で止まった');
      }),
      NOWHERE,
    );
    expect([silent.outcome, broken.outcome, broken.broke]).toEqual(['broken', 'broken', '途中で止まった']);
  });
});

describe('what a scenario has changed', () => {
  test('is put back when it breaks off, the last first', async () => {
    const done: string[] = [];
    const played = await play(
      scenario(async (stage) => {
        for (const what of ['一', '二']) stage.atEnd(what, async () => void done.push(what));
        throw new Error('途中で止まった');
      }),
      NOWHERE,
    );
    expect(done).toEqual(['二', '一']);
    expect(played).toMatchObject({ outcome: 'broken', broke: '途中で止まった' });
  });

  test('and cannot be put back makes it one that broke off, and keeps nothing else from being put back', async () => {
    let isBack = false;
    const played = await play(
      scenario(async (stage) => {
        stage.expect('成り立つ', true);
        stage.atEnd('一', async () => {
          isBack = true;
        });
        stage.atEnd('二', () => Promise.reject(new Error('届かない')));
      }),
      NOWHERE,
    );
    expect([isBack, played.outcome, played.broke]).toEqual([
      true,
      'broken',
      '元に戻せませんでした（二）: 届かない',
    ]);
  });
});

test('a seal is measured as it is printed: pixels, and millimetres of its ink', async () => {
  const document = await PDFDocument.create();
  const page = document.addPage([595.28, 841.89]);
  const picture = await document.embedPng(printedPixels());
  page.drawImage(picture, { x: 100, y: 100, width: 72, height: 36 });
  const [printed, ...others] = printedImages(await document.save());
  expect(others).toEqual([]);
  // 10 of 20 columns and 5 of 10 rows are ink, on 1 × 0.5 inch.
  expect(printed).toMatchObject({ columns: 20, rows: 10 });
  expect(printed?.inkMillimetres.width).toBeCloseTo(12.7, 1);
  expect(printed?.inkMillimetres.height).toBeCloseTo(6.35, 1);
});

test('the report names every scenario with its outcome, and lets no text become markup', () => {
  const played: Played = {
    number: 1,
    part: 'A',
    title: '<b>題</b>',
    source: '仕様書 2(4)',
    outcome: 'failed',
    seconds: 1,
    evidence: [
      { kind: 'judgement', claim: '<script>', holds: false },
      {
        kind: 'exchange',
        what: '求める',
        request: { a: '<i>' },
        answer: { kind: 'pdf', sha256: 'ab', bytes: 3, pages: 1, pictures: [new Uint8Array([1, 2])] },
      },
    ],
  };
  const html = reportHtml({ playedAt: '2026-11-25 18:00', program: 'p', stage: 'local' }, [played]);
  expect(html).toContain('不合格 1');
  expect(html).toContain('data:image/png;base64,AQI=');
  expect(html).not.toMatch(/<script>|<b>題|<i>/);
});
