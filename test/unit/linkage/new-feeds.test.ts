import { describe, expect, test } from 'vitest';
import { TAX_ROWS, type TaxFacts, taxAndIncomeCertificate } from '../../../functions/certificates/index.ts';
import type { RowFeed } from '../../../functions/linkage/layouts/envelope.ts';
import { columnsOf } from '../../../functions/linkage/layouts/feeds.ts';
import { createRowParser } from '../../../functions/linkage/parse-row.ts';
import { TAX_ROW_NAMES } from '../../../functions/registry/index.ts';
import { ImpressionRules } from '../../../functions/seal-images/index.ts';
import { LocalDate } from '../../../functions/shared/time.ts';
import { randomFor } from '../../../simulator/sample/random.ts';
import { drawImpression, type ImpressionStyle } from '../../../simulator/sample/seal-impression.ts';
import { cellsOf, nameOf } from './sample-files.ts';

type Cells = Readonly<Record<string, string>>;
type Options = Parameters<typeof createRowParser>[1];

const parse = (feed: RowFeed, wish: Cells = {}, options: Options = {}, kind: 'diff' | 'urgent' = 'diff') =>
  createRowParser(nameOf({ feed, kind }), options)({ line: 7, cells: Object.values(cellsOf(feed, wish)) });

const problems = (...args: Parameters<typeof parse>) => {
  const row = parse(...args);
  return row.ok ? [] : row.problems.map(({ column, rule }) => `${column}: ${rule}`);
};

const taken = (...args: Parameters<typeof parse>) => {
  const row = parse(...args);
  if (!row.ok) throw new Error(`rejected: ${JSON.stringify(row.problems)}`);
  return row.change;
};

const bmp = (style: Partial<ImpressionStyle> = {}): string => {
  const whole: ImpressionStyle = {
    millimetres: 12,
    shape: 'round',
    dpi: 300,
    bitCount: 1,
    topDown: false,
    ink: 0,
    ...style,
  };
  return Buffer.from(drawImpression(randomFor('seal'), whole)).toString('base64');
};

const NO_AMOUNTS: Cells = Object.fromEntries(
  columnsOf('tax')
    .filter(({ property }) => property.includes('.') || /Income$|^deductionsTotal$/.test(property))
    .map(({ property }) => [property, '']),
);

describe('印鑑登録', () => {
  test('an active registration carries its impression, decoded, and the fact names it', () => {
    const change = taken('seal', { impression: bmp() });
    if (change.kind !== 'seal') throw new Error('no seal');
    expect(change.impression?.image.columns).toBeGreaterThan(100);
    expect(change.fact.impression?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(change.fact)).not.toContain(bmp().slice(0, 40));
  });

  test('the same picture in another depth and row order is the same fact', () => {
    const facts = [bmp(), bmp({ bitCount: 24 }), bmp({ bitCount: 8, topDown: true })].map(
      (impression) => taken('seal', { impression }).fact,
    );
    expect(facts[1]).toEqual(facts[0]);
    expect(facts[2]).toEqual(facts[0]);
  });

  test('of an erased registration no impression is kept, whether it is delivered or not', () => {
    for (const impression of ['', bmp(), 'QUJD']) {
      const change = taken('seal', { state: '抹消', impression });
      expect(change.impression).toBeUndefined();
      expect(change.fact).not.toHaveProperty('impression');
    }
  });

  test('a suspended registration may have one', () => {
    expect(taken('seal', { state: '停止', impression: '' }).fact).not.toHaveProperty('impression');
    expect(taken('seal', { state: '停止', impression: bmp() }).fact).toHaveProperty('impression');
  });

  test.each([
    ['without an impression', '', 'impression-required'],
    ['with something that is no BASE64', 'あ', 'base64'],
    ['with BASE64 that ends too early', bmp().slice(0, -3), 'base64'],
    ['with a file that is no BMP', 'QUJDREVGR0hJSktMTU5PUFFSU1RVVldY', 'bmp'],
    ['with a BMP that was cut off', bmp().slice(0, 400), 'bmp'],
    ['with a seal that is too small', bmp({ millimetres: 7 }), 'impression-too-small'],
    ['with a seal that is too large', bmp({ millimetres: 27 }), 'impression-too-large'],
    ['with a resolution that no scanner has', bmp({ dpi: 20, millimetres: 24 }), 'impression-resolution'],
    ['with an empty picture', bmp({ ink: 0xffffff }), 'impression-no-ink'],
  ])('is rejected %s, and names the column', (_, impression, rule) => {
    expect(problems('seal', { impression })).toEqual([`印影: ${rule}`]);
  });

  test.each([
    ['canvasMillimetres', 5, 'impression-canvas'],
    ['encodedBytes', 10, 'impression-encoded-size'],
  ])('the city’s %s counts', (limit, value, rule) => {
    const impressionRules = ImpressionRules.parse({ dpi: 300, [limit]: value });
    expect(problems('seal', { impression: bmp() }, { impressionRules })).toEqual([`印影: ${rule}`]);
  });

  test('a file without a resolution has that of the city', () => {
    const impression = bmp({ dpi: 0 });
    const widths = [300, 400].map((dpi) => {
      const change = taken('seal', { impression }, { impressionRules: ImpressionRules.parse({ dpi }) });
      return change.impression?.widthPt ?? 0;
    });
    expect(widths[0]).toBeGreaterThan(widths[1] ?? 0);
  });
});

