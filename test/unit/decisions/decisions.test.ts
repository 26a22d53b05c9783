import { describe, expect, test } from 'vitest';
import { AuditEvent } from '../../../functions/audit/index.ts';
import type { DecisionChange } from '../../../functions/decisions/contract.ts';
import type { IssueDeps } from '../../../functions/issuance/deps.ts';
import { MunicipalityCode } from '../../../functions/shared/ids.ts';
import { LocalDate } from '../../../functions/shared/time.ts';
import { freshSeries } from '../issuance/fresh-series.ts';
import { adult, municipality, ownWorld, registration, sealWish, wishFor } from '../issuance/own-world.ts';
import { date, personId, restriction } from '../registry/sample-changes.ts';
import { staffAt } from './decision-world.ts';

const day = (text: string) => LocalDate.parse(text);
const ME = personId(1);
const OTHER = personId(2);
const forbid = (changes: Partial<Extract<DecisionChange, { action: 'forbid' }>> = {}): DecisionChange => ({
  action: 'forbid',
  certificateType: 'resident-record',
  reason: 'identity-in-doubt',
  ...changes,
});
const lift = (certificateType = 'resident-record'): DecisionChange => ({
  action: 'lift',
  certificateType,
  reason: 'reason-gone',
});
const grant = (until: string, from?: string): DecisionChange => ({
  action: 'grant-exemption',
  until: day(until),
  ...(from === undefined ? {} : { from: day(from) }),
  reason: 'asked-by-representative',
});
const copy = (changes: Parameters<typeof wishFor>[1] = {}) => wishFor('resident-record', changes);

type Table = Awaited<ReturnType<typeof ownWorld>>['table'];
const eventsIn = ({ items }: Table) =>
  [...items.values()].filter(({ pk }) => String(pk).startsWith('E#')).map((item) => AuditEvent.parse(item));

/** A couple, of whom the first has a card and a seal, and the staff of their city; it is 2026-11-23. */
async function couple() {
  const world = await ownWorld({
    changes: [adult(5, { person: 2, householdOrder: 2 }), registration(2)],
  });
  const { table, registry, deps } = world;
  return { ...world, staff: staffAt({ client: table.client, registry, municipality, clock: deps.clock }) };
}

describe('発行要否設定 (仕様書 3(3)ウ: 利用者毎、証明書毎)', () => {
  test('of one type refuses this type and no other', async () => {
    const { staff, outcomeOf, menu } = await couple();
    await staff.decide(ME, forbid());
    expect(await outcomeOf(copy())).toEqual(['ISS-1225']);
    expect(await outcomeOf(sealWish())).toBe(1);
    const answer = await menu();
    expect(answer.ok && answer.value.offers.map(({ type }) => type)).toEqual(['seal-registration']);
  });

  test('of all types refuses every type, until it is lifted', async () => {
    const { staff, outcomeOf } = await couple();
    await staff.decide(ME, forbid({ certificateType: 'all' }));
    expect(await outcomeOf(copy())).toEqual(['ISS-1225']);
    expect(await outcomeOf(sealWish())).toEqual(['ISS-1225']);
    await staff.decide(ME, lift('all'));
    expect(await outcomeOf(copy())).toBe(1);
  });

  test('of one type and of all types count by themselves: lifting one leaves the other', async () => {
    const { staff, outcomeOf } = await couple();
    await staff.decide(ME, forbid());
    await staff.decide(ME, forbid({ certificateType: 'all' }));
    await staff.decide(ME, lift());
    expect(await outcomeOf(copy())).toEqual(['ISS-1225']);
    await staff.decide(ME, forbid());
    await staff.decide(ME, lift('all'));
    expect(await outcomeOf(copy())).toEqual(['ISS-1225']);
    expect(await outcomeOf(sealWish())).toBe(1);
  });

  test('counts from its first day to its last', async () => {
    const { staff, outcomeOf, setNow } = await couple();
    await staff.decide(ME, forbid({ from: day('2026-11-24'), until: day('2026-11-25') }));
    for (const [now, outcome] of [
      ['2026-11-23T23:59:59.999+09:00', 1],
      ['2026-11-24T00:00:00+09:00', ['ISS-1225']],
      ['2026-11-25T22:00:00+09:00', ['ISS-1225']],
      ['2026-11-26T00:00:00+09:00', 1],
    ] as const) {
      setNow(now);
      const codes = await outcomeOf(copy());
      // It is night: the hours refuse as well.
      expect(Array.isArray(codes) && codes.includes('ISS-1225')).toBe(Array.isArray(outcome));
    }
  });

  test('binds subjects as well as the applicant, and nobody who is neither', async () => {
    const { staff, outcomeOf } = await couple();
    await staff.decide(OTHER, forbid());
    expect(await outcomeOf(copy())).toBe(1);
    expect(await outcomeOf(copy({ scope: 'household' }))).toEqual(['ISS-1225']);
    expect(await outcomeOf(copy({ scope: 'partial', subjects: [OTHER] }))).toEqual(['ISS-1225']);
    expect(await outcomeOf(copy({ scope: 'partial', subjects: [ME] }))).toBe(1);
  });

  test('the stricter of staff and core system wins: neither lifts what the other has set', async () => {
    const { staff, outcomeOf, apply } = await couple();
    const core = (number: number, state: 'restricted' | 'lifted') => {
      const change = restriction(number, { kind: 'other', state });
      if (change.kind !== 'restriction') throw new Error('no restriction');
      return { ...change, fact: { ...change.fact, householdWide: false } };
    };
    await apply(core(10, 'restricted'));
    expect(await outcomeOf(copy())).toEqual(['ISS-1208']);
    // Staff have nothing of their own to lift, and forbidding and lifting leaves the core system's.
    expect(await staff.decide(ME, lift('all'))).toBe('STF-1105');
    await staff.decide(ME, forbid({ certificateType: 'all' }));
    expect(await outcomeOf(copy())).toEqual(['ISS-1208', 'ISS-1225']);
    await staff.decide(ME, lift('all'));
    await staff.decide(ME, grant('2027-03-31'));
    expect(await outcomeOf(copy())).toEqual(['ISS-1208']);
    await staff.decide(ME, forbid());
    await apply(core(11, 'lifted'));
    expect(await outcomeOf(copy())).toEqual(['ISS-1225']);
  });

  test('that lands between the read and the commit refuses', async () => {
    for (const [target, request] of [
      [ME, copy()],
      [ME, sealWish()],
      [OTHER, copy({ scope: 'household' })],
    ] as const) {
      const { staff, outcomeOf, deps } = await couple();
      const meanwhile = (): Partial<IssueDeps> => {
        let landed = false;
        return {
          cipher: {
            ...deps.cipher,
            seal: async (...args) => {
              if (!landed) await staff.decide(target, forbid({ certificateType: 'all' }));
              landed = true;
              return deps.cipher.seal(...args);
            },
          },
        };
      };
      expect(await outcomeOf(request, meanwhile())).toEqual(['ISS-1225']);
    }
  });

  test('refuses a repeat of what was answered before', async () => {
    const { staff, outcomeOf } = await couple();
    const request = copy();
    expect(await outcomeOf(request)).toBe(1);
    await staff.decide(ME, forbid());
    expect(await outcomeOf(request)).toEqual(['ISS-1225']);
  });
});

