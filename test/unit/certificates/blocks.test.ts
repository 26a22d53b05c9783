import { describe, expect, test } from 'vitest';
import {
  type CertificateTemplateData,
  flattened,
  readSubjects,
  taxAndIncomeCertificate,
  taxAndIncomeTemplateData,
} from '../../../functions/certificates/index.ts';
import type { DisplayList, Frame, Rule, TextRun } from '../../../functions/pdf/index.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { linesOf, widthOf } from './fixtures.ts';
import {
  compiled,
  examples,
  impressionOf,
  laidOutBy,
  listOf,
  type Model,
  paperOf,
  sealTemplate,
  taxTemplate,
} from './papers.ts';
import {
  sealCertificateOf,
  sealFacts,
  taxAmounts,
  taxCertificateOf,
  taxFacts,
  taxInput,
} from './sample-models.ts';

const MM = 72 / 25.4;

/** A page's own items, with what stamps consist of in their places. */
const itemsOf = (list: DisplayList, page = 0) => {
  const own = list.pages.map(({ layers: _, ...rest }) => rest);
  return flattened({ ...list, pages: own }).pages[page]?.items ?? [];
};
const texts = (list: DisplayList, page = 0): readonly TextRun[] =>
  itemsOf(list, page).flatMap((item) => (item.kind === 'text' ? [item] : []));
const frames = (list: DisplayList, page = 0): readonly Frame[] =>
  itemsOf(list, page).flatMap((item) => (item.kind === 'frame' ? [item] : []));
/** Rules that are neither level nor upright. */
const strokes = (list: DisplayList): readonly Rule[] =>
  itemsOf(list).flatMap((item) =>
    item.kind === 'rule' && item.x1 !== item.x2 && item.y1 !== item.y2 ? [item] : [],
  );

const only = (list: DisplayList, field: string): TextRun => {
  const [line, ...others] = linesOf(list, field);
  if (line === undefined || others.length > 0) throw new Error(`${field} is not one line`);
  return line;
};

describe('tables side by side', () => {
  const model = taxCertificateOf(taxFacts('blocks', { length: 'shortest' }));
  const list = listOf({ template: taxTemplate, model });
  /** The three frames of the amounts, the second and third right of the first. */
  const columns = frames(list).filter(({ width }) => width < 70 * MM);

  test('have frames of one height, parted by the same space, from edge to edge of the body', () => {
    expect(columns).toHaveLength(3);
    expect(new Set(columns.map(({ y }) => y)).size).toBe(1);
    expect(new Set(columns.map(({ height }) => height)).size).toBe(1);
    const [first, second, third] = columns;
    if (first === undefined || second === undefined || third === undefined) throw new Error('three');
    expect(second.x - first.x - first.width).toBeCloseTo(1.5 * MM, 2);
    expect(third.x - second.x - second.width).toBeCloseTo(1.5 * MM, 2);
    expect(first.x).toBeCloseTo(18 * MM, 2);
    expect(third.x + third.width).toBeCloseTo(192 * MM, 2);
  });

  test('have their sums at the foot, all at one height', () => {
    const sums = ['aggregateIncome', 'deductionsTotal', 'tax.annual'].map((field) => only(list, field).y);
    expect(new Set(sums).size).toBe(1);
    expect(sums[0]).toBeGreaterThan(columns[0]?.y ?? 1000);
    expect((sums[0] ?? 0) - (columns[0]?.y ?? 0)).toBeLessThan(4.6 * MM);
  });

  test('what is left free above a foot is crossed out', () => {
    expect(strokes(list)).toHaveLength(2);
    for (const { x1, y1, x2, y2 } of strokes(list)) {
      const column = columns.find(({ x }) => Math.abs(x - x1) < 0.01);
      expect(x2 - x1).toBeCloseTo(column?.width ?? 0, 2);
      expect(y2).toBeGreaterThan(y1);
      const within = texts(list).filter(({ x, y }) => x >= x1 && x < x2 && y > y1 && y < y2);
      expect(within).toEqual([]);
    }
  });

  test('amounts end at one place, right of their labels', () => {
    const full = listOf({ template: taxTemplate, model: taxCertificateOf(taxFacts('blocks')) });
    for (const name of ['revenues', 'incomes', 'deductions', 'taxableIncome', 'taxCredits']) {
      const amounts = texts(full).filter(({ field }) =>
        new RegExp(`^${name}\\[\\d+\\]\\.amount$`).test(field),
      );
      const ends = amounts.map(({ x, text, size }) => Math.round((x + widthOf(text) * size) * 10));
      expect(amounts.length, name).toBeGreaterThan(0);
      expect(new Set(ends).size, name).toBe(1);
      for (const { field, x, y } of amounts) {
        const label = linesOf(full, field.replace('.amount', '.label'))[0];
        expect(label?.x).toBeLessThan(x);
        expect(Math.abs((label?.y ?? 0) - y)).toBeLessThan(1);
      }
    }
  });

  test('an amount that is not recorded is closed by a stroke, and 0 is 0', () => {
    const rows = { incomes: { salary: 0 } };
    const facts = {
      ...taxFacts('blocks'),
      state: 'taxed',
      amounts: { ...taxAmounts('x', 'shortest'), ...rows },
    } as const;
    const shown = listOf({ template: taxTemplate, model: unwrap(taxAndIncomeCertificate(taxInput(facts))) });
    expect(only(shown, 'incomes[0].amount').text).toBe('0');
    expect(only(shown, 'incomes[1].amount').text).toBe('―');
    expect(only(shown, 'tax.forestEnvironment').text).toBe('―');
  });
});

