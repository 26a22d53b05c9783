import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { flatPage } from '../../../bench/pdf/flat-page.ts';
import { fontNameOf, outlineFonts } from '../../../bench/pdf/fonts.ts';
import { MISSING, workloadOf } from '../../../bench/pdf/workload.ts';
import { flattened } from '../../../functions/certificates/index.ts';
import { codePointOf, type DisplayList, keyOf, keysOf, selectorOf } from '../../../functions/pdf/index.ts';
import { unwrap } from '../../../functions/shared/result.ts';

const fonts = outlineFonts();
const workload = workloadOf('a seed of the tests');
const script = fileURLToPath(new URL('./digest-of-workload.ts', import.meta.url));

const digestOf = async (seed: string): Promise<string> =>
  (await promisify(execFile)(process.execPath, [script, seed])).stdout;

const keysOnPage = (list: DisplayList) =>
  flatPage(list, fonts).runs.flatMap(({ text }) => unwrap(keysOf(text)));

describe('the certificates of a seed', () => {
  test('are the same in two processes, and others for another seed', async () => {
    const [once, again, other] = await Promise.all(['a', 'a', 'b'].map(digestOf));
    expect(once).toMatch(/^[0-9a-f]{64}$/);
    expect(again).toBe(once);
    expect(other).not.toBe(once);
    const [one, two] = ['a', 'b'].map((seed) => keysOnPage(workloadOf(seed).certificate(0)).join());
    expect(one).not.toBe(two);
  });

  test('hold thousands of different keys, about 190 on each page', () => {
    const all = new Set<number>();
    for (let index = 0; index < 120; index += 1) {
      const keys = new Set<number>(keysOnPage(workload.certificate(index)));
      expect(keys.size).toBeGreaterThan(160);
      expect(keys.size).toBeLessThan(220);
      for (const key of keys) all.add(key);
    }
    expect(all.size).toBeGreaterThan(3_000);
  });

  test('have a sequence in several places, characters beyond the BMP, private-use ones and the seal', () => {
    for (let index = 0; index < 10; index += 1) {
      const list = workload.certificate(index);
      const keys = keysOnPage(list);
      const sequences = keys.filter((key) => selectorOf(key) !== undefined);
      expect(sequences.length).toBeGreaterThanOrEqual(9);
      expect(new Set(sequences).size).toBeLessThanOrEqual(2);
      const rare = keys.filter((key) => codePointOf(key) >= 0x20000 && codePointOf(key) < 0xf0000);
      expect(new Set(rare).size).toBeGreaterThanOrEqual(2);
      expect(keys.filter((key) => fontNameOf(key) === 'gaiji')).toHaveLength(2);
      expect(flatPage(list, fonts).pictures).toHaveLength(1);
    }
  });
});

describe('a flat page', () => {
  test('holds every text of the list, each character in its one font and its own place', () => {
    const list = workload.certificate(0);
    const page = flatPage(list, fonts);
    const items = flattened(list).pages[0]?.items ?? [];
    const texts = items.flatMap((item) => (item.kind === 'text' ? [item] : []));
    expect(page.runs.map(({ text }) => text).join('')).toBe(texts.map(({ text }) => text).join(''));
    for (const { font, text } of page.runs)
      expect(new Set(unwrap(keysOf(text)).map(fontNameOf))).toEqual(new Set([font]));
    const split = texts.find(({ text }) => /^[^\ue000-\uf8ff]+[\ue000-\uf8ff]/.test(text));
    const [before = ''] = split?.text.split(/[\ue000-\uf8ff]/) ?? [];
    const gaiji = page.runs.find(({ font, y }) => font === 'gaiji' && y === split?.y);
    // all of these characters are an em wide
    expect(gaiji?.x).toBeCloseTo((split?.x ?? 0) + unwrap(keysOf(before)).length * (split?.size ?? 0), 2);
  });

  test('refuses what no engine here is asked to draw', () => {
    const [page] = workload.sparse.pages;
    if (page === undefined) throw new Error('no page');
    const run = { kind: 'text', x: 0, y: 0, size: 10, text: '住', field: 'x' } as const;
    const listOf = (pages: DisplayList['pages']): DisplayList => ({ title: 't', tag: 't', pages });
    expect(() => flatPage(listOf([page, page]), fonts)).toThrow('not one page');
    for (const extra of [{ grey: 0.5 }, { stretch: 0.9 }])
      expect(() => flatPage(listOf([{ ...page, items: [{ ...run, ...extra }] }]), fonts)).toThrow();
  });
});

describe('the pages of the check', () => {
  test('show twins that share their outline and are two keys', () => {
    const [page] = workload.twins.pages;
    expect(page?.items.length).toBeGreaterThanOrEqual(20);
    for (const item of page?.items ?? []) {
      const [bare, sequence, ...more] = unwrap(keysOf(item.kind === 'text' ? item.text : ''));
      if (bare === undefined || sequence === undefined) throw new Error('no pair');
      expect(more).toEqual([]);
      expect(sequence).not.toBe(bare);
      expect(fonts.base.glyphOf(sequence)).toBe(fonts.base.glyphOf(bare));
    }
  });

  test('ask for a sequence that the font does not have, whose character it has', () => {
    const [key = keyOf(0)] = unwrap(keysOf(MISSING.text));
    expect(fonts.base.glyphOf(key)).toBeUndefined();
    expect(fonts.base.glyphOf(keyOf(codePointOf(key)))).toBeDefined();
    expect(keysOnPage(workload.missing)).toContain(key);
  });
});
