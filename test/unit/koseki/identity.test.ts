import { describe, expect, test } from 'vitest';
import { showsRecordCode, textFault, wantedText } from '../../../functions/koseki/identity.ts';
import { IdentityCheck } from '../../../functions/koseki/identity-check.ts';
import type { KosekiOption, KosekiRequest } from '../../../functions/koseki/index.ts';
import type { Inspected } from '../../../functions/pdf/inspect/index.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { PAPER_LINES } from '../../../lib/config/stand-in-links.ts';
import { requestOf } from './stand-in.ts';

const TEXT = IdentityCheck.parse({ by: 'text', lines: PAPER_LINES });
const BOTH = IdentityCheck.parse({ by: 'echo-and-text', lines: PAPER_LINES });

const PERSON = {
  registeredDomicile: '北海道室蘭市幸町1番',
  familyRegisterHead: '林　一郎',
  fullNames: ['林　太郎'],
};

function request(changes: Partial<KosekiRequest> = {}): KosekiRequest {
  const register = { id: 'H1', domicile: '', head: '', compiledOn: '', members: [], isPending: false };
  const member = { key: 'K1', fullName: '林　太郎', givenName: '太郎', dateOfBirth: '', sex: '男' };
  const rest = { parents: { father: '', mother: '' }, relationship: '長男', isEnrolled: true, stays: [] };
  const municipality = '012050' as KosekiRequest['municipality'];
  return requestOf(
    { municipality, register, member: { ...member, ...rest } },
    { expected: PERSON, ...changes },
  );
}

const supplement = (...options: KosekiOption[]): KosekiRequest =>
  request({ kind: 'supplement-full', options });

type Pages = Inspected['pages'];
const paper = (...pages: string[]): Pages =>
  pages.map((text) => ({ width: 595, height: 842, text, textIsComplete: true }));

const GOOD = '全部事項証明書\n本　　籍 北海道室蘭市幸町1番\n氏　　名 林　一郎\n【名】太郎\n【続柄】長男';

function faultIn(pages: Pages, asked = request(), check = TEXT) {
  const wanted = unwrap(wantedText(check, asked));
  return wanted === undefined ? 'not compared' : textFault(pages, wanted);
}

describe('a paper is known by its text (INV-6)', () => {
  test('氏名 and 本籍 of the request stand in lines of their own', () => {
    expect(faultIn(paper(GOOD))).toBeUndefined();
  });

  test.each([
    ['a longer 本籍', GOOD.replace('幸町1番', '幸町1番地'), 'registeredDomicile'],
    ['a shorter 本籍', GOOD.replace('幸町1番', '幸町1'), 'registeredDomicile'],
    ['a longer 氏', GOOD.replace('林　一郎', '小林　一郎'), 'familyRegisterHead'],
    ['a longer 名', GOOD.replace('太郎', '太郎丸'), 'givenName'],
    ['a name with a variation selector', GOOD.replace('太郎', '太郎\u{e0100}'), 'givenName'],
    ['a name of a compatibility character', GOOD.replace('林　一郎', '\uf9f4　一郎'), 'familyRegisterHead'],
    ['a code without a character', GOOD.replace('太郎', '太\ufffd'), 'givenName'],
    ['another label', GOOD.replace('【名】', '【父】'), 'givenName'],
    ['something beside the value', GOOD.replace('【名】太郎', '【名】太郎 【続柄】長男'), 'givenName'],
  ])('%s is not the same', (_, text, lacks) => {
    expect(faultIn(paper(text))).toEqual({ kind: 'text-mismatch', lacks });
  });

  test('a name whose selector the paper lacks is not the same', () => {
    const expected = { ...PERSON, fullNames: ['林　太郎\u{e0102}'] };
    expect(faultIn(paper(GOOD), request({ expected }))).toEqual({
      kind: 'text-mismatch',
      lacks: 'givenName',
    });
    const text = GOOD.replace('太郎', '太郎\u{e0102}');
    expect(faultIn(paper(text), request({ expected }))).toBeUndefined();
  });

  test('a value may run on over the next lines, but not over the end of a page', () => {
    const long = GOOD.replace('幸町1番', '幸\n町1番');
    expect(faultIn(paper(long))).toBeUndefined();
    const [before = '', after = ''] = long.split('\n町1番');
    expect(faultIn(paper(before, `町1番${after}`))).toMatchObject({ lacks: 'registeredDomicile' });
  });

  test('every subject has to be there', () => {
    const two = request({ expected: { ...PERSON, fullNames: ['林　太郎', '林　花子'] } });
    expect(faultIn(paper(GOOD), two)).toEqual({ kind: 'text-mismatch', lacks: 'givenName' });
    expect(faultIn(paper(GOOD, '【名】花子'), two)).toBeUndefined();
  });

  test('a page that cannot be read is a doubt', () => {
    const [page] = paper(GOOD);
    const unreadable = { width: 595, height: 842 };
    for (const check of [TEXT, BOTH])
      expect(faultIn([page ?? unreadable, unreadable], request(), check)).toEqual({
        kind: 'text-unreadable',
        page: 2,
      });
  });

  test('where nothing else vouches, every code of it has to be readable', () => {
    const pages = [...paper(GOOD), { width: 595, height: 842, text: '\ufffd', textIsComplete: false }];
    expect(faultIn(pages)).toEqual({ kind: 'text-unreadable', page: 2 });
    expect(faultIn(pages, request(), BOTH)).toBeUndefined();
  });
});

