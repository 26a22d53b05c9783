import { describe, expect, test } from 'vitest';
import type { RegistryChange } from '../../../functions/registry/index.ts';
import type { PersonId } from '../../../functions/shared/ids.ts';
import {
  date,
  domicile,
  koseki,
  personId,
  rejectedRow,
  restriction,
  serial,
} from '../registry/sample-changes.ts';
import {
  approved,
  FOREIGN_CARD,
  foreignWish,
  kosekiWish,
  kosekiWorld,
  REGISTER,
  SUPPLEMENT,
} from './koseki-world.ts';
import { adult, wishFor } from './own-world.ts';

// 仕様書 2(4) 戸籍証明書・戸籍附票; who may have them: 戸籍法10条, 住民基本台帳法20条.

type Wish = ReturnType<typeof kosekiWish>;

/** The codes for both types, where they are the same; otherwise those of each. */
async function codesAfter(changes: readonly RegistryChange[], wishOf: (type: string) => Wish = wishFor) {
  const { outcomeOf, asked } = await kosekiWorld(changes);
  const register = await outcomeOf(wishOf(REGISTER));
  const supplement = await outcomeOf(wishOf(SUPPLEMENT));
  const refused = [register, supplement].filter((outcome) => typeof outcome !== 'number');
  expect(asked).toHaveLength(2 - refused.length);
  return JSON.stringify(register) === JSON.stringify(supplement) ? register : { register, supplement };
}
const foreign = (type: string) => foreignWish({}, type);
const ISSUED = 2;
const others = (change: RegistryChange, changes: object) =>
  ({ ...change, fact: { ...('fact' in change ? change.fact : {}), ...changes } }) as RegistryChange;

describe('the applicant is 在籍 in a current register', () => {
  test('and gets both, whatever the household', async () => {
    expect(await codesAfter([])).toBe(ISSUED);
  });

  test('除籍 is refused: 現在戸籍 only', async () => {
    expect(await codesAfter([koseki(21, { removed: true })])).toEqual(['ISS-1232']);
  });

  test('one whose 本籍 is elsewhere is refused, and has the rest of the menu', async () => {
    const elsewhere = (type: string) => wishFor(type, { serial: 'B2' as Wish['serial'] });
    const newcomer = [adult(21, { person: 5, household: 5 }), serial(21, { person: 5, serial: 'B2' })];
    expect(await codesAfter(newcomer, elsewhere)).toEqual(['ISS-1231']);
    const { menu } = await kosekiWorld(newcomer);
    const answer = await menu({ ...FOREIGN_CARD, serial: 'B2' as Wish['serial'] });
    expect(answer.ok && answer.value).toMatchObject({ offers: [{ type: 'resident-record' }], register: [] });
  });

  test('仕様書 3(3)ウ: below the minimum age is refused', async () => {
    const child = adult(21, { dateOfBirth: { text: '平成27年4月5日', date: '2015-04-05' as never } });
    expect(await codesAfter([child])).toEqual(['ISS-1301']);
  });
});

describe('what closes one member closes the register for everyone in it', () => {
  test.each([
    ['戸籍の届出処理中', koseki(22, { person: 2, pending: true }), 'ISS-1233'],
    [
      'a death that the 戸籍 does not have yet',
      adult(22, { person: 2, household: 2, state: 'deceased' }),
      'ISS-1233',
    ],
    ['仕様書 3(2)①エ 支援措置', restriction(22, { person: 2 }), 'ISS-1207'],
    ['支援措置 of one who is no resident', restriction(22, { person: 3 }), 'ISS-1207'],
    ['支援措置 of one who has left the register', restriction(22, { person: 4 }), 'ISS-1207'],
    [
      '支援措置 whose row names another certificate and no household',
      others(restriction(22, { person: 2 }), { certificateType: 'resident-record', householdWide: false }),
      'ISS-1207',
    ],
    ['a row that could not be taken over', rejectedRow(22, 'koseki-index', { person: 3 }), 'ISS-1209'],
    ['a koseki person key that two people have', koseki(22, { person: 9, key: 3, koseki: 2 }), 'ISS-1235'],
  ])('%s, in whatever household', async (_, change, code) => {
    expect(await codesAfter([change])).toEqual([code]);
  });

  test('a restriction of another kind closes only what shows the person', async () => {
    const { outcomeOf } = await kosekiWorld([restriction(22, { person: 2, kind: 'other' })]);
    expect(await outcomeOf(kosekiWish())).toBe(ISSUED);
    expect(await outcomeOf(kosekiWish({ scope: 'household' }))).toEqual(['ISS-1208']);
    expect(await outcomeOf(kosekiWish({ scope: 'partial', subjects: [personId(2)] }))).toEqual(['ISS-1208']);
  });

  test('more than 30 people are refused by name', async () => {
    const many = Array.from({ length: 27 }, (_, index) => koseki(30, { person: 40 + index }));
    const { apply, outcomeOf, asked } = await kosekiWorld();
    for (let at = 0; at < 26; at += 13) await apply(...many.slice(at, at + 13));
    expect(await outcomeOf(kosekiWish())).toBe(ISSUED);
    await apply(...many.slice(26));
    expect(await outcomeOf(kosekiWish())).toEqual(['ISS-1234']);
    expect(asked).toHaveLength(1);
  });
});

