import { describe, expect, test } from 'vitest';
import {
  CopyOption,
  CopyScope,
  contentOf,
  ResidentRecordCopy,
  residentRecordCopy,
} from '../../../functions/certificates/index.ts';
import { copyOf, foreign, household, inputOf, japanese, pagesOf, template, textsOf } from './fixtures.ts';

const subjectOf = (copy: ResidentRecordCopy) => copy.subjects[0];
const contentWith = (more: Parameters<typeof copyOf>[0]) => contentOf(template, copyOf(more));

describe('what a copy of the resident record says', () => {
  test('always: name, its kana, birth, sex, address, dates and the former address, word for word', () => {
    expect(contentWith({})).toMatchObject({
      scope: '（個人の写し）',
      issuedOn: '令和8年11月23日',
      head: '見本市長山田 一郎',
      'household.address': '北海道見本市幸町1番2号',
      'household.buildingNameEtc': '海岸ハイツ301号',
      'subjects[0].fullName': '見本 太郎',
      'subjects[0].fullNameKana': 'ミホン タロウ',
      'subjects[0].dateOfBirth': '昭和53年4月5日',
      'subjects[0].sex': '男',
      'subjects[0].becameResidentOn': '平成14年4月1日',
      'subjects[0].addressFixedOn': '令和2年5月1日',
      'subjects[0].notifiedOn': '令和2年5月7日',
      'subjects[0].previousAddress': '北海道札幌市中央区北一条西2丁目',
    });
  });

  test('a date that is not fully known is printed as it was recorded', () => {
    const unknown = { ...japanese, dateOfBirth: { text: '昭和20年月日不詳' } };
    expect(contentWith({ subjects: [unknown] })['subjects[0].dateOfBirth']).toBe('昭和20年月日不詳');
  });

  test('旧氏 with its kana, 通称 and 備考 wherever they are recorded, whatever was asked for', () => {
    const recorded = {
      ...foreign,
      formerFamilyName: '旧見本',
      formerFamilyNameKana: 'キュウミホン',
      remarks: '備考の文',
    };
    expect(contentWith({ subjects: [recorded] })).toMatchObject({
      'subjects[0].formerFamilyName': '旧見本',
      'subjects[0].formerFamilyNameKana': 'キュウミホン',
      'subjects[0].alternativeName': '見本 花子',
      'subjects[0].remarks': '備考の文',
    });
  });

  test('no row for a 旧氏, 通称, kana or 備考 that is not recorded', () => {
    const plain = { ...japanese, fullNameKana: undefined };
    const slots = Object.keys(contentWith({ subjects: [plain] }));
    for (const field of ['fullNameKana', 'formerFamilyName', 'alternativeName', 'remarks', 'address']) {
      expect(slots).not.toContain(`subjects[0].${field}`);
    }
  });

  test('what is recorded for nobody is marked, so that nothing can be written into its place', () => {
    const plain = { ...japanese, previousAddress: undefined, notifiedOn: undefined };
    expect(contentWith({ subjects: [plain] })).toMatchObject({
      'subjects[0].previousAddress': '（記載なし）',
      'subjects[0].notifiedOn': '（記載なし）',
    });
  });

  test('a member whose address or head is recorded otherwise than in the heading has it in their own block', () => {
    const [first, second] = household(2);
    if (first === undefined || second === undefined) throw new Error('two members');
    const other = { ...second, address: '北海道見本市港町3番', headOfHousehold: '別人 次郎' };
    const content = contentWith({
      subjects: [first, other],
      scope: 'household',
      options: ['relationship'],
    });
    expect(content['subjects[0].address']).toBeUndefined();
    expect(content['subjects[1].address']).toBe('北海道見本市港町3番');
    expect(content['subjects[1].headOfHousehold']).toBe('別人 次郎');
  });
});

const ASKED: Readonly<Record<CopyOption, Readonly<Record<string, string>>>> = {
  relationship: { 'household.headOfHousehold': '見本 太郎', 'subjects[0].relationshipToHead': '世帯主' },
  domicile: {
    'subjects[0].registeredDomicile': '北海道見本市幸町1番',
    'subjects[0].familyRegisterHead': '見本 一郎',
  },
  residency: {
    'subjects[1].nationality': 'ベトナム',
    'subjects[1].article30_45': '中長期在留者',
    'subjects[1].residenceStatus': '技術・人文知識・国際業務',
    'subjects[1].periodOfStay': '3年',
    'subjects[1].periodOfStayExpiry': '2028年3月31日',
    'subjects[1].residenceCardNumber': 'AB12345678CD',
  },
  // not in the copy itself: see `withNumbers`
  'individual-number': {},
};

const subsets = (all: readonly CopyOption[]): CopyOption[][] =>
  Array.from({ length: 2 ** all.length }, (_, mask) =>
    all.filter((__, index) => (mask & (1 << index)) !== 0),
  );

