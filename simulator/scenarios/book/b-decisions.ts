import { instantOf, jstDateOf } from '../../../functions/shared/time.ts';
import type { Scenario } from '../scenario.ts';
import { decide } from './decisions.ts';
import { COPY, impressionText, isRefused, offered, SEAL } from './papers.ts';

const DAY_MS = 86_400_000;

const decisions: Scenario = {
  number: 13,
  part: 'B',
  title: '発行要否の設定: 人 × 証明書種別で止め、解く。基幹システムの制限は職員には解けない',
  source: '仕様書 3(3)①ウ',
  async play(stage) {
    const { municipality } = stage.somebody();
    const [own, other] = await stage.residents(municipality, [{}, {}], '試験のための住民 2 人');
    if (own === undefined || other === undefined) throw new Error('住民を用意できませんでした。');
    const person = { municipality, personId: own.personId };
    await stage.link(
      municipality,
      'seal',
      [own.seal(1, { impression: impressionText(12) })],
      '1 人の印鑑登録',
    );
    const copyOf = async (card: typeof own.card, what: string) =>
      stage.issue(await stage.wish(card, COPY, { feeJpy }), what);
    const { feeJpy } = await stage.wish(own.card, COPY);
    const before = await offered(stage, own.card);
    stage.expect('住民票の写しと印鑑登録証明書が示される', before.includes(COPY) && before.includes(SEAL));

    const forbidden = await decide(
      stage,
      person,
      { action: 'forbid', certificateType: COPY, reason: 'asked-by-person' },
      '本人の申出により、住民票の写しを発行不可とする',
    );
    stage.expect('設定された', forbidden.status === 200);
    const during = await offered(stage, own.card);
    stage.expect(
      'メニューから住民票の写しだけが消える',
      !during.includes(COPY) && before.every((type) => type === COPY || during.includes(type)),
    );
    const refused = await copyOf(own.card, 'その人が住民票の写しを求める');
    stage.expect('窓口を案内して断られる（KSK-1005）', isRefused(refused, 'KSK-1005'));
    const seal = await stage.issue(await stage.wish(own.card, SEAL), 'その人が印鑑登録証明書を求める');
    stage.expect('ほかの種別は交付される', seal.ok);
    stage.expect('ほかの人には交付される', (await copyOf(other.card, 'ほかの人が求める')).ok);

    await decide(
      stage,
      person,
      { action: 'lift', certificateType: COPY, reason: 'reason-gone' },
      '発行不可を解く',
    );
    stage.expect('ふたたび交付される', (await copyOf(own.card, '解いた後に求める')).ok);

    const from = jstDateOf(instantOf(Date.now() + DAY_MS));
    await decide(
      stage,
      person,
      { action: 'forbid', certificateType: 'all', from, reason: 'record-under-review' },
      '明日からすべての種別を発行不可とする',
    );
    stage.expect('期間の前は交付される', (await copyOf(own.card, '期間の前に求める')).ok);
    await decide(
      stage,
      person,
      { action: 'lift', certificateType: 'all', reason: 'made-by-mistake' },
      'その設定を取り消す',
    );

    const clerk = await decide(
      stage,
      person,
      { action: 'forbid', certificateType: COPY, reason: 'other' },
      '権限のない窓口の職員が発行不可とする',
      'mihon-madoguchi',
    );
    stage.expect('権限がないとして断られる', clerk.status === 403);

    const kind = { kind: 'その他', certificateType: '住民票の写し' } as const;
    await stage.link(
      municipality,
      'restriction',
      [own.restriction(1, kind)],
      '住民票の写しの発行制限',
      'urgent',
    );
    const lift = await decide(
      stage,
      person,
      { action: 'lift', certificateType: COPY, reason: 'other' },
      '基幹システムの発行制限を解こうとする',
    );
    stage.expect('解くものがないとして断られる', lift.status >= 400);
    const restricted = await copyOf(own.card, '基幹システムの制限の下で求める');
    stage.expect('交付されない（KSK-1005）', isRefused(restricted, 'KSK-1005'));
    await stage.link(
      municipality,
      'restriction',
      [own.restriction(2, { ...kind, state: '解除' })],
      '発行制限の解除',
    );
    stage.expect('基幹システムが解けば交付される', (await copyOf(own.card, '解除の後に求める')).ok);
  },
};

export const DECISIONS: readonly Scenario[] = [decisions];
