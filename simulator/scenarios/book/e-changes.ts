import { setTimeout as pause } from 'node:timers/promises';
import { HeadOfMunicipality } from '../../../functions/changes/settings.ts';
import { KeptSeal, PlanPreview } from '../../../functions/planning/contract.ts';
import { randomFor } from '../../sample/random.ts';
import { drawImpression } from '../../sample/seal-impression.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';
import { COPY, isRefused, squeezed } from './papers.ts';
import { cancelPlan, inForce, leadOf, moment, plan } from './plans.ts';

/** So long the new values hold before the old ones come back. */
const NEW_MS = 15_000;
const NEW_NAME = '試験　次郎';
const RISES = { straddled: 50, beside: 20, cancelled: 70 } as const;
/** Requests around the change: one with either fee at a time. */
const AROUND_MS = 1_800;
const APART_MS = 200;

/** A 公印 that no city has: a square with strokes. */
const newSeal = (): string => {
  const style = { shape: 'square', dpi: 300, bitCount: 1, topDown: false, ink: 0xb4281e } as const;
  const file = drawImpression(randomFor('scenarios/office-seal'), { millimetres: 24, ...style });
  return Buffer.from(file).toString('base64');
};

async function keepSeal(stage: Stage, municipality: string): Promise<string> {
  const body = { file: newSeal() };
  const answer = await stage.staff(
    municipality,
    'mihon-kanri',
    'POST',
    'api/changes/seals',
    body,
    '新しい公印を登録する',
  );
  return KeptSeal.parse(answer.data).sealDigest;
}

const changes: Scenario = {
  number: 26,
  part: 'E',
  title:
    '首長名・公印・手数料を同時に切り替える。切り替えをまたぐ申し込み、予約の取り消し、2 市の同時の切り替え',
  source: '仕様書 3(3)①エ、3(1)オ',
  async play(stage) {
    const people = [...Map.groupBy(stage.people(), ({ municipality }) => municipality).values()];
    const [city, beside, third] = people.flatMap(([first]) => (first === undefined ? [] : [first]));
    if (city === undefined || beside === undefined || third === undefined)
      throw new Error('見本に市が 3 つありません。');
    const here = city.municipality;
    const settings = await inForce(stage, here);
    const head = HeadOfMunicipality.parse(settings('head', 'city'));
    const feeOf = async ({ card }: typeof city) => (await stage.wish(card, COPY)).feeJpy;
    const [oldFee, besideFee, thirdFee] = [await feeOf(city), await feeOf(beside), await feeOf(third)];
    const newFee = oldFee + RISES.straddled;
    const before = await stage.issue(await stage.wish(city.card, COPY), '切り替えの前に求める', true);
    stage.expect(
      `交付され、首長名は「${head.name}」である`,
      before.ok && before.value.text.includes(squeezed(head.name)),
    );

    const sealDigest = await keepSeal(stage, here);
    const from = Date.now() + (await leadOf(stage, here)) + 8_000;
    const until = from + NEW_MS;
    const fee = (feeJpy: number) => ({ kind: 'fee', scope: COPY, value: { feeJpy } });
    const wanted = [
      { kind: 'head', scope: 'city', value: { ...head, name: NEW_NAME, sealDigest } },
      fee(newFee),
    ];
    const preview = await stage.staff(
      here,
      'mihon-kanri',
      'POST',
      'api/changes/preview',
      { validFrom: moment(from), until: moment(until), changes: wanted },
      '切り替えの内容を事前に確かめる',
    );
    const { differences, faults } = PlanPreview.parse(preview.data);
    stage.expect(
      '首長名・公印と手数料の 2 つが変わり、誤りはない',
      differences.length === 2 && faults.length === 0,
    );
    const cancelled = await plan(
      stage,
      third.municipality,
      { from, until, changes: [fee(thirdFee + RISES.cancelled)] },
      '3 つ目の市: 手数料の予約',
    );
    stage.expect('取り消された', await cancelPlan(stage, third.municipality, cancelled.planId));
    stage.atEnd('変更予約が終わるのを待つ', () => pause(Math.max(0, until + 200 - Date.now())));
    await plan(stage, here, { from, until, changes: wanted }, '首長名・公印・手数料の予約');
    await plan(
      stage,
      beside.municipality,
      { from, until, changes: [fee(besideFee + RISES.beside)] },
      '2 つ目の市: 同じ時刻に手数料の予約',
    );

    // Somebody has seen the old fee and presses the button after the change.
    const straddling = await stage.wish(city.card, COPY);
    await stage.until(from - AROUND_MS, `切り替えの ${AROUND_MS / 1000} 秒前`);
    await askAround(stage, { card: city.card, from, head: head.name, fees: [oldFee, newFee] });
    const late = await stage.issue(straddling, '前の手数料を見た人が、切り替えの後に求める');
    stage.expect('手数料が変わったとして、はじめからを促される（KSK-1008）', isRefused(late, 'KSK-1008'));
    const fresh = await stage.wish(city.card, COPY);
    const after = await stage.issue(fresh, 'はじめからやり直して求める', true);
    stage.expect(
      `新しい手数料 ${newFee} 円で交付され、首長名は「${NEW_NAME}」である`,
      fresh.feeJpy === newFee && after.ok && after.value.text.includes(squeezed(NEW_NAME)),
    );
    stage.expect(
      `2 つ目の市の手数料は、同じ時刻から ${besideFee + RISES.beside} 円である`,
      (await feeOf(beside)) === besideFee + RISES.beside,
    );
    stage.expect('予約を取り消した市の手数料は変わらない', (await feeOf(third)) === thirdFee);

    await stage.until(until + 200, '予約の終わりを過ぎた');
    const back = await stage.issue(await stage.wish(city.card, COPY), '予約の終わった後に求める');
    stage.expect(
      'もとの手数料・首長名で交付される',
      (await feeOf(city)) === oldFee && back.ok && back.value.text.includes(squeezed(head.name)),
    );
    stage.elsewhere(
      '0 時ちょうどの切り替え、職務代理者、様式',
      'test/unit/issuance/straddling.test.ts、test/unit/planning/',
    );
  },
};

