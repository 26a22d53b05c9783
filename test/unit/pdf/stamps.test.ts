import { describe, expect, test } from 'vitest';
import {
  type DisplayItem,
  type DisplayList,
  drawPdf,
  readBack,
  type Stamp,
} from '../../../functions/pdf/index.ts';
import { stampedItems } from '../../../functions/pdf/stamped-items.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { fontsOf, openBasePack } from './fixtures.ts';

const base = openBasePack();
const size = { width: 595.28, height: 841.89 };
const form = { layers: [], texts: ['氏名', '住所'] };
const label = (text: string, y: number) =>
  ({ kind: 'text', x: 40, y, size: 9, text, field: 'template' }) as const;
const name = (y: number) => ({ kind: 'text', x: 90, y, size: 12, text: '住山氏名', field: 'name' }) as const;
const frame = { kind: 'frame', x: 30, y: -50, width: 300, height: 50, lineWidth: 0.9 } as const;
const rule = { kind: 'rule', x1: 30, y1: -25, x2: 330, y2: -25, width: 0.4, grey: 0.5 } as const;
const block: Stamp = { items: [frame, rule, label('氏名', -15), label('住所', -40)] };
const put = (stamp: Stamp, x: number, y: number) => ({ kind: 'stamp', x, y, stamp }) as const;

const listOf = (
  pages: readonly (readonly DisplayItem[])[],
  own: DisplayList['form'] | null = form,
): DisplayList => ({
  title: '試験',
  tag: 't',
  ...(own === null ? {} : { form: own }),
  pages: pages.map((items) => ({ ...size, items })),
});
const twice = listOf([[put(block, 0, 700), name(685), put(block, 0, 600)], [put(block, 10.5, 500)]]);
const draw = (list: DisplayList, fonts = fontsOf({ base })) => drawPdf(list, fonts);
const shown = (list: DisplayList) =>
  unwrap(readBack(unwrap(draw(list)))).pages.map(({ runs }) =>
    runs.toSorted((a, b) => b.y - a.y || a.x - b.x),
  );
const count = (pdf: Uint8Array, text: string): number =>
  Buffer.from(pdf).toString('latin1').split(text).length - 1;

describe('a stamp', () => {
  test('shows at each of its places what its items show there', () => {
    const written = {
      ...twice,
      pages: twice.pages.map((page) => ({
        ...page,
        items: page.items.flatMap((item): readonly DisplayItem[] =>
          item.kind === 'stamp' ? stampedItems(item) : [item],
        ),
      })),
    };
    expect(shown(twice)).toEqual(shown(written));
  });

  test('is in the file once, whatever its places and pages', () => {
    const pdf = unwrap(draw(twice));
    expect(count(pdf, '/Subtype /Form')).toBe(1);
    expect(count(pdf, '/S1')).toBe(1);
  });

  test('and another one are two, each under its own name', () => {
    const other: Stamp = { items: [frame, label('住所', -15)] };
    const pdf = unwrap(draw(listOf([[put(block, 0, 700), put(other, 0, 600), put(block, 0, 500)]])));
    expect(count(pdf, '/Subtype /Form')).toBe(2);
    const texts = unwrap(readBack(pdf)).pages[0]?.runs.map(({ text }) => text);
    expect(texts).toEqual(['氏名', '住所', '住所', '氏名', '住所']);
  });

  test('with a text that is none of the form’s is drawn in place', () => {
    const rare: Stamp = { items: [frame, label('氏名', -15), label('在留', -40)] };
    const list = listOf([[put(rare, 0, 700), put(rare, 0, 600)]]);
    expect(count(unwrap(draw(list)), '/Subtype /Form')).toBe(0);
    expect(shown(list)[0]?.map(({ text, y }) => [text, y])).toEqual([
      ['氏名', 685],
      ['在留', 660],
      ['氏名', 585],
      ['在留', 560],
    ]);
    expect(count(unwrap(draw(listOf([[put(block, 0, 700)]], null))), '/Subtype /Form')).toBe(0);
  });

  test('gives the same bytes whatever was drawn before it was first met', () => {
    const fonts = fontsOf({ base });
    const others = listOf([[name(700), { ...name(600), text: '所住鈴木' }, put(block, 0, 500)]]);
    const first = unwrap(draw(others, fonts));
    const then = unwrap(draw(twice, fonts));
    expect(then).toEqual(unwrap(draw(twice)));
    expect(unwrap(draw(others, fonts))).toEqual(first);
    expect(first).toEqual(unwrap(draw(others)));
  });

  test('is part of what the file’s identifier says', () => {
    const idOf = (stamp: Stamp) =>
      /\/ID \[<(\w+)>/.exec(
        Buffer.from(unwrap(draw(listOf([[put(stamp, 0, 700)]])))).toString('latin1'),
      )?.[1];
    expect(idOf(block)).not.toBe(idOf({ items: [frame, rule, label('氏名', -15), label('住所', -41)] }));
    expect(idOf(block)).toBe(idOf({ items: [...block.items] }));
  });

  test.each([
    ['above the page', put(block, 0, 860)],
    ['below it', put(block, 0, 39)],
    ['beyond its right edge', put(block, 540, 700)],
    ['beyond its left edge', put(block, -41, 700)],
  ])('whose text would be cut off %s is a bad list', (_, item) => {
    expect(draw(listOf([[item]]))).toMatchObject({
      ok: false,
      error: { fault: 'off-page', page: 0, item: 0 },
    });
  });

  test.each([
    ['at no place', put(block, Number.NaN, 700)],
    ['with a rule without width', put({ items: [{ ...rule, width: 0 }] }, 0, 700)],
    ['with a text of no size', put({ items: [{ ...label('氏名', -15), size: -1 }] }, 0, 700)],
    ['with a grey that is none', put({ items: [{ ...frame, grey: 2 }] }, 0, 700)],
  ])('%s is a bad list', (_, item) => {
    expect(draw(listOf([[item]]))).toMatchObject({ ok: false, error: { kind: 'bad-list', fault: 'number' } });
  });
});
