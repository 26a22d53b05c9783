import { describe, expect, test } from 'vitest';
import { main } from '../../../scripts/scenarios/main.ts';
import { BOOK } from '../../../simulator/scenarios/book/index.ts';
import type { Played } from '../../../simulator/scenarios/evidence.ts';
import { play } from '../../../simulator/scenarios/play.ts';
import { reportHtml } from '../../../simulator/scenarios/report.ts';
import type { Scenario } from '../../../simulator/scenarios/scenario.ts';
import type { StageParts } from '../../../simulator/scenarios/stage.ts';

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