describe('発行可能年齢 (仕様書 3(3)ウ)', () => {
  /** Somebody of that birthday under the default minimum age of fifteen. */
  async function born(birthday: string) {
    const world = await ownWorld({
      changes: [adult(3, { dateOfBirth: { text: '見本', date: date(birthday) } })],
    });
    const { table, registry, deps } = world;
    const codesOn = async (text: string) => {
      world.setNow(`${text}T12:00:00+09:00`);
      const fresh: Partial<IssueDeps> = { linkage: { readSeries: async () => freshSeries(deps.clock()) } };
      return world.outcomeOf(copy(), fresh);
    };
    return {
      ...world,
      codesOn,
      staff: staffAt({ client: table.client, registry, municipality, clock: deps.clock }),
    };
  }

  test('is reached on the birthday and not on its eve; whoever was born on 29 February reaches it on 1 March', async () => {
    const november = await born('2011-11-23');
    expect(await november.codesOn('2026-11-22')).toEqual(['ISS-1301']);
    expect(await november.codesOn('2026-11-23')).toBe(1);
    const leap = await born('2012-02-29');
    expect(await leap.codesOn('2027-02-28')).toEqual(['ISS-1301']);
    expect(await leap.codesOn('2027-03-01')).toBe(1);
  });

  test('does not bind whoever staff have exempted on application, from the first day to the last', async () => {
    const { staff, codesOn, setNow } = await born('2014-05-01');
    setNow('2026-11-23T12:00:00+09:00');
    await staff.decide(ME, grant('2026-11-26', '2026-11-25'));
    expect(await codesOn('2026-11-24')).toEqual(['ISS-1301']);
    expect(await codesOn('2026-11-25')).toBe(1);
    expect(await codesOn('2026-11-26')).toBe(1);
    expect(await codesOn('2026-11-27')).toEqual(['ISS-1301']);
  });

  test('binds again as soon as the exemption is withdrawn', async () => {
    const { staff, codesOn, setNow } = await born('2014-05-01');
    setNow('2026-11-23T12:00:00+09:00');
    await staff.decide(ME, grant('2027-03-31'));
    expect(await codesOn('2026-11-24')).toBe(1);
    await staff.decide(ME, { action: 'withdraw-exemption', reason: 'asked-by-person' });
    expect(await codesOn('2026-11-24')).toEqual(['ISS-1301']);
  });

  test('an exemption of another member is none of the applicant’s', async () => {
    const { staff, codesOn, apply, setNow } = await born('2014-05-01');
    await apply(adult(5, { person: 2, householdOrder: 2 }));
    setNow('2026-11-23T12:00:00+09:00');
    await staff.decide(OTHER, grant('2027-03-31'));
    expect(await codesOn('2026-11-24')).toEqual(['ISS-1301']);
  });
});

