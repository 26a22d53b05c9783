import { describe, expect, test } from 'vitest';
import type { Setting } from '../../../functions/changes/index.ts';
import { gather } from '../../../functions/issuance/gather.ts';
import { wantedFor } from '../../../functions/issuance/wanted.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { koseki, tax } from '../registry/sample-changes.ts';
import { adult, CARD, FEE, NOON, ownWorld, registration, sealWish, taxWish, wishFor } from './own-world.ts';

const changes = [registration(2), tax(2), adult(5, { person: 2, householdOrder: 2 })];
const free = (scope: string): Setting => ({
  kind: 'household-rule',
  scope,
  value: { boundByMembers: false },
});

/** The items whose versions a commit of this wish checks. */
async function checkedBy(request: ReturnType<typeof wishFor>, settings: readonly Setting[] = []) {
  const { deps } = await ownWorld({ changes, settings });
  const rows = deps.settings.readSettings(CARD.municipality);
  const wanted = wantedFor({ ...request, receivedAt: instantOf(NOON) }, rows);
  const { versions } = await gather(deps, CARD, wanted);
  return versions.map(({ key }) => `${key.pk.slice(0, 1)} ${key.sk}`).sort();
}

const OWN = ['P 000000000000001#gate', 'P decisions', 'S serial'];
const HOUSEHOLD = 'H 000000000000001';

describe('the versions that a commit checks (ADR 0065)', () => {
  test('of an own-only certificate are the serial, the person’s gate row and decisions, and the household’s', async () => {
    expect(await checkedBy(sealWish())).toEqual([HOUSEHOLD, ...OWN]);
    expect(await checkedBy(taxWish(2026))).toEqual([HOUSEHOLD, ...OWN]);
  });

  test('without the household’s where the city does not let the members close it', async () => {
    expect(await checkedBy(sealWish(), [free('seal-registration')])).toEqual(OWN);
    expect(await checkedBy(taxWish(2026), [free('seal-registration')])).toEqual([HOUSEHOLD, ...OWN]);
  });

  test('of a copy are those of every member, whatever the rule', async () => {
    const all = [HOUSEHOLD, 'P 000000000000001#gate', 'P 000000000000002#gate', 'P decisions', 'S serial'];
    expect(await checkedBy(wishFor('resident-record'), [free('resident-record')])).toEqual(all);
  });
});

describe('a type of the city’s own', () => {
  const own: readonly Setting[] = [
    {
      kind: 'certificate-type',
      scope: 'income-only',
      value: {
        name: '所得証明書',
        order: 310,
        family: 'tax-and-income',
        scopes: ['individual'],
        options: [],
        offered: true,
      },
    },
    { kind: 'fee', scope: 'income-only', value: { feeJpy: FEE } },
    { kind: 'tax-years', scope: 'income-only', value: { years: [2025] } },
  ];

  test('has the rules of its family and settings of its own', async () => {
    const { menu, outcomeOf } = await ownWorld({
      changes: [tax(2), tax(3, { taxYear: 2025 })],
      settings: own,
    });
    const answer = await menu();
    expect(
      answer.ok ? answer.value.offers.map(({ type, taxYears }) => [type, taxYears]) : answer.error,
    ).toEqual([
      ['resident-record', undefined],
      ['tax-and-income', [2026, 2025]],
      ['income-only', [2025]],
    ]);
    expect(await outcomeOf(wishFor('income-only', { taxYear: 2026 }))).toEqual(['ISS-1405']);
    // no form has been set for it
    expect(await outcomeOf(wishFor('income-only', { taxYear: 2025 }))).toEqual(['ISS-2008']);
  });
});

test('what the koseki system draws is refused as not offered where the city has no link, whatever it has set', async () => {
  const fee: Setting = { kind: 'fee', scope: 'family-register-supplement', value: { feeJpy: FEE } };
  const { outcomeOf, menu } = await ownWorld({ settings: [fee], changes: [koseki(2)] });
  expect(unwrap(await menu()).offers.map(({ type }) => type)).toEqual(['resident-record']);
  expect(await outcomeOf(wishFor('family-register-supplement'))).toEqual(['ISS-1004']);
});
