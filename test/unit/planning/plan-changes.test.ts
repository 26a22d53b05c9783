import { describe, expect, test } from 'vitest';
import { headIn, settingsAt } from '../../../functions/changes/index.ts';
import type { PlanRequest } from '../../../functions/planning/contract.ts';
import { importCalendar } from '../../../functions/planning/import-calendar.ts';
import { cancelPlan, planChanges, previewPlan } from '../../../functions/planning/plan-changes.ts';
import { inForceView, planViews } from '../../../functions/planning/views.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { type Instant, instantOf } from '../../../functions/shared/time.ts';
import { CITY, jst, LEAD_MS, OTHER_CITY, planningWorld, staffOf } from './planning-world.ts';

const STAFF = staffOf(CITY);
const fee = (feeJpy: number, scope = 'resident-record') => ({ kind: 'fee', scope, value: { feeJpy } });
const planOf = (validFrom: string, ...changes: PlanRequest['changes']): PlanRequest => ({
  validFrom,
  changes,
});

type World = Awaited<ReturnType<typeof planningWorld>>;
const feeAt = async ({ rows }: World, at: Instant, city = CITY) =>
  settingsAt(await rows(city), at).valueOf('fee', 'resident-record')?.feeJpy;
const rulesOf = async (world: World, wish: PlanRequest) => {
  const { faults } = await previewPlan(world.deps, STAFF, wish);
  const planned = await planChanges(world.deps, STAFF, wish);
  // What a preview says is what planning does.
  expect(planned.ok ? [] : planned.error).toEqual(faults);
  return faults.map(({ field, rule }) => `${field}: ${rule}`);
};