type Around = {
  readonly card: Parameters<Stage['wish']>[0];
  readonly from: number;
  /** 首長名 before the change. */
  readonly head: string;
  readonly fees: readonly [old: number, next: number];
};

/** Requests without a pause across the change, with the old fee and with the new one. */
async function askAround(stage: Stage, { card, from, head, fees }: Around): Promise<void> {
  const asked: Promise<'consistent' | 'start-again' | 'mixed' | 'stopped'>[] = [];
  const counts = new Map<number, number>();
  for (; Date.now() < from + AROUND_MS; await pause(APART_MS))
    for (const [index, feeJpy] of fees.entries()) {
      const [own, other] = index === 0 ? [head, NEW_NAME] : [NEW_NAME, head];
      const request = await stage.wish(card, COPY, { feeJpy });
      asked.push(
        stage.ask(request).then((answer) => {
          if (!answer.ok) return answer.error.problem.code === 'KSK-1008' ? 'start-again' : 'stopped';
          const text = stage.textOf(answer.value.pdf);
          const isOwn = text.includes(squeezed(own)) && !text.includes(squeezed(other));
          if (isOwn) counts.set(feeJpy, (counts.get(feeJpy) ?? 0) + 1);
          return isOwn ? 'consistent' : 'mixed';
        }),
      );
    }
  const answers = await Promise.all(asked);
  const count = (wanted: string): number => answers.filter((one) => one === wanted).length;
  const [old = 0, next = 0] = fees.map((fee) => counts.get(fee) ?? 0);
  stage.act(`切り替えをまたいで、前と新しい手数料で ${answers.length} 件を続けて求めた`);
  stage.expect(
    `前の手数料と首長名で ${old} 件、新しい手数料と首長名で ${next} 件が交付された`,
    old > 0 && next > 0,
  );
  stage.expect(`前と新しい値の混ざった証明書は ${count('mixed')} 件`, count('mixed') === 0);
  stage.expect(
    `ほかはすべて、はじめからを促された（${count('start-again')} 件）。止まって断られたものは ${count('stopped')} 件`,
    count('stopped') === 0,
  );
}

export const CHANGES: readonly Scenario[] = [changes];