describe('what closes the residents’ types', () => {
  test('異動未確定 of the applicant closes both, of another member the 附票 that shows it', async () => {
    expect(await codesAfter([adult(21, { changeUnsettled: true })])).toEqual(['ISS-1204']);
    const sister = adult(22, { person: 2, household: 2, changeUnsettled: true });
    expect(await codesAfter([sister])).toBe(ISSUED);
    const ofAll = (type: string) => wishFor(type, { scope: 'household' });
    expect(await codesAfter([sister], ofAll)).toEqual({ register: ISSUED, supplement: ['ISS-1204'] });
  });

  test('転入当日 closes the 附票, 転出予定 neither', async () => {
    const newcomer = adult(21, { movedInNotifiedOn: '2026-11-23' as never });
    expect(await codesAfter([newcomer])).toEqual({ register: ISSUED, supplement: ['ISS-1205'] });
    expect(await codesAfter([adult(21, { transferPending: true })])).toBe(ISSUED);
  });

  test.each([
    ['職権消除', 'removed', 'ISS-1203'],
    ['死亡', 'deceased', 'ISS-1202'],
    ['転出', 'moved-out', 'ISS-1201'],
  ] as const)('%s of the applicant closes both, without a 本籍地利用登録', async (_, state, code) => {
    expect(await codesAfter([adult(21, { state })])).toContain(code);
  });
});

describe('仕様書 3(3)ウ: what staff have decided', () => {
  const made = { reason: 'other', decidedBy: 'staff', decidedAt: 0 } as never as { reason: 'other' };
  const forbidden = [{ certificateType: 'all' as const, from: date('2026-01-01'), ...made }] as never;
  const decidedOf = (world: Awaited<ReturnType<typeof kosekiWorld>>, person: number, decisions: object) => ({
    decisions: {
      readDecisions: async (city: Wish['municipality'], persons: readonly PersonId[]) =>
        (await world.deps.decisions.readDecisions(city, persons)).map((read) =>
          read.personId === personId(person) ? { ...read, decisions: decisions as never } : read,
        ),
    },
  });

  test('binds applicant, subjects, and the registration’s own number', async () => {
    const byOtherNumber = others(domicile(31, { person: 8 }), { kosekiPersonKey: 'K3' });
    const world = await kosekiWorld([byOtherNumber]);
    const of = (person: number) => decidedOf(world, person, { forbidden });
    expect(await world.outcomeOf(kosekiWish(), of(1))).toEqual(['ISS-1225']);
    expect(await world.outcomeOf(kosekiWish(), of(2))).toBe(ISSUED);
    expect(await world.outcomeOf(kosekiWish({ scope: 'household' }), of(2))).toEqual(['ISS-1225']);
    for (const person of [3, 8])
      expect(await world.outcomeOf(foreignWish(), of(person))).toEqual(['ISS-1225']);
  });

  test('an exemption from the minimum age holds for both', async () => {
    const child = adult(21, { dateOfBirth: { text: '平成27年4月5日', date: '2015-04-05' as never } });
    const world = await kosekiWorld([child]);
    const exemption = { from: date('2026-01-01'), ...made };
    const exempt = decidedOf(world, 1, { exemption, forbidden: [] });
    expect(await world.outcomeOf(kosekiWish(), exempt)).toBe(ISSUED);
  });
});

