import { afterAll, describe, expect, test } from 'vitest';
import { ClosuresView } from '../../functions/closures/contract.ts';
import { DecisionsView } from '../../functions/decisions/contract.ts';
import { HistoryDetails } from '../../functions/history/contract.ts';
import { StaffProblem } from '../../functions/shared/http/staff-problem.ts';
import { MunicipalityCode } from '../../functions/shared/ids.ts';
import { REFUSALS } from '../../functions/shared/refusals.ts';
import { setUpOperators } from '../../simulator/sample/operators.ts';
import { auditSince } from '../support/audit.ts';
import { ownHousehold } from '../support/households.ts';
import { issuingOnEngine } from '../support/issuing.ts';
import { jsonOf, kioskOverHttp } from '../support/kiosk.ts';
import { staffBrowser } from '../support/staff.ts';

const kiosk = await kioskOverHttp();
const { deps } = issuingOnEngine();
const DATE = MunicipalityCode.parse('012335');
const TYPE = 'resident-record';
const startedAt = Date.now();
const operators = await setUpOperators(kiosk.stack);

async function signedIn(operatorId: string) {
  const known = operators.find((one) => one.municipality === DATE && one.operatorId === operatorId);
  const browser = staffBrowser();
  expect((await browser.signIn(DATE, operatorId, known?.password ?? '')).status).toBe(200);
  return browser;
}

const [first, second, counter] = [
  await signedIn('mihon-kanri'),
  await signedIn('mihon-kanri-2'),
  await signedIn('mihon-madoguchi'),
];

const close = () => first.send('POST', 'api/closures', { type: TYPE, reason: 'maintenance' });
const closure = `${TYPE}#by-hand#mihon-kanri`;

async function reopen(): Promise<void> {
  await first.send('POST', 'api/closures/opening', { closure, reason: 'other' });
  await second.send('POST', 'api/closures/opening/confirmation', { closure });
}
afterAll(reopen);

describe('INV-12 a kill switch by hand', () => {
  test('works within ten seconds on what is asked everywhere: measured from its answer to the first refusal', async () => {
    const households = await Promise.all([1, 2].map(() => ownHousehold(deps.registry, DATE)));
    const samples: number[] = [];
    for (let sample = 0; sample < 3; sample += 1) {
      const ends: { readonly sentAt: number; readonly endedAt: number; readonly refused: boolean }[] = [];
      let stop = false;
      const kiosks = households.map(async (household) => {
        while (!stop) {
          const sentAt = performance.now();
          const answer = await kiosk.center.issue(kiosk.wish(household));
          if (!answer.ok) expect(answer.error.problem.code).toBe('KSK-1002');
          ends.push({ sentAt, endedAt: performance.now(), refused: !answer.ok });
        }
      });
      const until = async (done: () => boolean) => {
        while (!done()) await new Promise((resolve) => setTimeout(resolve, 2));
      };
      await until(() => ends.length >= households.length);
      expect(ends.some(({ refused }) => refused)).toBe(false);
      expect((await close()).status).toBe(200);
      const answeredAt = performance.now();
      await until(() => ends.filter(({ sentAt }) => sentAt > answeredAt).length >= households.length);
      stop = true;
      await Promise.all(kiosks);
      // Whatever is asked after the answer is refused; what was under way ends as its last look at the switches says.
      expect(ends.filter(({ sentAt, refused }) => sentAt > answeredAt && !refused)).toEqual([]);
      samples.push(
        Math.min(...ends.flatMap(({ refused, endedAt }) => (refused ? [endedAt] : []))) - answeredAt,
      );
      await reopen();
    }
    console.log(
      `  kill switch: from its answer to the first refusal ${samples.map((ms) => ms.toFixed(0)).join(', ')} ms`,
    );
    expect(Math.max(...samples)).toBeLessThan(10_000);
  });

  test('opens by a second person only, and all of it is on record', async () => {
    expect((await counter.send('POST', 'api/closures', { type: 'all', reason: 'other' })).status).toBe(403);
    await close();
    const listed = ClosuresView.parse(jsonOf(await counter.get('api/closures')));
    expect(listed.closures.filter(({ cause }) => cause === 'by-hand')).toMatchObject([
      { closure, cause: 'by-hand', closedBy: 'mihon-kanri', evidence: 'maintenance', proposal: null },
    ]);
    await first.send('POST', 'api/closures/opening', { closure, reason: 'closed-by-mistake' });
    const alone = await first.send('POST', 'api/closures/opening/confirmation', { closure });
    expect([alone.status, StaffProblem.parse(jsonOf(alone)).code]).toEqual([403, 'STF-1205']);
    const opened = await second.send('POST', 'api/closures/opening/confirmation', { closure });
    const left = ClosuresView.parse(jsonOf(opened)).closures;
    expect(left.filter(({ cause }) => cause === 'by-hand')).toEqual([]);
    const events = (await auditSince(kiosk.client, kiosk.stack.auditTable, DATE, startedAt))
      .filter(({ about }) => about.closure === closure)
      .slice(-3);
    expect(events.map(({ action, actor, about }) => [action, actor, about.evidence])).toEqual([
      ['closure.closed', { kind: 'operator', operatorId: 'mihon-kanri' }, 'maintenance'],
      ['closure.opening-proposed', { kind: 'operator', operatorId: 'mihon-kanri' }, 'closed-by-mistake'],
      ['closure.opened', { kind: 'operator', operatorId: 'mihon-kanri-2' }, 'closed-by-mistake'],
    ]);
  });
});

describe('発行要否の設定 (仕様書 3(3)ウ)', () => {
  test('through the staff API closes one person’s certificates, and the history says why', async () => {
    const household = await ownHousehold(deps.registry, DATE);
    const [person] = household.members;
    if (person === undefined) throw new Error('no member');
    const path = `api/decisions/${person.personId}`;
    const read = DecisionsView.parse(jsonOf(await counter.get(path)));
    expect(read).toMatchObject({ fullName: person.fullName, revision: 0, forbidden: [], changes: [] });
    const change = { action: 'forbid', certificateType: TYPE, reason: 'identity-in-doubt' };
    expect((await counter.send('PUT', path, { revision: 0, change })).status).toBe(403);
    expect((await first.send('PUT', path, { revision: 0, change })).status).toBe(200);

    const request = kiosk.wish(household);
    expect(await kiosk.center.issue(request)).toMatchObject({ error: { problem: { code: 'KSK-1005' } } });
    const details = HistoryDetails.parse(jsonOf(await first.get(`api/history/${request.requestId}`)));
    expect(details.reasons).toMatchObject([{ code: 'ISS-1225', text: REFUSALS['ISS-1225'].staff }]);

    const lift = { action: 'lift', certificateType: TYPE, reason: 'reason-gone' };
    expect((await second.send('PUT', path, { revision: 0, change: lift })).status).toBe(409);
    expect((await second.send('PUT', path, { revision: 1, change: lift })).status).toBe(200);
    await kiosk.issued(kiosk.wish(household));
  });
});