describe('課税台帳', () => {
  const REQUIRED = {
    totalIncome: '合計所得金額',
    'tax.municipalIncomeBased': '市町村民税_所得割',
    'tax.municipalPerCapita': '市町村民税_均等割',
    'tax.prefecturalIncomeBased': '都道府県民税_所得割',
    'tax.prefecturalPerCapita': '都道府県民税_均等割',
    'tax.annual': '年税額',
  };

  test.each(Object.entries(REQUIRED))('a taxed year needs %s', (property, column) => {
    expect(problems('tax', { [property]: '' })).toEqual([`${column}: amount-required`]);
  });

  test.each(Object.entries(REQUIRED).filter(([property]) => /IncomeBased|PerCapita/.test(property)))(
    'an exempt year has 0 of %s',
    (property, column) => {
      const zero = Object.fromEntries(
        Object.keys(REQUIRED)
          .filter((key) => key.startsWith('tax.'))
          .map((key) => [key, '0']),
      );
      expect(problems('tax', { state: '非課税', ...zero })).toEqual([]);
      expect(problems('tax', { state: '非課税', ...zero, [property]: '1' })).toEqual([
        `${column}: exempt-but-taxed`,
      ]);
    },
  );

  test.each(Object.keys(NO_AMOUNTS))('a dependant who has not declared has no %s', (property) => {
    const value = property === 'dependants.spouse' ? '有' : '0';
    expect(problems('tax', { state: '被扶養（申告なし）', ...NO_AMOUNTS })).toEqual([]);
    const found = problems('tax', { state: '被扶養（申告なし）', ...NO_AMOUNTS, [property]: value });
    expect(found).toEqual([expect.stringMatching(/: amount-unexpected$/)]);
  });

  test.each(['未申告', '更正中'])('of a year that is %s no amount is kept', (state) => {
    expect(taken('tax', { state }).fact).not.toHaveProperty('amounts');
  });

  test('every recorded amount reaches the certificate, and every row has its column', () => {
    const amountColumns = columnsOf('tax').filter(({ property }) => property in NO_AMOUNTS);
    const values = new Map(
      amountColumns
        .filter(({ property }) => property !== 'dependants.spouse')
        .map(({ property }, index) => [property, String(1_001 + index)]),
    );
    const { fact } = taken('tax', { ...Object.fromEntries(values), 'dependants.spouse': '老人' });
    if (!('amounts' in fact)) throw new Error('no amounts');
    // The fact is what the certificate is made of, without anything added.
    const facts: TaxFacts = fact;
    const certificate = taxAndIncomeCertificate({
      municipalityName: '室蘭市',
      issuedOn: LocalDate.parse('2026-11-23'),
      head: { title: '室蘭市長', name: '見本 一郎' },
      certificateNumber: 'N1',
      facts,
    });
    if (!certificate.ok) throw new Error(JSON.stringify(certificate.error));
    const printed = JSON.stringify(certificate.value);
    for (const value of values.values()) expect(printed).toContain(`"${value.replace(/^1/, '1,')}"`);
    expect(printed).toContain('有（老人）');
  });

  test('the registry knows the rows of the certificate and no others', () => {
    const lists = Object.fromEntries(
      Object.entries(TAX_ROWS).map(([list, rows]) => [list, Object.keys(rows).sort()]),
    );
    expect(
      Object.fromEntries(Object.entries(TAX_ROW_NAMES).map(([list, rows]) => [list, [...rows].sort()])),
    ).toEqual(lists);
  });

  test('an amount that is recorded as 0 is not the same as none', () => {
    const { fact } = taken('tax', { 'incomes.business': '0', 'incomes.agriculture': '' });
    if (!('amounts' in fact)) throw new Error('no amounts');
    expect(fact.amounts.incomes.business).toBe(0);
    expect(fact.amounts.incomes).not.toHaveProperty('agriculture');
  });
});

