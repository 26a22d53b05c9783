import { setTimeout as pause } from 'node:timers/promises';
import { ALWAYS_OPEN, Closures } from '../../../functions/calendar/index.ts';
import { instantOf, jstDateOf, jstMillisecondOfDay } from '../../../functions/shared/time.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';
import { COPY, isRefused, offered, SEAL, TAX } from './papers.ts';
import { cancelPlan, inForce, leadOf, plan } from './plans.ts';

const MINUTE_MS = 60_000;
/** So long everything is closed that was closed. */
const CLOSED_MS = 12_000;

/** The first whole minute that follows, and is not midnight: hours do not span it. */
function boundaryAfter(instant: number): { readonly at: number; readonly minute: number } {
  const at = Math.ceil(instant / MINUTE_MS) * MINUTE_MS;
  const minute = jstMillisecondOfDay(instantOf(at)) / MINUTE_MS;
  return minute === 0 ? { at: at + MINUTE_MS, minute: 1 } : { at, minute };
}

/** Somebody to whom each of the three own types is offered. */
async function wellOffered(stage: Stage) {
  for (const person of stage.people({ limit: 40 })) {
    const menu = await stage.look(person.card);
    const types = menu.ok ? menu.value.offers.map(({ type }) => type) : [];
    if ([COPY, SEAL, TAX].every((type) => types.some((one) => one === type))) return person;
  }
  throw new Error('見本に、3 つの種別が示される人がいません。');
}

const hours: Scenario = {
  number: 15,
  part: 'B',
  title: '取扱時間と休止: 直前の申し込みは交付され、境目からは断られる。種別ごとの休止、取り消した予約',
  source: '仕様書 2(5)、3(1)オ、3(3)①エ',
  async play(stage) {
    const { municipality, card } = await wellOffered(stage);
    const lead = await leadOf(stage, municipality);
    const now = await inForce(stage, municipality);
    const from = Date.now() + lead + 8_000;
    const { at, minute } = boundaryAfter(from + 6_000);
    const until = at + CLOSED_MS;
    const date = jstDateOf(instantOf(at));
    const closed = { ...ALWAYS_OPEN, closesAtMinute: minute };
    const clock = `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
    const own = (now('own-closures', 'city') as { closures?: unknown } | undefined)?.closures ?? [];
    const closures = [
      ...Closures.parse(own),
      { date, fromMinute: minute, untilMinute: 1440, type: SEAL, note: '試験' },
    ];

    const cancelled = await plan(
      stage,
      municipality,
      { from, until, changes: [{ kind: 'hours', scope: TAX, value: closed }] },
      `課税・所得証明書の取扱時間を ${clock} までとする予約`,
    );
    stage.atEnd('取扱時間と休止の予約が終わるのを待つ', () => pause(Math.max(0, until + 200 - Date.now())));
    stage.expect('取り消された', await cancelPlan(stage, municipality, cancelled.planId));
    await plan(
      stage,
      municipality,
      {
        from,
        until,
        changes: [
          { kind: 'hours', scope: COPY, value: closed },
          { kind: 'own-closures', scope: 'city', value: { closures } },
        ],
      },
      `住民票の写しの取扱時間を ${clock} までとし、印鑑登録証明書を ${clock} から休止する予約`,
    );

    const last = await stage.wish(card, COPY);
    const wishes = { seal: await stage.wish(card, SEAL), copy: await stage.wish(card, COPY) };
    await stage.until(at - 1_500, `${clock} の 1.5 秒前`);
    const before = await stage.issue(last, '直前に住民票の写しを求める');
    stage.expect('交付された', before.ok);
    await stage.until(at + 100, `${clock} を過ぎた`);
    const printed = await stage.result(card, last.requestId, 'printed', '直前に求めたものの印刷が終わる');
    stage.expect('印刷の結果は受け付けられる', printed.ok && printed.value.state === 'printed');
    const copy = await stage.issue(wishes.copy, '境目の後に住民票の写しを求める');
    const seal = await stage.issue(wishes.seal, '境目の後に印鑑登録証明書を求める');
    for (const [refused, what] of [
      [copy, '取扱時間の外'],
      [seal, '種別の休止'],
    ] as const)
      stage.expect(`${what}として断られる（KSK-1001）`, isRefused(refused, 'KSK-1001'));
    const during = await offered(stage, card, '境目の後のメニュー');
    stage.expect(
      '住民票の写しと印鑑登録証明書は示されず、予約を取り消した課税・所得証明書は示される',
      !during.includes(COPY) && !during.includes(SEAL) && during.includes(TAX),
    );
    await stage.until(until + 200, '予約の終わりを過ぎた');
    const after = await offered(stage, card, '予約が終わった後のメニュー');
    stage.expect(
      '止めずに、もとの取扱いに戻る',
      [COPY, SEAL, TAX].every((type) => after.includes(type)),
    );
    stage.elsewhere(
      '6:29:59 と 6:30、22:59:59 と 23:00、12 月 28 日と 29 日、1 月 3 日と 4 日、曜日、J-LIS の運休日',
      'test/unit/calendar/service-hours.test.ts、test/unit/planning/',
    );
  },
};

export const HOURS: readonly Scenario[] = [hours];
