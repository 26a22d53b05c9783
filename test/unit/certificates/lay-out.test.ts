import { describe, expect, test } from 'vitest';
import { layOut } from '../../../functions/certificates/index.ts';
import { stampedItems } from '../../../functions/pdf/index.ts';
import { err, unwrap } from '../../../functions/shared/result.ts';
import {
  copyOf,
  foreign,
  household,
  japanese,
  laidOut,
  linesOf,
  measure,
  pagesOf,
  seal,
  template,
  textsOf,
  widthOf,
} from './fixtures.ts';

const MM = 72 / 25.4;
const HOUSEHOLD = 'この写しは、世帯全員の住民票の原本と相違ないことを証明する。';

describe('pages', () => {
  test.each([
    [1, 1],
    [2, 1],
    [4, 1],
    [5, 2],
    [20, 5],
  ])(
    '%i members take %i pages, each numbered n/N, with title, scope, certificate number and heading',
    (members, pages) => {
      const list = pagesOf(
        copyOf({ subjects: household(members), scope: members === 1 ? 'individual' : 'household' }),
      );
      expect(list.pages).toHaveLength(pages);
      expect(list.title).toBe('住民票の写し');
      expect(list.tag).toBe('request-tag-1');
      for (const [index, page] of list.pages.entries()) {
        const texts = textsOf({ ...list, pages: [page] });
        expect([page.width, page.height]).toEqual([595.276, 841.89]);
        expect(texts).toContain(`${index + 1}／${pages} 枚`);
        expect(texts).toContain('住　　民　　票');
        expect(texts).toContain('0192f3a4-5b6c-7d8e-9f00-112233445566');
        expect(texts).toContain('北海道見本市幸町1番2号');
        expect(texts.includes('（次の頁に続く）')).toBe(index + 1 < pages);
      }
    },
  );

  test('members come in their order, numbered, whole and once', () => {
    const subjects = household(20);
    const list = pagesOf(copyOf({ subjects, scope: 'household' }));
    for (const [index, { fullName }] of subjects.entries()) {
      expect(linesOf(list, `subjects[${index}].fullName`).map(({ text }) => text)).toEqual([fullName]);
      const pages = list.pages.filter(({ items }) =>
        items.some((item) => item.kind === 'text' && item.field.startsWith(`subjects[${index}].`)),
      );
      expect(pages).toHaveLength(1);
    }
    const numbers = textsOf(list).filter((text) => /^\d+$/.test(text));
    expect(numbers).toEqual(subjects.map((_, index) => String(index + 1)));
  });

  test('認証文, date, head, seal and 以下余白 stand on the last page only', () => {
    const list = pagesOf(copyOf({ subjects: household(20), scope: 'household' }));
    for (const [index, page] of list.pages.entries()) {
      const isLast = index === list.pages.length - 1;
      const texts = textsOf({ ...list, pages: [page] });
      for (const text of [HOUSEHOLD, '令和8年11月23日', '見本市長', '山田 一郎', '以　下　余　白']) {
        expect(texts.includes(text)).toBe(isLast);
      }
      expect(page.items.some(({ kind }) => kind === 'picture')).toBe(isLast);
    }
  });

  test('nothing of the body reaches into what closes the last page', () => {
    for (let size = 1; size <= 20; size++) {
      const list = unwrap(laidOut(copyOf({ subjects: household(size), scope: 'partial' })));
      const last = list.pages.at(-1);
      const items = last?.items.flatMap((item) => (item.kind === 'stamp' ? stampedItems(item) : [])) ?? [];
      const frames = items.flatMap((item) => (item.kind === 'frame' ? [item.y] : []));
      expect(frames).not.toEqual([]);
      expect(Math.min(...frames)).toBeGreaterThan(last === undefined ? 0 : last.height - 230.01 * MM);
    }
  });
});

describe('認証文', () => {
  test.each([
    ['individual', 'この写しは、住民票の原本と相違ないことを証明する。'],
    ['partial', 'この写しは、住民票の原本と相違ないことを証明する。'],
    ['household', 'この写しは、世帯全員の住民票の原本と相違ないことを証明する。'],
  ] as const)('of scope %s is 「%s」', (scope, text) => {
    const subjects = scope === 'individual' ? [japanese] : [japanese, foreign];
    expect(linesOf(pagesOf(copyOf({ scope, subjects })), 'certification').map((line) => line.text)).toEqual([
      text,
    ]);
  });
});

