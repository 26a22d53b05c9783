import { expect, test } from 'vitest';
import { RowFeed } from '../../../functions/linkage/layouts/envelope.ts';
import { columnsOf, type LayoutColumn } from '../../../functions/linkage/layouts/feeds.ts';
import { cellsOf, nameOf, recordOf } from '../linkage/sample-files.ts';
import { brief, createReconcileWorld, personOf } from './reconcile-world.ts';

type Cells = Readonly<Record<string, string>>;

/** Another value that a column may have, by what the published layout says of it. */
function another({ format, example }: LayoutColumn, now: string): string {
  if (/^整数/.test(format)) return String(Number(now || '7') + 1);
  if (/^日付/.test(format)) return now === '2001-02-03' ? '2001-02-04' : '2001-02-03';
  if (/^0 または 1/.test(format)) return now === '0' ? '1' : '0';
  if (/^数字 15/.test(format)) return personOf(777_777_777);
  if (/^数字 12/.test(format)) return '123456789018';
  if (/^英数字/.test(format)) return `${now}Z`;
  if (/^BMP/.test(format)) return otherPicture(example);
  if (/^文字/.test(format)) return `${now}々`;
  const words = format.replace(/（空可）$/, '').split('・');
  return words.find((word) => word !== now) ?? '';
}

/** The same picture with a few more dots. */
function otherPicture(bmp: string): string {
  const bytes = Buffer.from(bmp, 'base64');
  bytes[110] = (bytes[110] ?? 0) ^ 0x3c;
  return bytes.toString('base64');
}

// Nothing is said by two columns at once in these rows, so that each column can change alone.
const BASES: Readonly<Partial<Record<RowFeed, Cells>>> = {
  serial: { validFrom: '2000-01-01' },
  resident: { dateOfBirthText: '昭和53年のある日' },
  tax: {
    'tax.municipalIncomeBased': '0',
    'tax.municipalPerCapita': '0',
    'tax.prefecturalIncomeBased': '0',
    'tax.prefecturalPerCapita': '0',
  },
};
const FOREIGN: Cells = {
  nationalityClass: '外国人',
  nationality: 'ベトナム',
  article30_45: '中長期在留者',
  registeredDomicile: '',
  familyRegisterHead: '',
};
const FOREIGN_ONLY = new Set([
  'alternativeName',
  'nationality',
  'article30_45',
  'residenceStatus',
  'periodOfStay',
  'periodOfStayExpiryText',
  'residenceCardNumber',
]);

/** What makes a thing another thing: it is missing under the new name. */
const KEYS: Readonly<Record<RowFeed, readonly string[]>> = {
  resident: ['personId'],
  seal: ['personId'],
  'koseki-index': ['personId'],
  tax: ['personId', 'taxYear'],
  restriction: ['personId', 'kind', 'certificateType'],
  serial: ['issuer', 'serial'],
  'domicile-registration': ['issuer', 'serial'],
};
const SEQUENCE = ['epoch', 'number'];
/** Read and forgotten: nobody has a 個人番号 to compare with. */
const NOT_STORED = ['individualNumber'];

/** One person for each column: as the registry knows them, and with that column changed. */
function plantedIn(feed: RowFeed) {
  return columnsOf(feed).map((column, index) => {
    const { property } = column;
    const own = feed === 'resident' && FOREIGN_ONLY.has(property) ? FOREIGN : {};
    const before: Cells = {
      ...cellsOf(feed, { ...BASES[feed], ...own }),
      personId: personOf(index + 1),
      number: String(index + 1),
      ...('serial' in cellsOf(feed) ? { serial: `S${index + 1}` } : {}),
      ...(feed === 'koseki-index' ? { kosekiPersonKey: `K${index + 1}` } : {}),
    };
    // A changed class needs what its rows need.
    const along = property === 'nationalityClass' ? FOREIGN : {};
    const isSequence = SEQUENCE.includes(property);
    const after: Cells = {
      ...before,
      ...along,
      ...(isSequence ? {} : { number: String(index + 1_001) }),
      [property]: another(column, before[property] ?? ''),
    };
    return { column, before, after };
  });
}

test.each(RowFeed.options)(
  '仕様書 3(2)①ウ: a difference in any column of %s is found and named',
  async (feed) => {
    const world = createReconcileWorld();
    const planted = plantedIn(feed);
    await world.send(
      { feed, kind: 'full', fileNumber: 1 },
      planted.map(({ before }) => recordOf(feed, before)),
    );
    expect(await world.state(nameOf({ feed, kind: 'full', fileNumber: 1 }))).toMatchObject({
      state: 'applied',
      counts: { rejected: 0 },
    });

    const same = await world.compare(
      { feed },
      planted.map(({ before }) => recordOf(feed, before)),
    );
    expect(same.differences).toEqual([]);

    const { differences, result } = await world.compare(
      { feed, epoch: 2 },
      planted.map(({ after }) => recordOf(feed, after)),
    );
    expect(result).toMatchObject({ ok: true, value: { isEqual: false } });
    for (const [index, { column, after }] of planted.entries()) {
      const { property } = column;
      const found = differences.filter(({ line }) => line === index + 3).map(brief);
      const person = Number(after['personId']);
      if (NOT_STORED.includes(property)) {
        expect(found, column.column).toMatchObject([{ kind: 'renumbered', fields: ['連携番号'] }]);
      } else if (SEQUENCE.includes(property)) {
        expect(found, column.column).toEqual([
          { kind: 'renumbered', person, fields: [column.column], remedy: undefined },
        ]);
      } else if (KEYS[feed].includes(property)) {
        expect(found, column.column).toEqual([{ kind: 'missing', person, fields: [], remedy: 'row' }]);
      } else if (property === 'personId') {
        expect(found, column.column).toEqual([
          { kind: 'conflict', person, fields: [column.column], remedy: 'by-hand' },
        ]);
      } else if (property === 'nationalityClass') {
        expect(found[0]?.fields, column.column).toContain(column.column);
      } else {
        expect(found, column.column).toEqual([
          { kind: 'different', person, fields: [column.column], remedy: 'row' },
        ]);
      }
    }
  },
);