describe('変更予約 (仕様書 3(3)エ)', () => {
  test('is in force from midnight in Japan, in its own city only', async () => {
    const world = await planningWorld();
    const midnight = jst('2027-04-01T00:00');
    const plan = unwrap(await planChanges(world.deps, STAFF, planOf('2027-04-01', fee(350))));
    unwrap(await planChanges(world.deps, staffOf(OTHER_CITY), planOf('2027-04-01', fee(400))));
    expect(plan).toMatchObject({
      state: 'planned',
      validFrom: '2027-04-01T00:00:00.000+09:00',
      by: 'mihon-kanri',
    });
    expect(await feeAt(world, instantOf(midnight - 1))).toBe(300);
    expect(await feeAt(world, midnight)).toBe(350);
    expect(await feeAt(world, midnight, OTHER_CITY)).toBe(400);
    expect(
      world.events().map(({ action, municipality, about }) => ({ action, municipality, about })),
    ).toMatchObject([
      { action: 'changes.planned', municipality: CITY, about: { settings: ['fee#resident-record'] } },
      { action: 'changes.planned', municipality: OTHER_CITY },
    ]);
  });

  test('never begins within the time of a request that is under way', async () => {
    const world = await planningWorld();
    const now = world.deps.clock();
    const wish = (validFrom: string) => planOf(validFrom, fee(350));
    for (const early of ['2020-01-01', '2026-11-23T12:00+09:00', '2026-11-23T12:00:09.999+09:00'])
      expect(await rulesOf(world, wish(early))).toEqual(['validFrom: too-soon']);
    const soonest = unwrap(await planChanges(world.deps, STAFF, { changes: [fee(350)] }));
    expect(soonest.validFrom).toBe('2026-11-23T12:00:10.000+09:00');
    expect(await feeAt(world, instantOf(now + LEAD_MS - 1))).toBe(300);
    expect(await feeAt(world, instantOf(now + LEAD_MS))).toBe(350);
    expect(await rulesOf(world, wish('2126-11-23'))).toEqual(['validFrom: too-far']);
  });

  test('is shown beforehand: before and after, and what is in force at a time', async () => {
    const world = await planningWorld();
    const preview = await previewPlan(world.deps, STAFF, planOf('2027-04-01', fee(350)));
    expect(preview).toMatchObject({
      faults: [],
      differences: [
        { kind: 'fee', scope: 'resident-record', before: { feeJpy: 300 }, after: { feeJpy: 350 } },
      ],
    });
    expect(await world.rows()).toHaveLength(4);
    unwrap(await planChanges(world.deps, STAFF, planOf('2027-04-01', fee(350))));
    const then = inForceView(await world.rows(), jst('2027-04-01T00:00')).settings;
    expect(then.find(({ kind }) => kind === 'fee')).toMatchObject({
      value: { feeJpy: 350 },
      since: '2027-04-01T00:00:00.000+09:00',
    });
  });

  test('is cancelled as long as it has not begun, and counts no more', async () => {
    const world = await planningWorld();
    const begins = jst('2027-04-01T00:00');
    const { planId } = unwrap(await planChanges(world.deps, STAFF, planOf('2027-04-01', fee(350))));
    expect(await cancelPlan(world.deps, staffOf(OTHER_CITY), planId)).toEqual({
      ok: false,
      error: 'not-found',
    });
    world.setNow(instantOf(begins - LEAD_MS));
    const cancelled = unwrap(await cancelPlan(world.deps, staffOf(CITY, 'mihon-kanri-2'), planId));
    expect(cancelled).toMatchObject({ state: 'cancelled', by: 'mihon-kanri', cancelledBy: 'mihon-kanri-2' });
    expect(await feeAt(world, begins)).toBe(300);
    expect(await cancelPlan(world.deps, STAFF, planId)).toEqual({ ok: false, error: 'already-cancelled' });
    // Its time is free again.
    unwrap(await planChanges(world.deps, STAFF, planOf('2027-04-01T00:00:00.001+09:00', fee(360))));
  });

  test('is not cancelled any more once it has begun, or is about to', async () => {
    const world = await planningWorld();
    const begins = jst('2027-04-01T00:00');
    const { planId } = unwrap(await planChanges(world.deps, STAFF, planOf('2027-04-01', fee(350))));
    for (const late of [begins - LEAD_MS + 1, begins, begins + 1]) {
      world.setNow(instantOf(late));
      expect(await cancelPlan(world.deps, STAFF, planId)).toEqual({ ok: false, error: 'too-late' });
    }
    expect(await feeAt(world, begins)).toBe(350);
  });

  test('of two who plan or cancel at once, each works on what the other has left', async () => {
    const world = await planningWorld();
    const wish = planOf('2027-04-01', fee(350));
    const both = await Promise.all([
      planChanges(world.deps, STAFF, wish),
      planChanges(world.deps, STAFF, wish),
    ]);
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ error: [{ rule: 'already-planned' }] });
    const { planId } = unwrap(both.find(({ ok }) => ok) ?? both[0]);
    const cancels = await Promise.all([
      cancelPlan(world.deps, STAFF, planId),
      cancelPlan(world.deps, STAFF, planId),
    ]);
    expect(cancels.find(({ ok }) => !ok)).toEqual({ ok: false, error: 'already-cancelled' });
    expect((await world.rows()).filter(({ kind }) => kind === 'withdrawal')).toHaveLength(1);
  });

  test('is tried again where the table was busy, and made once', async () => {
    const world = await planningWorld();
    const wish = { changes: [fee(350)] };
    const conflict = world.table.cancelled('TransactionConflict');
    world.table.meet(
      () => undefined,
      () => undefined,
      () => undefined,
      () => undefined,
      () => conflict,
    );
    const planned = await planChanges(world.deps, STAFF, wish);
    expect(planned.ok).toBe(true);
    expect(
      (await world.rows()).filter(({ kind, planned: by }) => kind === 'fee' && by !== undefined),
    ).toHaveLength(1);
  });

  test('ends a value, so that the default holds', async () => {
    const world = await planningWorld();
    const own = { kind: 'minimum-age', scope: 'resident-record', value: { age: 18 } };
    unwrap(await planChanges(world.deps, STAFF, planOf('2027-01-01', own)));
    unwrap(await planChanges(world.deps, STAFF, planOf('2027-02-01', { ...own, value: null })));
    const ageAt = async (text: string) =>
      settingsAt(await world.rows(), jst(text)).valueOf('minimum-age', 'resident-record')?.age;
    expect(await ageAt('2027-01-31T23:59:59.999')).toBe(18);
    expect(await ageAt('2027-02-01T00:00')).toBeUndefined();
    expect(await rulesOf(world, planOf('2027-03-01', { ...own, value: null }))).toEqual([
      'changes[0]: not-set',
    ]);
  });
});