describe('what staff decide', () => {
  test('is kept for good with who, when and why, and a note that goes nowhere else', async () => {
    const { staff, table } = await couple();
    await staff.decide(ME, forbid({ note: '電話で相談' }));
    await staff.decide(ME, lift());
    const view = await staff.seen(ME);
    expect(view).toMatchObject({ personId: ME, revision: 2, exemption: null, forbidden: [] });
    expect(
      view.changes.map(({ change, operatorId, revision }) => [change.action, operatorId, revision]),
    ).toEqual([
      ['lift', 'madoguchi', 2],
      ['forbid', 'madoguchi', 1],
    ]);
    expect(view.changes[1]?.change).toMatchObject({ from: '2026-11-23', note: '電話で相談' });
    const events = eventsIn(table).filter(({ action }) => String(action).startsWith('eligibility.'));
    expect(events.map(({ action, about, actor }) => [action, about, actor])).toEqual([
      [
        'eligibility.forbidden',
        { persons: [ME], certificateType: 'resident-record', reason: 'identity-in-doubt', revision: 1 },
        { kind: 'operator', operatorId: 'madoguchi' },
      ],
      [
        'eligibility.lifted',
        { persons: [ME], certificateType: 'resident-record', reason: 'reason-gone', revision: 2 },
        { kind: 'operator', operatorId: 'madoguchi' },
      ],
    ]);
    expect(JSON.stringify(events)).not.toContain('電話');
  });

  test('a look at it is on record, found or not', async () => {
    const { staff, table } = await couple();
    await staff.send('GET', ME);
    expect(await staff.send('GET', personId(404))).toMatchObject({ status: 404 });
    const looks = eventsIn(table).filter(({ action }) => action === 'decisions.read');
    expect(looks.map(({ about }) => about)).toEqual([{ persons: [ME] }, { persons: [personId(404)] }]);
  });

  test('holds only for the revision that was seen: of two at once one is told to look again', async () => {
    const { staff } = await couple();
    const wishes = [forbid(), forbid({ certificateType: 'all' })].map((change) =>
      staff.send('PUT', ME, { revision: 0, change }),
    );
    expect((await Promise.all(wishes)).map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await staff.seen(ME)).forbidden).toHaveLength(1);
  });

  test.each([
    ['STF-1102', 'of a type that the city does not have', forbid({ certificateType: 'no-such-type' })],
    ['STF-1103', 'that ends before it begins', forbid({ from: day('2026-12-02'), until: day('2026-12-01') })],
    ['STF-1103', 'that has ended already', forbid({ from: day('2026-11-01'), until: day('2026-11-22') })],
    ['STF-1103', 'of an exemption that has ended already', grant('2026-11-22', '2026-11-01')],
    ['STF-1105', 'that takes back what was never granted', { action: 'withdraw-exemption', reason: 'other' }],
  ] as const)('answers %s to a change %s, and keeps nothing', async (code, _, change) => {
    const { staff } = await couple();
    expect(await staff.decide(ME, change)).toBe(code);
    expect(await staff.seen(ME)).toMatchObject({ revision: 0, changes: [] });
  });

  test('a new period may replace one of the same type, but not lift it for a while unsaid', async () => {
    const { staff } = await couple();
    await staff.decide(ME, forbid({ until: day('2026-12-31') }));
    expect(await staff.decide(ME, forbid({ from: day('2027-01-01') }))).toBe('STF-1104');
    expect(await staff.decide(ME, forbid())).toMatchObject({
      forbidden: [{ from: '2026-11-23', standing: 'in-force' }],
    });
  });

  test('of one city is unknown in another (INV-11)', async () => {
    const { table, registry, staff, deps } = await couple();
    await staff.decide(ME, forbid());
    const elsewhere = MunicipalityCode.parse('012301');
    const other = staffAt({ client: table.client, registry, municipality: elsewhere, clock: deps.clock });
    expect(await other.send('GET', ME)).toMatchObject({ status: 404 });
    const [read] = await deps.decisions.readDecisions(elsewhere, [ME]);
    expect(read).toMatchObject({ decisions: { forbidden: [] }, version: { revision: 0 } });
  });

  test.each([
    [{ revision: 0, change: { action: 'forbid', certificateType: 'resident-record' } }],
    [{ revision: 0, change: { ...forbid(), note: 'x'.repeat(201) } }],
    [{ revision: 0, change: { ...forbid(), note: '二\n行' } }],
    [{ revision: 0, change: { ...forbid(), decidedBy: 'somebody-else' } }],
    [{ change: forbid() }],
  ])('is refused as ill-formed: %j', async (body) => {
    const { staff } = await couple();
    expect(await staff.send('PUT', ME, body)).toMatchObject({ status: 400, json: { code: 'STF-1005' } });
  });
});
