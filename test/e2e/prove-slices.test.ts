import { describe, expect, test } from 'vitest';
import { createNonceStore } from '../../functions/issuance/center/nonce-store.ts';
import type { IssueDeps } from '../../functions/issuance/deps.ts';
import { issueCertificate } from '../../functions/issuance/issue-certificate.ts';
import { MunicipalityCode } from '../../functions/shared/ids.ts';
import { instantOf } from '../../functions/shared/time.ts';
import { concurrency } from '../prove/concurrency.ts';
import { counterTiming } from '../prove/counter-timing.ts';
import { fuzzKiosk } from '../prove/fuzz-kiosk.ts';
import { guards } from '../prove/guards.ts';
import { ids } from '../prove/ids.ts';
import { linkage } from '../prove/linkage.ts';
import type { Proof } from '../prove/proof.ts';
import { ownHousehold } from '../support/households.ts';
import { issuingOnEngine, newRequestId, wishOf } from '../support/issuing.ts';

const SEED = 'slice';

/** The part of a proof that needs an engine. */
const onEngine = (proof: Proof): Proof => ({ ...proof, ...proof.onEngine });

/** A slice of every proof of `npm run prove`. */
describe('a slice of the proof', () => {
  test.each([counterTiming, concurrency, ids, guards, fuzzKiosk, onEngine(linkage)])(
    '$name',
    { timeout: 300_000 },
    async ({ run, slice }) => {
      const { passed, failed, detail } = await run({ seed: SEED, count: slice, say: () => undefined });
      expect({ failed, detail: failed === 0 ? [] : detail }).toEqual({ failed: 0, detail: [] });
      expect(passed).toBeGreaterThan(0);
    },
  );
});

// What only the engine can show of the guards on the list, beside the invariants' own tests.

const { stack, client, deps } = issuingOnEngine();
const DATE = MunicipalityCode.parse('012335');
const FEE = 200;

describe('a nonce', () => {
  const store = createNonceStore({ client, table: stack.issuanceTable, newId: deps.newId });
  const now = Date.now();

  test('of fifty uses of one nonce at once exactly one counts', async () => {
    const nonce = newRequestId();
    const uses = Array.from({ length: 50 }, () => store.spendNonce('center-1', nonce, now, now + 1_000));
    expect((await Promise.all(uses)).filter(Boolean)).toHaveLength(1);
  });

  test('is each centre key’s own, and is forgotten after its time', async () => {
    const nonce = newRequestId();
    expect(await store.spendNonce('center-1', nonce, now, now + 1_000)).toBe(true);
    expect(await store.spendNonce('center-2', nonce, now, now + 1_000)).toBe(true);
    expect(await store.spendNonce('center-1', nonce, now + 1_000, now + 2_000)).toBe(false);
    expect(await store.spendNonce('center-1', nonce, now + 1_001, now + 2_000)).toBe(true);
  });
});

describe('a repeat', () => {
  /** Lets something happen while a repeat is being drawn again. */
  const whileRedrawn = (happens: () => Promise<unknown>, changes: Partial<IssueDeps> = {}): IssueDeps => ({
    ...deps,
    ...changes,
    records: {
      ...deps.records,
      readSnapshot: async (record) => {
        await happens();
        return deps.records.readSnapshot(record);
      },
    },
  });

  test('a repeat that outlasts its deadline is refused', async () => {
    const request = wishOf(await ownHousehold(deps.registry, DATE), FEE);
    expect(await issueCertificate(deps, request, deps.clock())).toMatchObject({ kind: 'certificate' });
    let ahead = 0;
    const clock = () => instantOf(Date.now() + ahead);
    const late = whileRedrawn(
      async () => {
        ahead = deps.deadlineMs + 1;
      },
      { clock },
    );
    expect(await issueCertificate(late, request, clock())).toEqual({ kind: 'refused', codes: ['ISS-2002'] });
  });

  test('a repeat under which something has changed is refused', async () => {
    const household = await ownHousehold(deps.registry, DATE);
    const [person] = household.members;
    if (person === undefined) throw new Error('no member');
    const request = wishOf(household, FEE);
    expect(await issueCertificate(deps, request, deps.clock())).toMatchObject({ kind: 'certificate' });
    const racing = whileRedrawn(() =>
      household.change({ kind: 'resident', fact: { ...person, changeUnsettled: true } }),
    );
    expect(await issueCertificate(racing, request, deps.clock())).toEqual({
      kind: 'refused',
      codes: ['ISS-2001'],
    });
  });
});

describe('a deadline', () => {
  test('that the timer alone has noticed ends the request, and what was on its way attaches to nothing', async () => {
    const request = wishOf(await ownHousehold(deps.registry, DATE), FEE);
    const frozen = deps.clock();
    let expire: () => void = () => undefined;
    let ended: () => void = () => undefined;
    const work = new Promise<void>((resolve) => {
      ended = resolve;
    });
    const slow: IssueDeps = {
      ...deps,
      // By the clock the deadline is never reached: the condition of the commit would hold.
      clock: () => frozen,
      sleep: () =>
        new Promise((resolve) => {
          expire = resolve;
        }),
      records: {
        ...deps.records,
        commit: async (...args) => {
          expire();
          await new Promise((resolve) => setTimeout(resolve, 500));
          const outcome = await deps.records.commit(...args);
          ended();
          return outcome;
        },
      },
    };
    expect(await issueCertificate(slow, request, frozen)).toEqual({ kind: 'refused', codes: ['ISS-2002'] });
    await work;
    const record = await deps.records.read(DATE, request.requestId);
    expect(record).toMatchObject({ state: 'failed' });
    expect(record?.drawing).toBeUndefined();
  });
});