describe('本籍地利用登録', () => {
  test('whoever is known by it alone sees 戸籍 and 附票 only', async () => {
    expect(await codesAfter([approved()], foreign)).toBe(ISSUED);
    const { menu, outcomeOf } = await kosekiWorld([approved()]);
    const answer = await menu(FOREIGN_CARD);
    expect(answer.ok && answer.value).toMatchObject({
      offers: [{ type: REGISTER }, { type: SUPPLEMENT }],
      household: [],
      register: [
        { personId: personId(1), fullName: '見本　太郎', isApplicant: false },
        { personId: personId(2), fullName: '見本　花子', isApplicant: false },
        { personId: personId(3), isApplicant: true },
      ],
    });
    expect(await outcomeOf(foreignWish({}, 'resident-record'))).toEqual(['ISS-1101']);
  });

  test.each([
    ['applied', 'ISS-1105'],
    ['under-review', 'ISS-1105'],
    ['rejected', 'ISS-1105'],
    ['lapsed', 'ISS-1105'],
  ] as const)('that is %s opens nothing', async (state, code) => {
    expect(await codesAfter([domicile(31, { person: 3, state })], foreign)).toEqual([code]);
  });

  test('ends with its last day', async () => {
    const until = (expiresOn: string) => others(approved(), { expiresOn });
    expect(await codesAfter([until('2026-11-23')], foreign)).toBe(ISSUED);
    expect(await codesAfter([until('2026-11-22')], foreign)).toEqual(['ISS-1106']);
  });

  test('of a protected person refuses like anything for the counter, whatever number the row has', async () => {
    expect(await codesAfter([approved(), restriction(32, { person: 3 })], foreign)).toEqual(['ISS-1207']);
    // The registration names the person by another number than the index does, with the same koseki person key.
    const byOtherNumber = others(domicile(31, { person: 8 }), { kosekiPersonKey: 'K3' });
    expect(await codesAfter([byOtherNumber], foreign)).toBe(ISSUED);
    expect(await codesAfter([byOtherNumber, restriction(32, { person: 8 })], foreign)).toEqual(['ISS-1207']);
    expect(await codesAfter([byOtherNumber, restriction(32, { person: 3 })], foreign)).toEqual(['ISS-1207']);
  });

  test('whose koseki person key stands for nobody, or for two, opens nothing', async () => {
    const unknown = others(domicile(31, { person: 8 }), { kosekiPersonKey: 'K99' });
    expect(await codesAfter([unknown], foreign)).toEqual(['ISS-1231']);
    expect(await codesAfter([approved(), koseki(33, { person: 9, key: 3, koseki: 2 })], foreign)).toEqual([
      'ISS-1231',
    ]);
  });

  test('that rows have given to two people, or a serial that they have, stands for nobody', async () => {
    expect(await codesAfter([approved(), domicile(32, { person: 2 })], foreign)).toEqual(['ISS-1101']);
    const twice = [approved(), serial(31, { person: 2, serial: 'D1' }), serial(32, { serial: 'D1' })];
    expect(await codesAfter(twice, foreign)).toEqual(['ISS-1101']);
  });
});

describe('a serial that both feeds name', () => {
  const moved = adult(21, { state: 'moved-out' });
  const own = (expiresOn = '2029-04-01') => others(domicile(31, { serial: 'A1' }), { expiresOn });

  test('is a resident’s while its person is one: the registration says nothing then', async () => {
    expect(await codesAfter([own('2020-01-01')])).toBe(ISSUED);
    expect(await codesAfter([domicile(31, { serial: 'A1', state: 'rejected' })])).toBe(ISSUED);
  });

  test('after a move out it opens 戸籍 and 附票 by the registration alone', async () => {
    expect(await codesAfter([moved])).toEqual(['ISS-1201']);
    expect(await codesAfter([moved, own()])).toBe(ISSUED);
    expect(await codesAfter([moved, own('2020-01-01')])).toEqual(['ISS-1106']);
    const { menu } = await kosekiWorld([moved, own()]);
    const answer = await menu();
    expect(answer.ok && answer.value.offers.map(({ type }) => type)).toEqual([REGISTER, SUPPLEMENT]);
  });

  test('ends by its own row: revoked, no approval opens anything', async () => {
    expect(await codesAfter([moved, own(), serial(22, { state: 'revoked' })])).toEqual(['ISS-1102']);
  });

  test('is refused where the two name different people', async () => {
    expect(await codesAfter([domicile(31, { serial: 'A1', person: 2 })])).toEqual(['ISS-1107']);
  });
});
