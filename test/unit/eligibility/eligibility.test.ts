import { describe, expect, test } from 'vitest';
import { NOTHING_DECIDED } from '../../../functions/decisions/index.ts';
import {
  judge,
  type Known,
  type KnownPerson,
  type TypeConditions,
  type Wish,
} from '../../../functions/eligibility/index.ts';
import type {
  IssuanceRestriction,
  JpkiSerialLink,
  ResidentRecord,
} from '../../../functions/registry/index.ts';
import { HouseholdId, JpkiIssuer, JpkiSerial, PersonId } from '../../../functions/shared/ids.ts';
import { LocalDate } from '../../../functions/shared/time.ts';

const day = (text: string) => LocalDate.parse(text);
const person = (n: number) => PersonId.parse(String(n).padStart(15, '0'));
const TODAY = day('2026-11-23');
const APPLICANT = person(1);
const HOUSEHOLD = HouseholdId.parse('000000000000900');

const resident = (id: PersonId, changes: Partial<ResidentRecord> = {}): ResidentRecord => ({
  personId: id,
  householdId: HOUSEHOLD,
  householdOrder: 1,
  state: 'active',
  transferPending: false,
  changeUnsettled: false,
  isForeign: false,
  fullName: '見本 一郎',
  dateOfBirth: { text: '昭和53年4月5日', date: day('1978-04-05') },
  sex: '男',
  address: '北海道室蘭市幸町1番2号',
  headOfHousehold: '見本 一郎',
  relationshipToHead: '世帯主',
  ...changes,
});

const known = (changes: Partial<ResidentRecord> = {}, more: Partial<KnownPerson> = {}): KnownPerson => ({
  resident: resident(APPLICANT, changes),
  restrictions: [],
  closedFamilies: new Set(),
  decisions: NOTHING_DECIDED,
  ...more,
});

const serial = (changes: Partial<JpkiSerialLink> = {}): JpkiSerialLink => ({
  personId: APPLICANT,
  issuer: JpkiIssuer.parse('JPKI-AUTH-03'),
  serial: JpkiSerial.parse('0A'),
  medium: 'card',
  validFrom: day('2024-01-01'),
  validUntil: day('2029-01-01'),
  state: 'valid',
  ...changes,
});

const restriction = (changes: Partial<IssuanceRestriction> = {}): IssuanceRestriction => ({
  personId: APPLICANT,
  kind: 'protection',
  certificateType: 'all',
  state: 'restricted',
  householdWide: true,
  from: day('2026-01-01'),
  ...changes,
});

const OPEN: TypeConditions = {
  type: 'resident-record',
  family: 'resident-record',
  scopes: ['individual', 'household', 'partial'],
  options: ['relationship', 'domicile'],
  ownOptions: [],
  service: 'open',
  isClosed: false,
  staleParts: [],
  isOffered: true,
  minimumAge: 15,
  boundByMembers: true,
};
const INDIVIDUAL: Wish = { scope: 'individual', options: [], subjects: [] };

const world = (applicant: KnownPerson, others: Readonly<Record<number, KnownPerson>> = {}): Known => ({
  serial: serial(),
  applicant,
  household: new Map([
    [APPLICANT, applicant],
    ...Object.entries(others).map(([n, other]) => [person(Number(n)), other] as const),
  ]),
});

const other = (
  n: number,
  changes: Partial<ResidentRecord> = {},
  more: Partial<KnownPerson> = {},
): KnownPerson => ({
  ...known({}, more),
  resident: resident(person(n), { householdOrder: n, ...changes }),
});

const codes = (wish: Wish, facts: Known, conditions = OPEN, today = TODAY) =>
  judge(wish, facts, conditions, today).reasons.map((reason) => reason.code);