describe('what a choice decides', () => {
  const said = (state: 'taxed' | 'exempt' | 'undeclared-dependant') => {
    const model = taxCertificateOf(taxFacts('states', { state, length: 'shortest' }));
    return texts(listOf({ template: taxTemplate, model })).map(({ text }) => text);
  };
  const EXEMPT = '市民税・道民税は、課税されていない（非課税）。';
  const UNDECLARED = '他の者の扶養親族等であり、所得の申告がない。';

  test.each([
    ['taxed', false, false, true],
    ['exempt', true, false, true],
    ['undeclared-dependant', false, true, false],
  ] as const)(
    'of %s is said, and amounts are there only where they were declared',
    (state, exempt, undeclared, amounts) => {
      expect(said(state).includes(EXEMPT)).toBe(exempt);
      expect(said(state).includes(UNDECLARED)).toBe(undeclared);
      expect(said(state).includes('所得金額（円）')).toBe(amounts);
      expect(said(state).includes('扶養親族等の数（人）')).toBe(amounts);
    },
  );

  test('性別 has a row only where the model says it', () => {
    const facts = sealFacts('sex', 'shortest');
    for (const printsSex of [true, false]) {
      const list = listOf({ template: sealTemplate, model: sealCertificateOf({ facts, printsSex }) });
      expect(texts(list).some(({ text }) => text === '性　　別')).toBe(printsSex);
    }
  });
});

