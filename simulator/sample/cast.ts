import { partsOf } from '../../functions/shared/time.ts';
import { toWesternText } from '../../functions/shared/wareki.ts';
import { addDays, addYears, dayOf } from './calendar.ts';
import type { HouseholdDraft, MemberDraft, RestrictionDraft, SerialPlan } from './drafts.ts';
import { birthdayFor, householdOfTwenty, member, otherSex, type Setting } from './families.ts';
import { foreignDraft, LONG_FULL_NAME } from './foreign-people.ts';
import { type Name, ordinaryFamilyName, ordinaryGivenName } from './names.ts';
import { longPlaceIn } from './places.ts';
import { EXTENSION_NAMES, eudcFamilyName, missingGlyphFamilyName, VARIATION_NAMES } from './special-names.ts';
import type { ChurnRole, ResidentRow } from './types.ts';

const RESTRICTION: RestrictionDraft = {
  kind: '支援措置',
  certificateType: '全て',
  state: '制限',
  householdWide: true,
};

/**
 * Households that stand for one particular matter each, so that every city has somebody for everything that a
 * certificate may meet. The first ones matter most: a small world may have no room for the last.
 */
export function castHouseholds(setting: Setting): readonly HouseholdDraft[] {
  const { random, city, today } = setting;
  const alone = (draft: Partial<MemberDraft> = {}, age = random.integer(30, 70)): HouseholdDraft => {
    const base = member(setting, { family: ordinaryFamilyName(random), age, relationship: '世帯主' });
    return { members: [{ ...base, serials: 'card', ...draft }] };
  };
  const named = (family: Name): HouseholdDraft => alone({ family });
  const withCells = (cells: Partial<ResidentRow>): HouseholdDraft => alone({ cells });
  const withSerials = (serials: SerialPlan): HouseholdDraft => alone({ serials });
  const pair = (
    head: Partial<MemberDraft>,
    partner: Partial<MemberDraft>,
    family = ordinaryFamilyName(random),
  ) => {
    const first = member(setting, { family, age: random.integer(32, 60), relationship: '世帯主' });
    const second = member(setting, {
      family,
      age: random.integer(32, 60),
      relationship: first.sex === '男' ? '妻' : '夫',
      sex: otherSex(first.sex),
    });
    return {
      members: [
        { ...first, serials: 'card' as const, ...head },
        { ...second, serials: 'card' as const, ...partner },
      ],
    };
  };
  const foreigner = (registered: boolean, cells: Partial<ResidentRow> = {}): HouseholdDraft => {
    const base = member(setting, {
      family: { text: '', kana: '' },
      age: random.integer(22, 45),
      relationship: '世帯主',
    });
    return {
      members: [
        { ...base, serials: 'card', foreign: foreignDraft(random, base.sex, today, { registered }), cells },
      ],
    };
  };
  const churning = (churn: ChurnRole, household: HouseholdDraft): HouseholdDraft => ({ ...household, churn });

  return [
    householdOfTwenty(setting),
    alone({ restrictions: [RESTRICTION] }),
    pair({ restrictions: [RESTRICTION] }, {}),
    alone({
      restrictions: [
        { ...RESTRICTION, kind: 'その他', certificateType: '住民票の写し', householdWide: false },
      ],
    }),
    pair({ restrictions: [{ ...RESTRICTION, kind: 'その他', householdWide: false }] }, {}),
    alone({ restrictions: [{ ...RESTRICTION, state: '解除' }] }),
    alone({ restrictions: [{ ...RESTRICTION, state: '解除', kind: 'その他', householdWide: false }] }),
    aroundFifteen(setting),
    named(random.pick(VARIATION_NAMES.family)),
    pair({ given: random.pick(VARIATION_NAMES.given), sex: '男' }, {}, random.pick(VARIATION_NAMES.family)),
    named(random.pick(EXTENSION_NAMES.family)),
    alone({ family: random.pick(EXTENSION_NAMES.family), given: random.pick(EXTENSION_NAMES.given) }),
    named(eudcFamilyName(random, city)),
    pair({}, {}, eudcFamilyName(random, city)),
    named(missingGlyphFamilyName(random, city)),
    named(missingGlyphFamilyName(random, city)),
    foreigner(true),
    foreigner(true),
    foreigner(false),
    pair({}, { formerFamily: ordinaryFamilyName(random) }),
    alone({ formerFamily: random.pick(VARIATION_NAMES.family) }),
    withCells({ state: '転出' }),
    withCells({ state: '転出' }),
    pair({}, { cells: { state: '死亡' } }),
    withCells({ state: '死亡' }),
    withCells({ state: '職権消除' }),
    withCells({ state: '職権消除' }),
    pair({}, { cells: { transferPending: '1' } }),
    withCells({ transferPending: '1' }),
    withCells({ changeUnsettled: '1' }),
    withCells({ changeUnsettled: '1' }),
    movedInToday(setting),
    alone({ cells: { dateOfBirthText: '昭和20年月日不詳', dateOfBirth: '' } }, 80),
    alone({ cells: { dateOfBirthText: '昭和12年3月日不詳', dateOfBirth: '' } }, 88),
    foreigner(false, { dateOfBirthText: '1984年月日不詳', dateOfBirth: '' }),
    withSerials('card-and-phone'),
    withSerials('card-and-phone'),
    withSerials('renewed'),
    withSerials('renewed'),
    withSerials('revoked'),
    withSerials('revoked'),
    withSerials('expired'),
    withSerials('expired'),
    withSerials('none'),
    { ...alone(), place: longPlaceIn(random, city.name) },
    longNamed(setting),
    churning('mover', pair({}, {})),
    churning('renewer', alone()),
    churning('renewer', alone()),
    churning('restricted', alone()),
    churning('parent', pair({}, {})),
  ];
}