describe('who may have a certificate (仕様書 3(2)①エ, 3(3)ウ)', () => {
  test('nobody is judged without what staff have decided', () => {
    const unread = world(known({}, { decisions: undefined }));
    expect(() => codes(INDIVIDUAL, unread)).toThrow('judged without');
  });

  test('an active resident with a valid serial may', () => {
    expect(judge(INDIVIDUAL, world(known()), OPEN, TODAY)).toEqual({ subjects: [APPLICANT], reasons: [] });
  });

  test('an unknown serial is refused', () => {
    const facts: Known = { serial: undefined, applicant: undefined, household: new Map() };
    expect(codes(INDIVIDUAL, facts)).toEqual(['ISS-1101']);
  });

  test.each([
    ['revoked', serial({ state: 'revoked' }), 'ISS-1102'],
    ['expired yesterday', serial({ validUntil: day('2026-11-22') }), 'ISS-1103'],
    ['not yet valid', serial({ validFrom: day('2026-11-24') }), 'ISS-1103'],
  ])('a serial that is %s is refused', (_, link, code) => {
    expect(codes(INDIVIDUAL, { ...world(known()), serial: link })).toEqual([code]);
  });

  test('a serial is valid on its last day', () => {
    expect(codes(INDIVIDUAL, { ...world(known()), serial: serial({ validUntil: TODAY }) })).toEqual([]);
  });

  test.each([
    ['moved-out', 'ISS-1201'],
    ['deceased', 'ISS-1202'],
    ['removed', 'ISS-1203'],
  ] as const)('whoever is %s is refused', (state, code) => {
    const facts: Known = { serial: serial(), applicant: known({ state }), household: new Map() };
    expect(codes(INDIVIDUAL, facts)).toEqual([code]);
  });

  test('an unsettled change refuses', () => {
    expect(codes(INDIVIDUAL, world(known({ changeUnsettled: true })))).toEqual(['ISS-1204']);
  });

  test('whoever moved in today is refused, and may tomorrow', () => {
    const facts = world(known({ movedInNotifiedOn: TODAY }));
    expect(codes(INDIVIDUAL, facts)).toEqual(['ISS-1205']);
    expect(codes(INDIVIDUAL, facts, OPEN, day('2026-11-24'))).toEqual([]);
  });

  test('a pending transfer of one member closes the copies of the whole household', () => {
    const facts = world(known(), { 2: other(2, { transferPending: true }) });
    expect(codes(INDIVIDUAL, facts)).toEqual(['ISS-1206']);
  });

  test('a protected member closes the copies of the household, whoever asks', () => {
    const facts = world(known(), {
      2: other(2, {}, { restrictions: [restriction({ personId: person(2) })] }),
    });
    expect(codes(INDIVIDUAL, facts)).toEqual(['ISS-1207']);
  });

  test('a restriction of the person alone leaves the others of the household free', () => {
    const own = restriction({ personId: person(2), householdWide: false, kind: 'other' });
    const facts = world(known(), { 2: other(2, {}, { restrictions: [own] }) });
    expect(codes(INDIVIDUAL, facts)).toEqual([]);
    expect(codes({ ...INDIVIDUAL, scope: 'household' }, facts)).toEqual(['ISS-1208']);
  });

  test('a restriction goes on after its last day, until a row lifts it', () => {
    const old = restriction({ until: day('2026-06-30') });
    expect(codes(INDIVIDUAL, world(known({}, { restrictions: [old] })))).toEqual(['ISS-1207']);
    const lifted = restriction({ state: 'lifted' });
    expect(codes(INDIVIDUAL, world(known({}, { restrictions: [lifted] })))).toEqual([]);
  });

  test('a restriction binds every type of its family and no other', () => {
    const households = (certificateType: IssuanceRestriction['certificateType']) => [
      world(known({}, { restrictions: [restriction({ certificateType, householdWide: false })] })),
      world(known(), { 2: other(2, {}, { restrictions: [restriction({ certificateType })] }) }),
    ];
    for (const facts of households('resident-record')) {
      expect(codes(INDIVIDUAL, facts)).toEqual(['ISS-1207']);
      expect(codes(INDIVIDUAL, facts, { ...OPEN, family: 'seal-registration' })).toEqual([]);
    }
    for (const facts of households('seal-registration')) expect(codes(INDIVIDUAL, facts)).toEqual([]);
  });

  test('a restriction begins on its first day', () => {
    const soon = restriction({ from: day('2026-11-24') });
    const facts = world(known({}, { restrictions: [soon] }));
    expect(codes(INDIVIDUAL, facts)).toEqual([]);
    expect(codes(INDIVIDUAL, facts, OPEN, day('2026-11-24'))).toEqual(['ISS-1207']);
  });

  test('a row that could not be applied closes its person', () => {
    const closedFamilies = new Set(['resident-record'] as const);
    expect(codes(INDIVIDUAL, world(known({}, { closedFamilies })))).toEqual(['ISS-1209']);
    const others = new Set(['seal-registration', 'tax-and-income'] as const);
    expect(codes(INDIVIDUAL, world(known({}, { closedFamilies: others })))).toEqual([]);
  });

  test('a record and a household that contradict each other refuse', () => {
    const elsewhere = HouseholdId.parse('000000000000901');
    const facts = world(known(), { 2: other(2, { householdId: elsewhere }) });
    expect(codes({ ...INDIVIDUAL, scope: 'household' }, facts)).toEqual(['ISS-1213']);
  });

  test('all reasons are listed, not only the first', () => {
    const facts = {
      ...world(known({ changeUnsettled: true }, { closedFamilies: new Set(['resident-record']) })),
      serial: serial({ state: 'revoked' }),
    };
    const closed = { ...OPEN, isClosed: true, service: 'outside-hours' as const };
    expect(codes(INDIVIDUAL, facts, closed)).toEqual([
      'ISS-1001',
      'ISS-1003',
      'ISS-1102',
      'ISS-1204',
      'ISS-1209',
    ]);
  });
});

describe('a type that the city does not offer', () => {
  test('is refused as such at every hour', () => {
    const night = { ...OPEN, isOffered: false, service: 'outside-hours' as const };
    expect(codes(INDIVIDUAL, world(known()), night)).toEqual(['ISS-1004']);
  });
});