describe('a picture that comes with the model', () => {
  const model = sealCertificateOf({ facts: sealFacts('picture', 'shortest') });
  const picture = (width: number, height = width) => {
    const list = laidOutBy({ template: sealTemplate, model }, { impression: impressionOf(width, height) });
    if (!list.ok) return list.error;
    return itemsOf(list.value).find((item) => item.kind === 'picture' && item.field === 'impression');
  };

  test.each([
    [8, 8],
    [18, 18],
    [12, 25],
    [25.5, 25.5],
  ])('of %d × %d mm is drawn in just that size, in the middle of its place', (width, height) => {
    const item = picture(width, height);
    if (item?.kind !== 'picture') throw new Error('no picture');
    expect([item.width / MM, item.height / MM]).toEqual([
      expect.closeTo(width, 3),
      expect.closeTo(height, 3),
    ]);
    expect((item.x + item.width / 2) / MM).toBeCloseTo(18 + 23, 2);
    expect(item.image).toEqual(impressionOf(width).image);
  });

  test('larger than its place is refused by name', () => {
    expect(picture(60)).toEqual({ kind: 'overflow', field: 'impression' });
    expect(picture(10, 60)).toEqual({ kind: 'overflow', field: 'impression' });
  });

  test('that does not come is a defect', () => {
    expect(() => laidOutBy({ template: sealTemplate, model }, {} as never)).toThrow('no picture impression');
  });

  test('stays in the middle where the text beside it is higher', () => {
    const long = sealCertificateOf({ facts: sealFacts('picture', 'longest'), printsSex: true });
    const list = listOf({ template: sealTemplate, model: long });
    const [frame] = frames(list);
    const item = itemsOf(list).find((one) => one.kind === 'picture' && one.field === 'impression');
    if (item?.kind !== 'picture' || frame === undefined) throw new Error('no picture');
    const middle = frame.y + (frame.height - 7 * MM) / 2;
    expect(item.y + item.height / 2).toBeCloseTo(middle, 2);
  });
});

describe('pages', () => {
  /** Values of a block or of one of its elements, by what they have in common. */
  const blockOf = (field: string): string | undefined =>
    /^subjects\[\d+\]/.exec(field)?.[0] ??
    /^(?=revenues|incomes|deductions|taxableIncome|taxCredits|tax\.|totalIncome|aggregateIncome)/.exec(
      field,
    )?.[0];

  test.each(examples(10).map((example) => [example.name, example] as const))(
    'of %s never split a block, and are numbered',
    (_, example) => {
      const list = listOf(example);
      const pagesOf = new Map<string, Set<number>>();
      for (const page of list.pages.keys()) {
        const numbers = texts(list, page).filter(({ field }) => field === 'page');
        expect(numbers.map(({ text }) => text)).toEqual([`${page + 1}／${list.pages.length} 枚`]);
        for (const { field } of texts(list, page)) {
          const block = blockOf(field);
          if (block !== undefined) pagesOf.set(block, new Set([...(pagesOf.get(block) ?? []), page]));
        }
      }
      for (const [block, pages] of pagesOf) expect([...pages], block).toHaveLength(1);
    },
  );

  test('a tax certificate with all that there can be says whose it is on every page', () => {
    const model = taxCertificateOf(taxFacts('long', { length: 'longest' }));
    const list = listOf({ template: taxTemplate, model });
    expect(list.pages.length).toBeGreaterThan(1);
    for (const page of list.pages.keys()) {
      const name = texts(list, page).filter(({ field }) => field === 'fullName');
      expect(name.map(({ text }) => text).join('')).toBe(model.fullName);
    }
    expect(unwrap(readSubjects(taxTemplate, paperOf({ template: taxTemplate, model }))).subjects).toEqual([
      { fullName: model.fullName, dateOfBirth: model.dateOfBirth },
    ]);
  });

  test('a seal certificate with all that a register’s columns hold fits, with remarks or without', () => {
    const { remarks: _, ...without } = sealFacts('long', 'longest');
    for (const facts of [without, sealFacts('long', 'longest')]) {
      const model = sealCertificateOf({ facts, printsSex: true });
      const pages = listOf({ template: sealTemplate, model }).pages.length;
      expect(pages).toBe(facts === without ? 1 : 2);
    }
  });

  test('a block that fits on no page is refused by name', () => {
    const data = structuredClone(taxAndIncomeTemplateData) as CertificateTemplateData;
    data.body.bottom = 200;
    data.body.lastBottom = 190;
    const model: Model = taxCertificateOf(taxFacts('long', { length: 'longest' }));
    expect(laidOutBy({ template: compiled(data), model })).toEqual({
      ok: false,
      error: { kind: 'overflow', field: 'amounts' },
    });
  });
});