/** Three children with cards: fifteen since yesterday, today and (not yet) tomorrow; and one born on 29 February. */
function aroundFifteen(setting: Setting): HouseholdDraft {
  const { random, today } = setting;
  const family = ordinaryFamilyName(random);
  const parent = member(setting, { family, age: 45, relationship: '世帯主' });
  const child = (birth: MemberDraft['birth']): MemberDraft => ({
    ...member(setting, { family, age: 15, relationship: '子', sex: '女' }),
    given: ordinaryGivenName(random, '女', birth),
    birth,
    serials: 'card',
  });
  const fifteenToday = addYears(today, -15);
  const days = [-1, 0, 1].map((days) => child(addDays(fifteenToday, days)));
  const year = partsOf(today).year - 14;
  const leap = child(dayOf({ year: year - (year % 4), month: 2, day: 29 }));
  return { members: [{ ...parent, serials: 'card' }, ...days, leap] };
}

function movedInToday(setting: Setting): HouseholdDraft {
  const { today } = setting;
  const family = ordinaryFamilyName(setting.random);
  const cells = { movedInNotifiedOn: today };
  const head = member(setting, { family, age: 34, relationship: '世帯主', sex: '男' });
  const partner = member(setting, { family, age: 33, relationship: '妻', sex: '女' });
  return {
    members: [
      { ...head, serials: 'card', cells },
      { ...partner, serials: 'card', cells },
    ],
  };
}

/** The longest name that the world has, with a long address. */
function longNamed(setting: Setting): HouseholdDraft {
  const { random, city, today } = setting;
  const birth = birthdayFor(setting, 38);
  const base = member(setting, {
    family: { text: '', kana: '' },
    age: 38,
    relationship: '世帯主',
    sex: '女',
  });
  const foreign = {
    ...foreignDraft(random, '女', today, { registered: true }),
    nationality: 'ブラジル',
    fullName: LONG_FULL_NAME,
    article30_45: '中長期在留者',
    residenceStatus: '高度専門職1号ロ',
    periodOfStay: '5年',
    periodOfStayExpiryText: toWesternText(addDays(today, 800)),
  };
  return {
    members: [{ ...base, birth, serials: 'card', foreign }],
    place: longPlaceIn(random, city.name),
  };
}