describe('heads', () => {
  const acting = (world: World, scope = 'city') => ({
    kind: 'head',
    scope,
    value: { title: '見本市長職務代理者 副市長', name: '見本　代理', sealDigest: world.seals[1] },
  });
  const headAt = async (world: World, text: string, type = 'resident-record') =>
    headIn(settingsAt(await world.rows(), jst(text)), type)?.name;

  test('職務代理者 sign from a time until another, then whoever it is by then', async () => {
    const world = await planningWorld();
    const period = { validFrom: '2027-01-10', until: '2027-01-20', changes: [acting(world)] };
    expect(await previewPlan(world.deps, STAFF, period)).toMatchObject({
      differences: [
        { before: { name: '見本　一郎' }, after: { name: '見本　代理' }, back: { name: '見本　一郎' } },
      ],
    });
    const { planId } = unwrap(await planChanges(world.deps, STAFF, period));
    const successor = {
      ...acting(world),
      value: { ...acting(world).value, title: '見本市長', name: '見本　新' },
    };
    expect(await headAt(world, '2027-01-09T23:59:59.999')).toBe('見本　一郎');
    expect(await headAt(world, '2027-01-10T00:00')).toBe('見本　代理');
    expect(await headAt(world, '2027-01-20T00:00')).toBe('見本　一郎');
    // Somebody is elected meanwhile: the end of the acting head does not bring the former one back.
    unwrap(await planChanges(world.deps, STAFF, planOf('2027-01-15', successor)));
    expect(await headAt(world, '2027-01-14T23:59')).toBe('見本　代理');
    expect(await headAt(world, '2027-01-20T00:00')).toBe('見本　新');
    const { plans } = { plans: planViews(await world.rows(), jst('2027-01-12T00:00')) };
    expect(plans.find((plan) => plan.planId === planId)).toMatchObject({
      state: 'in-force',
      until: '2027-01-20T00:00:00.000+09:00',
    });
    expect(await rulesOf(world, { ...period, validFrom: '2027-02-02', until: '2027-02-02' })).toEqual([
      'until: until-first',
    ]);
  });

  test('of a type sign its papers, the city’s all others', async () => {
    const world = await planningWorld();
    unwrap(await planChanges(world.deps, STAFF, planOf('2027-01-10', acting(world, 'tax-and-income'))));
    expect(await headAt(world, '2027-01-10T00:00', 'tax-and-income')).toBe('見本　代理');
    expect(await headAt(world, '2027-01-10T00:00')).toBe('見本　一郎');
    expect(await rulesOf(world, planOf('2027-01-10', acting(world, 'no-such-type')))).toEqual([
      'changes[0].scope: unknown-type',
    ]);
  });
});