describe('head and seal', () => {
  const picture = (list: ReturnType<typeof pagesOf>) => {
    const items = list.pages.at(-1)?.items ?? [];
    const index = items.findIndex(({ kind }) => kind === 'picture');
    const item = items[index];
    if (item?.kind !== 'picture') throw new Error('no seal');
    return { item, index, items };
  };

  test('the seal is 18 mm square, under the text, and overlaps the end of the name', () => {
    const list = pagesOf(copyOf());
    const { item, index, items } = picture(list);
    expect(item.width).toBeCloseTo(18 * MM, 2);
    expect(item.height).toBeCloseTo(18 * MM, 2);
    expect(item.image).toBe(seal);
    const [name] = linesOf(list, 'head.name');
    if (name === undefined) throw new Error('no name');
    expect(items.indexOf(name)).toBeGreaterThan(index);
    const end = name.x + widthOf(name.text) * name.size;
    expect(end).toBeGreaterThan(item.x);
    expect(end - name.size).toBeLessThan(item.x + 1);
    expect(name.y).toBeGreaterThan(item.y);
    expect(name.y).toBeLessThan(item.y + item.height);
  });

  test('the line of an acting head is longer and ends at the same place', () => {
    const short = linesOf(pagesOf(copyOf()), 'head.name')[0];
    const acting = { title: '見本市長職務代理者 見本市副市長', name: '山田 一郎' };
    const list = pagesOf(copyOf({ head: acting }));
    expect(linesOf(list, 'head.name')[0]?.x).toBe(short?.x);
    expect(linesOf(list, 'head.title')[0]?.text).toBe(acting.title);
  });

  test('a title that is too long for the line takes one more above it, flush with it, and the name stays', () => {
    const [name] = linesOf(pagesOf(copyOf()), 'head.name');
    const title = '見本市長職務代理者 見本市第一副市長兼総務企画部長事務取扱 見本市教育委員会教育部長';
    const list = pagesOf(copyOf({ head: { title, name: '山田 一郎' } }));
    const lines = linesOf(list, 'head.title');
    expect(lines.map(({ text }) => text).join('')).toBe(title);
    expect(lines).toHaveLength(2);
    expect(new Set(lines.map(({ x }) => x)).size).toBe(1);
    const [found] = linesOf(list, 'head.name');
    expect(found?.y).toBe(name?.y);
    expect(found?.y).toBe(lines[1]?.y);
    expect((found?.x ?? 0) + 5 * (found?.size ?? 0)).toBeCloseTo((name?.x ?? 0) + 5 * 15, 1);
  });

  test('a head whose line has no room is refused', () => {
    const head = { title: '長'.repeat(120), name: '山田 一郎' };
    expect(laidOut(copyOf({ head }))).toEqual({ ok: false, error: { kind: 'overflow', field: 'head' } });
  });
});

describe('long texts', () => {
  test('a name of 64 letters takes two lines, 100 kanji of address three, and the rows below move down', () => {
    const long = {
      ...foreign,
      fullName: 'WOLFESCHLEGEL STEINHAUSEN BERGERDORFF MAXIMILIANA ALEXANDRA ANNA',
      previousAddress: '北海道見本市港町'.repeat(12).padEnd(100, '一'),
    };
    const short = linesOf(pagesOf(copyOf({ subjects: [foreign] })), 'subjects[0].sex')[0];
    const list = pagesOf(copyOf({ subjects: [long] }));
    const name = linesOf(list, 'subjects[0].fullName');
    expect(name.map(({ text }) => text).join('')).toBe(long.fullName);
    expect(name).toHaveLength(2);
    expect(new Set(name.map(({ size }) => size))).toEqual(new Set([13]));
    expect(linesOf(list, 'subjects[0].previousAddress')).toHaveLength(3);
    expect(linesOf(list, 'subjects[0].sex')[0]?.y).toBeCloseTo((short?.y ?? 0) - 13 * 1.25, 2);
  });

  test('then the size goes down, step by step', () => {
    const found = [30, 31, 90, 91, 102, 103, 118, 132].map((length) => {
      const list = pagesOf(copyOf({ subjects: [{ ...japanese, fullName: '一'.repeat(length) }] }));
      const lines = linesOf(list, 'subjects[0].fullName');
      return { length, size: lines[0]?.size, lines: lines.length };
    });
    expect(found).toEqual([
      { length: 30, size: 13, lines: 1 },
      { length: 31, size: 13, lines: 2 },
      { length: 90, size: 13, lines: 3 },
      { length: 91, size: 11.5, lines: 3 },
      { length: 102, size: 11.5, lines: 3 },
      { length: 103, size: 10, lines: 3 },
      { length: 118, size: 9, lines: 3 },
      { length: 132, size: 9, lines: 3 },
    ]);
  });

  test.each([
    ['fullName', 133],
    ['previousAddress', 260],
    ['registeredDomicile', 500],
    ['remarks', 500],
  ] as const)('a %s without room is refused by name', (field, length) => {
    const subjects = [
      japanese,
      { ...household(2)[1], ...japanese, personId: foreign.personId, [field]: '一'.repeat(length) },
    ];
    const list = laidOut(copyOf({ subjects, scope: 'household', options: ['domicile'] }));
    expect(list).toEqual({ ok: false, error: { kind: 'overflow', field: `subjects[1].${field}` } });
  });

  test('a household address without room is refused by name', () => {
    const list = laidOut(copyOf({ subjects: [{ ...japanese, address: '一'.repeat(400) }] }));
    expect(list).toEqual({ ok: false, error: { kind: 'overflow', field: 'household.address' } });
  });

  test('what the measure refuses is passed on with its field', () => {
    const failing = (text: string, size: number, field: string) =>
      text.includes('欠') ? err({ kind: 'missing-glyph', field } as const) : measure(text, size, field);
    const copy = copyOf({ subjects: [{ ...japanese, fullName: '見本 欠' }] });
    expect(layOut(template, copy, { seal, tag: 't' }, failing)).toEqual({
      ok: false,
      error: { kind: 'missing-glyph', field: 'subjects[0].fullName' },
    });
  });
});

describe('the layout is a pure function', () => {
  test('equal input gives equal lists, and neither model nor template is changed', () => {
    const copy = copyOf({ subjects: [japanese, foreign], scope: 'household', options: ['residency'] });
    const before = structuredClone({ copy, template });
    expect(pagesOf(copy)).toEqual(pagesOf(structuredClone(copy)));
    expect({ copy, template }).toEqual(before);
  });
});
