import { describe, expect, test } from 'vitest';
import type { RowFeed as Feed } from '../../../functions/linkage/layouts/envelope.ts';
import { createRowParser } from '../../../functions/linkage/parse-row.ts';
import { cellsOf, nameOf } from './sample-files.ts';

const parse = (feed: Feed, wish: Readonly<Record<string, string>> = {}) =>
  createRowParser(nameOf({ feed }))({ line: 7, cells: Object.values(cellsOf(feed, wish)) });

const problems = (feed: Feed, wish: Readonly<Record<string, string>>) => {
  const row = parse(feed, wish);
  return row.ok ? [] : row.problems.map(({ column, rule }) => `${column}: ${rule}`);
};

const FOREIGN = {
  nationalityClass: '外国人',
  nationality: 'ベトナム',
  article30_45: '中長期在留者',
  registeredDomicile: '',
  familyRegisterHead: '',
  dateOfBirthText: '1978年4月5日',
};

describe('a good row', () => {
  test('keeps every text code point for code point', () => {
    const fullName = '葛\u{e0100}城　𠮷\u{e757}が\u{10fffd}神';
    const row = parse('resident', { fullName: ` ${fullName} `, remarks: '一\r\n二' });
    if (!row.ok || row.change.kind !== 'resident') throw new Error('rejected');
    expect(row.change.fact.fullName).toBe(` ${fullName} `);
    expect(row.change.fact.remarks).toBe('一\r\n二');
  });

  test('of a foreign resident carries the items of residence', () => {
    const row = parse('resident', { ...FOREIGN, periodOfStayExpiryText: '2028年3月31日' });
    if (!row.ok || row.change.kind !== 'resident') throw new Error('rejected');
    expect(row.change.fact.foreign).toMatchObject({
      nationality: 'ベトナム',
      periodOfStayExpiry: { text: '2028年3月31日', date: '2028-03-31' },
    });
  });

  test('with a partly unknown date of birth keeps its text and has no day', () => {
    const row = parse('resident', { dateOfBirthText: '昭和20年月日不詳', dateOfBirth: '' });
    if (!row.ok || row.change.kind !== 'resident') throw new Error('rejected');
    expect(row.change.fact.dateOfBirth).toEqual({ text: '昭和20年月日不詳', date: undefined });
  });

  test('of a restriction is taken over whatever its end date says', () => {
    expect(parse('restriction', { from: '2026-04-01', until: '2020-01-01' }).ok).toBe(true);
  });
});

describe('a row that breaks a rule names the column and the rule', () => {
  test.each([
    ['resident', { personId: '12345' }, ['宛名番号: pattern']],
    ['resident', { number: '0' }, ['連携番号: integer']],
    ['resident', { number: '1.5' }, ['連携番号: integer']],
    ['resident', { state: '不明' }, ['住民状態: choice']],
    ['resident', { transferPending: '2' }, ['転出予定: flag']],
    ['resident', { movedInNotifiedOn: '2026-02-29' }, ['転入届出日: date']],
    ['resident', { movedInNotifiedOn: '0000-01-01' }, ['転入届出日: date']],
    ['resident', { fullName: '' }, ['氏名: required']],
    ['resident', { fullName: 'あ'.repeat(2001) }, ['氏名: too-long']],
    ['resident', { fullName: 'a\u0000b' }, ['氏名: control-character']],
    ['resident', { address: 'a\tb' }, ['住所: control-character']],
    ['resident', { address: 'a\nb' }, ['住所: line-break']],
    ['resident', { remarks: 'a\rb' }, ['備考: control-character']],
    ['resident', { fullName: '\ufffd' }, ['氏名: destroyed-character']],
    ['resident', { fullName: 'a\ufeff' }, ['氏名: noncharacter']],
    ['resident', { fullName: '\u{1fffe}' }, ['氏名: noncharacter']],
    ['resident', { nationality: 'ベトナム' }, ['国籍・地域: foreign-only']],
    ['resident', { alternativeName: '伊達' }, ['通称: foreign-only']],
    ['resident', { ...FOREIGN, nationality: '' }, ['国籍・地域: foreign-required']],
    ['resident', { ...FOREIGN, article30_45: '' }, ['30条45区分: foreign-required']],
    ['resident', { ...FOREIGN, registeredDomicile: '北海道' }, ['本籍: japanese-only']],
    ['resident', { dateOfBirth: '1978-04-06' }, ['生年月日: birth-date-mismatch']],
    ['resident', { ...FOREIGN, dateOfBirth: '1978-04-06' }, ['生年月日: birth-date-mismatch']],
    [
      'resident',
      { dateOfBirthText: '昭和20年月日不詳', dateOfBirth: '1945-01-01' },
      ['生年月日: birth-date-mismatch'],
    ],
    ['resident', { epoch: '2' }, ['連携世代: epoch-ahead']],
    ['resident', { sex: '', relationshipToHead: '' }, ['性別: required', '続柄: required']],
    ['serial', { validFrom: '2026-01-01', validUntil: '2025-12-31' }, ['有効期間の満了日: period-reversed']],
    ['serial', { serial: 'ＡＢ' }, ['シリアル番号: pattern']],
    ['restriction', { kind: 'DV' }, ['制限区分: choice']],
    ['restriction', { from: '' }, ['開始日: date']],
  ] as const)('%s %o', (feed, wish, expected) => {
    expect(problems(feed, wish)).toEqual(expected);
  });

  test('never with the value', () => {
    const secret = '秘密氏名';
    for (const property of Object.keys(cellsOf('resident'))) {
      const row = parse('resident', { [property]: `${secret}\u0007` });
      expect(row.ok).toBe(false);
      expect(JSON.stringify(row)).not.toContain(secret);
    }
  });
});

describe('of a rejected row as much as possible is saved, so that its person can be closed', () => {
  const salvage = (feed: Feed, wish: Readonly<Record<string, string>>) => {
    const row = parse(feed, wish);
    return row.ok ? undefined : row.salvaged;
  };

  test('person, sequence and what it was about', () => {
    expect(salvage('restriction', { from: 'x' })).toEqual({
      personId: '000000000012345',
      sequence: { epoch: 1, number: 1024 },
      subject: 'protection#all',
    });
    expect(salvage('serial', { validUntil: 'x' })?.subject).toBe('JPKI-AUTH-03#0A1B2C3D4E5F');
    expect(salvage('restriction', { kind: 'x' })?.subject).toBeUndefined();
    expect(salvage('resident', { personId: 'x' })?.personId).toBeUndefined();
  });

  test('a generation ahead closes in the generation of the file', () => {
    expect(salvage('resident', { epoch: '9' })?.sequence).toEqual({ epoch: 1, number: 1024 });
  });

  test.each([-1, 1])('a row with %i columns too many is rejected, its first columns are believed', (more) => {
    const cells = Object.values(cellsOf('serial'));
    const changed = more < 0 ? cells.slice(0, -1) : [...cells, 'x'];
    const row = createRowParser(nameOf({ feed: 'serial' }))({ line: 3, cells: changed });
    expect(row).toMatchObject({
      ok: false,
      line: 3,
      problems: [{ column: '（行全体）', rule: 'column-count' }],
      salvaged: { personId: '000000000012345', sequence: { epoch: 1, number: 1024 } },
    });
  });
});