describe('what issuing could not carry out is refused when it is planned, by its field', () => {
  const nothing = '0'.repeat(64);
  const template = (templateDigest: string, scope = 'resident-record') => ({
    kind: 'template',
    scope,
    value: { templateDigest },
  });
  const head = (sealDigest: string) => ({
    kind: 'head',
    scope: 'city',
    value: { title: '長', name: '名', sealDigest },
  });

  test('seals and forms that are not there, or are something else', async () => {
    const world = await planningWorld();
    const { seals, templates } = world;
    const day = '2027-03-31';
    for (const [change, rule] of [
      [head(nothing), 'changes[0].value.sealDigest: missing'],
      [head(templates.copy), 'changes[0].value.sealDigest: not-a-seal'],
      [template(nothing), 'changes[0].value.templateDigest: missing'],
      [template(seals[0]), 'changes[0].value.templateDigest: not-a-template'],
      [template(templates.seal), 'changes[0].value.templateDigest: other-model'],
      [template(templates.nextYear), 'changes[0].value.templateDigest: not-valid-then'],
    ] as const)
      expect(await rulesOf(world, planOf(day, change))).toEqual([rule]);
    expect(await rulesOf(world, planOf('2027-04-01', template(templates.nextYear)))).toEqual([]);
  });

  test('heads that the forms cannot show: a character without a glyph, a title line without room', async () => {
    const world = await planningWorld();
    const named = (title: string, name: string, scope = 'city') => ({
      kind: 'head',
      scope,
      value: { title, name, sealDigest: world.seals[0] },
    });
    for (const [change, rule] of [
      [named('見本市長', '見本\u{E000}'), 'changes[0].value head.name: no-glyph'],
      [named('見本市長\u{1F600}', '見本'), 'changes[0].value head.title: no-glyph'],
      [named('見'.repeat(60), '本'.repeat(60)), 'changes[0].value: no-room'],
      [named('見'.repeat(60), '本'.repeat(60), 'resident-record'), 'changes[0].value: no-room'],
    ] as const)
      expect(await rulesOf(world, planOf('2027-03-31', change))).toEqual([rule]);
    // A type that is not on paper yet has no form that could be too small.
    const later = named('見'.repeat(60), '本'.repeat(60), 'tax-and-income');
    expect(await rulesOf(world, planOf('2027-03-31', later))).toEqual([]);
  });

  test('values of the wrong form, kind or type', async () => {
    const world = await planningWorld();
    const day = '2027-03-31';
    for (const [change, rule] of [
      [fee(-1), 'changes[0].value.feeJpy: ill-formed'],
      [fee(100_001), 'changes[0].value.feeJpy: above-limit'],
      [{ ...fee(300), value: { feeJpy: 300, feeYen: 310 } }, 'changes[0].value.feeYen: unknown-field'],
      [fee(300, 'no-such-type'), 'changes[0].scope: unknown-type'],
      [
        { kind: 'seal-certificate', scope: 'tax-and-income', value: { printsSex: true } },
        'changes[0].scope: other-family',
      ],
      [{ kind: 'withdrawal', scope: 'x', value: {} }, 'changes[0].kind: not-plannable'],
      [{ kind: 'gaiji', scope: 'city', value: {} }, 'changes[0].kind: not-plannable'],
      [{ kind: 'nothing', scope: 'city', value: {} }, 'changes[0].kind: ill-formed'],
      [
        {
          kind: 'own-closures',
          scope: 'city',
          value: { closures: [{ date: '2027-05-31', type: 'nobody' }] },
        },
        'changes[0].value.closures[0].type: unknown-type',
      ],
    ] as const)
      expect(await rulesOf(world, planOf(day, change))).toEqual([rule]);
    expect(await rulesOf(world, planOf(day, fee(310), fee(320)))).toEqual(['changes[1]: twice']);
  });

  test('a type that would be on the menu without a form, and an end that would leave one so', async () => {
    const world = await planningWorld();
    const type = 'seal-registration';
    expect(await rulesOf(world, planOf('2027-03-31', fee(300, type)))).toEqual([
      `template#${type} value: required`,
    ]);
    for (const kind of ['template', 'head', 'name'] as const) {
      const scope = kind === 'template' ? 'resident-record' : 'city';
      const rules = await rulesOf(world, planOf('2027-03-31', { kind, scope, value: null }));
      expect(rules).toEqual(['changes[0].value: required']);
    }
    // Together they begin together; and the form cannot be cancelled from under the fee.
    const form = unwrap(
      await planChanges(world.deps, STAFF, planOf('2027-03-31', template(world.templates.seal, type))),
    );
    unwrap(await planChanges(world.deps, STAFF, planOf('2027-04-01', fee(300, type))));
    expect(await cancelPlan(world.deps, STAFF, form.planId)).toMatchObject({
      ok: false,
      error: [{ field: `template#${type} value`, rule: 'required' }],
    });
  });
});

test('the calendar of a year is planned as one setting, and looked at before', async () => {
  const world = await planningWorld();
  const request = {
    year: '2027',
    columns: { date: 'date', from: 'from', until: 'until', type: 'type', note: 'note' },
    types: {},
    validFrom: '2026-12-01',
  };
  const csv = 'date,from\n2027-02-11,\n2027-02-12,17:30\n';
  const dry = unwrap(await importCalendar(world.deps, STAFF, { ...request, csv, dryRun: true }));
  expect(dry).toEqual({
    year: '2027',
    days: 1,
    parts: 1,
    added: ['2027-02-11', '2027-02-12 17:30–24:00'],
    removed: [],
  });
  expect(await world.rows()).toHaveLength(4);
  unwrap(await importCalendar(world.deps, STAFF, { ...request, csv, dryRun: false }));
  const corrected = { ...request, validFrom: '2026-12-02', csv: 'date\n2027-02-11\n', dryRun: false };
  expect(unwrap(await importCalendar(world.deps, STAFF, corrected))).toMatchObject({
    added: [],
    removed: ['2027-02-12 17:30–24:00'],
  });
});