describe.each(CopyScope.options)('options of scope %s', (scope) => {
  test.each(subsets(CopyOption.options).map((asked) => ({ asked })))(
    '$asked: exactly these are printed',
    ({ asked }) => {
      const subjects = scope === 'individual' ? [japanese] : [japanese, foreign];
      const copy = copyOf({ subjects, scope, options: asked });
      const content = contentOf(template, copy);
      const texts = textsOf(pagesOf(copy)).join('\n');
      for (const option of CopyOption.options) {
        for (const [slot, text] of Object.entries(ASKED[option])) {
          if (scope === 'individual' && slot.startsWith('subjects[1]')) continue;
          expect(content[slot]).toBe(asked.includes(option) ? text : '（省略）');
        }
      }
      expect(texts.includes('AB12345678CD')).toBe(scope !== 'individual' && asked.includes('residency'));
      expect(texts.includes('北海道見本市幸町1番\n')).toBe(asked.includes('domicile'));
    },
  );
});

describe('what a copy never holds', () => {
  test('what was not asked for is not even in the model that is kept', () => {
    const head = { headOfHousehold: '世帯 主男' };
    const subjects = [
      { ...japanese, ...head },
      { ...foreign, ...head },
    ];
    const kept = JSON.stringify(copyOf({ subjects, scope: 'household' }));
    for (const text of ['世帯', '妻', '見本 一郎', '幸町1番"', 'ベトナム', 'AB12345678CD']) {
      expect(kept).not.toContain(text);
    }
  });

  test('a Japanese has no residence status and a foreigner no 本籍, whatever is asked and recorded', () => {
    const options = [...CopyOption.options];
    const strange = { ...foreign, registeredDomicile: '本籍', familyRegisterHead: '筆頭者' };
    const copy = copyOf({
      subjects: [{ ...japanese, foreign: foreign.foreign }, strange],
      scope: 'partial',
      options,
    });
    expect(subjectOf(copy)?.nationality).toBeUndefined();
    expect(copy.subjects[1]?.registeredDomicile).toBeUndefined();
    const content = contentOf(template, copy);
    expect(content['subjects[0].nationality']).toBeUndefined();
    expect(content['subjects[1].registeredDomicile']).toBeUndefined();
  });

  test('no number of the person or the household', () => {
    const kept = JSON.stringify(copyOf({ options: [...CopyOption.options] }));
    expect(kept).not.toContain(japanese.personId);
    expect(kept).not.toContain(japanese.householdId);
  });
});

describe('the model', () => {
  test('comes back from JSON equal, and its options have one order', () => {
    const copy = copyOf({
      subjects: [japanese, foreign],
      scope: 'household',
      options: ['residency', 'domicile'],
    });
    expect(ResidentRecordCopy.parse(JSON.parse(JSON.stringify(copy)))).toEqual(copy);
    expect(copy.options).toEqual(['domicile', 'residency']);
  });

  test('is not made from its input by changing it', () => {
    const input = inputOf({ subjects: [japanese, foreign], scope: 'household' });
    const before = structuredClone(input);
    expect(residentRecordCopy(input)).toEqual(residentRecordCopy(input));
    expect(input).toEqual(before);
  });

  test('keeps a variation selector and a supplementary character as they came', () => {
    const name = '葛\u{e0102}西 \u{20bb7}子';
    expect(subjectOf(copyOf({ subjects: [{ ...japanese, fullName: name }] }))?.fullName).toBe(name);
  });
});

describe('a copy is refused', () => {
  const faultOf = (more: Parameters<typeof inputOf>[0]) => {
    const copy = residentRecordCopy(inputOf(more));
    return copy.ok ? undefined : copy.error;
  };

  test('without a subject, over twenty, or of two for scope individual', () => {
    expect(faultOf({ subjects: [] })).toEqual({ kind: 'no-subject' });
    expect(faultOf({ subjects: household(21), scope: 'household' })).toEqual({ kind: 'too-many-subjects' });
    expect(faultOf({ subjects: household(2) })).toEqual({ kind: 'not-one-subject' });
  });

  test('when its subjects are of two households or one comes twice', () => {
    const elsewhere = { ...foreign, householdId: '000000000000999' as typeof foreign.householdId };
    expect(faultOf({ subjects: [japanese, elsewhere], scope: 'partial' })).toEqual({
      kind: 'not-one-household',
    });
    expect(faultOf({ subjects: [japanese, japanese], scope: 'partial' })).toEqual({
      kind: 'duplicate-subject',
      field: 'subjects[1]',
    });
  });

  test('when a foreign resident has no residence facts', () => {
    const { foreign: _, ...bare } = foreign;
    expect(faultOf({ subjects: [bare] })).toEqual({
      kind: 'missing-foreign-residence',
      field: 'subjects[0]',
    });
  });

  test('when something that must be printed cannot be', () => {
    expect(faultOf({ certificateNumber: 'number 1' })).toEqual({
      kind: 'unprintable',
      field: 'certificateNumber',
    });
    expect(faultOf({ head: { title: '市長', name: '' } })).toEqual({
      kind: 'unprintable',
      field: 'head.name',
    });
  });
});