describe('what a link could not tell is not asked', () => {
  const faultOf = (asked: KosekiRequest, check = TEXT) => {
    const wanted = wantedText(check, asked);
    return wanted.ok ? undefined : wanted.error;
  };

  test('without an echo, a person whose names the registry does not know', () => {
    const { expected: _, ...unknown } = request();
    expect(faultOf(unknown)).toEqual({ kind: 'not-verifiable', lacks: 'registeredDomicile' });
    expect(faultOf(request({ expected: { ...PERSON, registeredDomicile: '' } }))).toMatchObject({
      kind: 'not-verifiable',
    });
  });

  test('with one, the echo alone vouches for such a person', () => {
    const { expected: _, ...unknown } = request();
    expect(faultIn(paper('no names'), unknown, BOTH)).toBe('not compared');
  });

  test('a name whose 氏 and 名 cannot be told apart', () => {
    expect(faultOf(request({ expected: { ...PERSON, fullNames: ['林太郎'] } }))).toEqual({
      kind: 'not-verifiable',
      lacks: 'givenName',
    });
  });

  test('without an echo, a 附票 on which no 本籍 is', () => {
    expect(faultOf(supplement())).toEqual({
      kind: 'not-verifiable',
      lacks: 'registeredDomicileNotAskedFor',
    });
    expect(faultOf(supplement('domicile'))).toBeUndefined();
    expect(faultOf(supplement(), BOTH)).toBeUndefined();
  });
});

describe('what is not asked for is not on the paper (住民基本台帳法20条)', () => {
  test('本籍 and 筆頭者 of a 附票', () => {
    expect(faultIn(paper('【名】太郎'), supplement(), BOTH)).toBeUndefined();
    for (const line of ['本　籍 北海道室蘭市幸町1番', '筆 頭 者 林　一郎'])
      expect(faultIn(paper(`${line}\n【名】太郎`), supplement(), BOTH)).toEqual({
        kind: 'unasked',
        item: 'domicile',
      });
  });

  test('住民票コード, whatever was asked for', () => {
    expect(showsRecordCode(paper('【住民票コード】 12345 678901'))).toBe(true);
    expect(showsRecordCode(paper('住民票コード\n１２３４５６７８９０１'))).toBe(true);
    expect(showsRecordCode(paper('【住民票コード】省略', '【住所】12345678901'))).toBe(false);
  });
});

describe('the lines of a vendor’s papers', () => {
  const parsed = (register: readonly string[]) =>
    IdentityCheck.safeParse({ by: 'text', lines: { ...PAPER_LINES, register } }).success;

  test('name 本籍 and a person, each line one of them', () => {
    expect(parsed(['本籍{registeredDomicile}', '{fullName}'])).toBe(true);
    expect(parsed(['本籍{registeredDomicile}'])).toBe(false);
    expect(parsed(['氏名{fullName}'])).toBe(false);
    expect(parsed(['本籍{registeredDomicile}', '氏名{name}', '{fullName}'])).toBe(false);
    expect(parsed(['本籍{registeredDomicile}氏名{fullName}'])).toBe(false);
    expect(parsed(['本　籍{registeredDomicile}', '{fullName}'])).toBe(false);
  });
});
