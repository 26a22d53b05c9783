import type { LocalDate } from '../../functions/shared/time.ts';
import { addDays, addYears } from './calendar.ts';
import type { HouseholdDraft, MemberDraft } from './drafts.ts';
import { foreignDraft } from './foreign-people.ts';
import type { SampleMunicipality } from './municipalities.ts';
import { type Name, ordinaryFamilyName, ordinaryGivenName, type Sex } from './names.ts';
import type { Random } from './random.ts';
import { EXTENSION_NAMES, eudcFamilyName, VARIATION_NAMES } from './special-names.ts';

/** What the making of a household needs to know. */
export type Setting = {
  readonly random: Random;
  readonly city: SampleMunicipality;
  readonly today: LocalDate;
};

/** A birthday that makes somebody `age` years old today, never today itself. */
export function birthdayFor({ random, today }: Setting, age: number): LocalDate {
  return addDays(addYears(today, -age), -random.integer(1, 360));
}

export const otherSex = (sex: Sex): Sex => (sex === '男' ? '女' : '男');

/** A person of that age with nothing particular about them. */
export function member(
  setting: Setting,
  as: { readonly family: Name; readonly age: number; readonly relationship: string; readonly sex?: Sex },
): MemberDraft {
  const sex = as.sex ?? (setting.random.chance(0.49) ? '男' : '女');
  const birth = birthdayFor(setting, as.age);
  return {
    family: as.family,
    given: ordinaryGivenName(setting.random, sex, birth),
    sex,
    birth,
    relationship: as.relationship,
    serials: 'by-chance',
  };
}

/** Now and then a family has a name beyond the basic plane, as in a real city. */
function someFamilyName({ random, city }: Setting): Name {
  return random.weighted([
    [() => ordinaryFamilyName(random), 955],
    [() => random.pick(VARIATION_NAMES.family), 25],
    [() => random.pick(EXTENSION_NAMES.family), 10],
    [() => eudcFamilyName(random, city), 10],
  ] as const)();
}

/** Ages of grown-ups in cities where four of ten are over 65. */
function adultAge(random: Random): number {
  return random.weighted([
    [() => random.integer(18, 29), 12],
    [() => random.integer(30, 49), 24],
    [() => random.integer(50, 64), 25],
    [() => random.integer(65, 79), 27],
    [() => random.integer(80, 99), 12],
  ] as const)();
}

function couple(setting: Setting, family: Name, age: number): MemberDraft[] {
  const { random } = setting;
  const headSex: Sex = random.chance(0.9) ? '男' : '女';
  const head = member(setting, { family, age, relationship: '世帯主', sex: headSex });
  const partnerAge = Math.max(18, age + random.integer(-5, 3));
  const relationship = headSex === '男' ? '妻' : '夫';
  const partner = member(setting, { family, age: partnerAge, relationship, sex: otherSex(headSex) });
  const bearsFormerName = relationship === '妻' && partnerAge < 60 && random.chance(0.06);
  return [head, bearsFormerName ? { ...partner, formerFamily: ordinaryFamilyName(random) } : partner];
}

function children(setting: Setting, family: Name, youngestParent: number, count: number): MemberDraft[] {
  const oldest = Math.max(0, youngestParent - setting.random.integer(20, 30));
  return Array.from({ length: count }, (_, index) =>
    member(setting, { family, age: Math.max(0, oldest - index * 2), relationship: '子' }),
  );
}

function foreignHousehold(setting: Setting): HouseholdDraft {
  const { random, today } = setting;
  const drafts = Array.from(
    {
      length: random.weighted([
        [1, 7],
        [2, 2],
      ] as const),
    },
    (_, index) => {
      const base = member(setting, {
        family: { text: '', kana: '' },
        age: random.integer(20, 45),
        relationship: index === 0 ? '世帯主' : '同居人',
      });
      return { ...base, foreign: foreignDraft(random, base.sex, today, { registered: false }) };
    },
  );
  return { members: drafts };
}

/** A household as most are: one to nine people of plausible ages. */
export function ordinaryHousehold(setting: Setting): HouseholdDraft {
  const { random } = setting;
  if (random.chance(0.015)) return foreignHousehold(setting);
  const family = someFamilyName(setting);
  const single = () => [member(setting, { family, age: adultAge(random), relationship: '世帯主' })];
  const pair = () => couple(setting, family, Math.max(24, adultAge(random)));
  const withChildren = () => {
    const age = random.integer(27, 58);
    const parents = couple(setting, family, age);
    return [
      ...parents,
      ...children(
        setting,
        family,
        age,
        random.weighted([
          [1, 5],
          [2, 4],
          [3, 2],
          [4, 1],
        ] as const),
      ),
    ];
  };
  const oneParent = () => {
    const age = random.integer(25, 55);
    const head = member(setting, {
      family,
      age,
      relationship: '世帯主',
      ...(random.chance(0.85) ? { sex: '女' as const } : {}),
    });
    return [head, ...children(setting, family, age, random.integer(1, 3))];
  };
  const threeGenerations = () => {
    const age = random.integer(35, 52);
    const grandparents = [
      member(setting, { family, age: age + random.integer(22, 30), relationship: '父', sex: '男' }),
      member(setting, { family, age: age + random.integer(20, 28), relationship: '母', sex: '女' }),
    ];
    const young = children(setting, family, age, random.integer(1, 5));
    return [...couple(setting, family, age), ...young, ...grandparents.slice(random.integer(0, 1))];
  };
  const make = random.weighted([
    [single, 40],
    [pair, 30],
    [withChildren, 19],
    [oneParent, 8],
    [threeGenerations, 3],
  ] as const);
  return { members: make() };
}

/** Four generations under one roof: as many people as a certificate of a whole household has to hold. */
export function householdOfTwenty(setting: Setting): HouseholdDraft {
  const family = ordinaryFamilyName(setting.random);
  const plan: readonly (readonly [relationship: string, age: number, sex: Sex])[] = [
    ['世帯主', 68, '男'],
    ['妻', 66, '女'],
    ['父', 93, '男'],
    ['母', 90, '女'],
    ['子', 44, '男'],
    ['子の妻', 42, '女'],
    ['子の子', 19, '女'],
    ['子の子', 16, '男'],
    ['子の子', 13, '女'],
    ['子', 41, '男'],
    ['子の妻', 40, '女'],
    ['子の子', 17, '男'],
    ['子の子', 11, '男'],
    ['子の子', 8, '女'],
    ['子', 37, '女'],
    ['子の子', 5, '女'],
    ['子の子', 2, '男'],
    ['弟', 64, '男'],
    ['妹', 61, '女'],
    ['同居人', 33, '男'],
  ];
  const members = plan.map(([relationship, age, sex]) => {
    const own = relationship === '同居人' ? ordinaryFamilyName(setting.random) : family;
    const draft = member(setting, { family: own, age, relationship, sex });
    return relationship === '世帯主' || relationship === '妻'
      ? { ...draft, serials: 'card' as const }
      : draft;
  });
  return { members };
}
