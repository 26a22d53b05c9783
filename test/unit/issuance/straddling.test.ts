import { describe, expect, test } from 'vitest';
import { MODEL_OF_FAMILY } from '../../../functions/certificates/index.ts';
import { FAMILIES } from '../../../functions/issuance/families.ts';
import { issueCertificate } from '../../../functions/issuance/issue-certificate.ts';
import { reportResult } from '../../../functions/issuance/report-result.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { NOON, ownWorld, wishFor } from './own-world.ts';

const CHANGE = NOON + 1_000;
const TYPE = 'resident-record';

/** The fee rises in a second. */
async function changingWorld() {
  const world = await ownWorld();
  world.put({ kind: 'fee', scope: TYPE, value: { feeJpy: 350 } }, instantOf(CHANGE));
  return world;
}
type World = Awaited<ReturnType<typeof changingWorld>>;
const issueAt = (world: World, at: number, feeJpy: number, copies = 1) => {
  const request = wishFor(TYPE, { feeJpy, copies });
  return issueCertificate(world.deps, request, instantOf(at)).then((answer) => ({ request, answer }));
};

describe('a request that straddles a change of the fee', () => {
  test('is issued for what was shown when it arrived, or has to start again', async () => {
    const world = await changingWorld();
    // The clock of the work is long past the change: only the arrival counts.
    world.setNow('2026-11-23T12:00:05+09:00');
    expect((await issueAt(world, CHANGE - 1, 300)).answer.kind).toBe('certificate');
    for (const [at, shown] of [
      [CHANGE - 1, 350],
      [CHANGE, 300],
    ] as const)
      expect((await issueAt(world, at, shown)).answer).toEqual({ kind: 'refused', codes: ['ISS-1404'] });
    expect((await issueAt(world, CHANGE, 350)).answer.kind).toBe('certificate');
  });

  test('shows, records and keeps as charged the same: unit × copies', async () => {
    const world = await changingWorld();
    const menu = await world.menu();
    const shown = menu.ok ? menu.value.offers.find(({ type }) => type === TYPE)?.feeJpy : undefined;
    const { request } = await issueAt(world, CHANGE - 1, shown ?? 0, 3);
    const { municipality, requestId } = request;
    const told = { municipality, requestId, outcome: 'printed', chargedJpy: 900 } as const;
    expect(await reportResult(world.deps, told)).toMatchObject({ ok: true });
    const record = [...world.kept.values()].find((one) => one.requestId === requestId);
    expect(record).toMatchObject({ state: 'printed', feeJpy: 300, copies: 3, chargedJpy: 900 });
    // The same word again changes nothing, nor does one that says less; another sum is another word.
    expect(await reportResult(world.deps, told)).toMatchObject({ ok: true });
    expect(await reportResult(world.deps, { municipality, requestId, outcome: 'printed' })).toMatchObject({
      ok: true,
    });
    expect(await reportResult(world.deps, { ...told, chargedJpy: 1050 })).toEqual({
      ok: false,
      error: 'ISS-2007',
    });
  });
});

test('a type’s own head signs its papers from the instant on, and no other’s', async () => {
  const world = await ownWorld();
  const own = { title: '室蘭市長職務代理者', name: '見本　代理', sealDigest: '0'.repeat(64) };
  world.put({ kind: 'head', scope: 'tax-and-income', value: own }, instantOf(CHANGE));
  world.setNow('2026-11-23T12:00:05+09:00');
  // Its seal is not there: only papers of the type are refused for it.
  expect((await issueAt(world, CHANGE, 300)).answer.kind).toBe('certificate');
  world.put({ kind: 'head', scope: TYPE, value: own }, instantOf(CHANGE));
  expect((await issueAt(world, CHANGE - 1, 300)).answer.kind).toBe('certificate');
  expect((await issueAt(world, CHANGE, 300)).answer).toEqual({ kind: 'refused', codes: ['ISS-2008'] });
});

test('plans are held to the model of which each family’s papers are made', () => {
  for (const [family, own] of Object.entries(FAMILIES))
    expect(MODEL_OF_FAMILY[family as keyof typeof FAMILIES]).toBe('model' in own ? own.model : undefined);
});