describe('本籍地利用登録', () => {
  test('an approval has an end; what is not approved need not', () => {
    expect(problems('domicile-registration', { expiresOn: '' })).toEqual(['有効期限: expiry-required']);
    expect(problems('domicile-registration', { state: '審査中', expiresOn: '' })).toEqual([]);
  });
});

describe('個人番号', () => {
  const number = '123456789018';

  test('is read and forgotten where the city does not print it', () => {
    const change = taken('resident', { individualNumber: number });
    expect(JSON.stringify(change)).not.toContain(number);
  });

  test('leaves the row beside the record, never in it, where the city prints it', () => {
    const change = taken('resident', { individualNumber: number }, { printsIndividualNumber: true });
    expect(change.individualNumber).toBe(number);
    expect(JSON.stringify(change.fact)).not.toContain(number);
  });

  test.each(['転出', '死亡', '職権消除'])('is forgotten of whoever is no resident any more: %s', (state) => {
    const change = taken('resident', { state, individualNumber: number }, { printsIndividualNumber: true });
    expect(JSON.stringify(change)).not.toContain(number);
  });

  test.each([
    ['123456789012', 'individual-number'],
    ['12345678901', 'pattern'],
    ['１２３４５６７８９０１８', 'pattern'],
  ])('%s is rejected without its value, wherever', (wrong, rule) => {
    const row = parse('resident', { individualNumber: wrong });
    expect(row).toMatchObject({ ok: false, problems: [{ column: '個人番号', rule }] });
    expect(JSON.stringify(row)).not.toContain(wrong);
  });
});

describe('an urgent file takes away and nothing else', () => {
  test.each([
    ['resident', { state: '転出' }],
    ['seal', { state: '抹消', impression: '' }],
    ['tax', { state: '更正中' }],
    ['serial', { state: '失効' }],
    ['restriction', { state: '制限' }],
    ['koseki-index', { notificationPending: '1' }],
    ['domicile-registration', { state: '失効' }],
  ] as const)('%s %o is taken, its opposite is rejected with its mark', (feed, wish) => {
    expect(problems(feed, wish, {}, 'urgent')).toEqual([]);
    const positive = feed === 'restriction' ? { state: '解除' } : {};
    const row = parse(feed, positive, {}, 'urgent');
    expect(row).toMatchObject({
      ok: false,
      problems: [{ column: '（行全体）', rule: 'not-negative' }],
      salvaged: { personId: '000000000012345', sequence: { epoch: 1, number: 1024 } },
    });
  });
});

describe('of a rejected row is saved what it was about', () => {
  test.each([
    ['tax', { state: 'x' }, '2026'],
    ['tax', { taxYear: 'x' }, undefined],
    ['seal', { state: 'x' }, undefined],
    ['koseki-index', { state: 'x' }, undefined],
    ['domicile-registration', { state: 'x' }, 'JPKI-AUTH-03#0A1B2C3D4E5F'],
  ] as const)('%s %o', (feed, wish, subject) => {
    expect(parse(feed, wish)).toMatchObject({ ok: false, salvaged: { personId: '000000000012345' } });
    const row = parse(feed, wish);
    expect(row.ok ? 'good' : row.salvaged.subject).toBe(subject);
  });
});