describe('the age of the applicant', () => {
  const born = (date: string) => world(known({ dateOfBirth: { text: '印字', date: day(date) } }));

  test('is reached on the birthday, not on the day before', () => {
    expect(codes(INDIVIDUAL, born('2011-11-24'))).toEqual(['ISS-1301']);
    expect(codes(INDIVIDUAL, born('2011-11-23'))).toEqual([]);
  });

  test('of someone born on 29 February is reached on 1 March in a common year', () => {
    const facts = born('2008-02-29');
    expect(codes(INDIVIDUAL, facts, OPEN, day('2023-02-28'))).toContain('ISS-1301');
    expect(codes(INDIVIDUAL, facts, OPEN, day('2023-03-01'))).not.toContain('ISS-1301');
  });

  test('refuses where it is unknown', () => {
    const facts = world(known({ dateOfBirth: { text: '昭和20年月日不詳' } }));
    expect(codes(INDIVIDUAL, facts)).toEqual(['ISS-1302']);
  });

  test('does not matter for the other members: children stay subjects', () => {
    const child = other(2, { dateOfBirth: { text: '令和5年1月1日', date: day('2023-01-01') } });
    const judgement = judge({ ...INDIVIDUAL, scope: 'household' }, world(known(), { 2: child }), OPEN, TODAY);
    expect(judgement).toEqual({ subjects: [APPLICANT, person(2)], reasons: [] });
  });

  test('follows the age that the city has set', () => {
    expect(codes(INDIVIDUAL, born('2013-01-01'), { ...OPEN, minimumAge: 13 })).toEqual([]);
  });
});

describe('whose certificate', () => {
  const facts = world(known(), { 2: other(2), 3: other(3) });

  test('a part of the household is printed in the record’s order', () => {
    const wish: Wish = { ...INDIVIDUAL, scope: 'partial', subjects: [person(3), APPLICANT] };
    expect(judge(wish, facts, OPEN, TODAY)).toEqual({ subjects: [APPLICANT, person(3)], reasons: [] });
  });

  test.each([
    ['someone outside the household', 'partial', [person(9)], 'ISS-1401'],
    ['nobody', 'partial', [], 'ISS-1402'],
    ['the same person twice', 'partial', [APPLICANT, APPLICANT], 'ISS-1402'],
    ['someone else as an individual', 'individual', [person(2)], 'ISS-1402'],
    ['a choice beside the whole household', 'household', [APPLICANT], 'ISS-1402'],
  ] as const)('choosing %s is refused', (_, scope, subjects, code) => {
    expect(codes({ scope, options: [], subjects }, facts)).toEqual([code]);
  });

  test('only scopes and entries that the type offers can be asked for', () => {
    const narrow = { ...OPEN, scopes: ['individual' as const], options: ['relationship' as const] };
    expect(codes({ ...INDIVIDUAL, options: ['relationship'] }, facts, narrow)).toEqual([]);
    expect(codes({ ...INDIVIDUAL, options: ['domicile'] }, facts, narrow)).toEqual(['ISS-1403']);
    for (const scope of ['household', 'partial'] as const) {
      const wish: Wish = { ...INDIVIDUAL, scope, subjects: scope === 'partial' ? [APPLICANT] : [] };
      expect(codes(wish, facts, narrow)).toEqual(['ISS-1402']);
      expect(codes(wish, facts)).toEqual([]);
    }
  });

  test('what is the applicant’s own is refused as soon as anybody else is on the paper (個人番号)', () => {
    const own = {
      ...OPEN,
      options: ['relationship' as const, 'individual-number' as const],
      ownOptions: ['individual-number' as const],
    };
    const options = ['individual-number' as const];
    const partial = (...subjects: (typeof APPLICANT)[]): Wish => ({ scope: 'partial', options, subjects });
    expect(codes({ ...INDIVIDUAL, options }, facts, own)).toEqual([]);
    expect(codes(partial(APPLICANT), facts, own)).toEqual([]);
    expect(codes(partial(person(3)), facts, own)).toEqual(['ISS-1403']);
    expect(codes(partial(APPLICANT, person(3)), facts, own)).toEqual(['ISS-1403']);
    expect(codes({ ...INDIVIDUAL, scope: 'household', options }, facts, own)).toEqual(['ISS-1403']);
    expect(codes({ ...INDIVIDUAL, scope: 'household', options: ['relationship'] }, facts, own)).toEqual([]);
    const shared = { ...own, ownOptions: [] };
    expect(codes({ ...INDIVIDUAL, scope: 'household', options }, facts, shared)).toEqual([]);
  });

  test('twenty members may, twenty-one may not', () => {
    const members = (count: number) =>
      Object.fromEntries(Array.from({ length: count - 1 }, (_, index) => [index + 2, other(index + 2)]));
    const wish: Wish = { ...INDIVIDUAL, scope: 'household' };
    expect(codes(wish, world(known(), members(20)))).toEqual([]);
    expect(codes(wish, world(known(), members(21)))).toEqual(['ISS-1212']);
  });
});
