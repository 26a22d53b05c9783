import { newHousehold, ownRows } from '../../sample/own-rows.ts';
import type { Trait } from '../../sample/traits.ts';
import type { Scenario } from '../scenario.ts';

const COPY = 'resident-record';

const protection: Scenario = {
  number: 9,
  part: 'B',
  title: '支援措置: メニューの後に届いても断られ、理由は画面から分からない',
  source: '仕様書 3(2)①エ',
  async play(stage) {
    const { municipality } = stage.somebody();
    const household = newHousehold();
    const [applicant, child] = [ownRows(municipality, household), ownRows(municipality, household, 2)];
    await stage.link(
      municipality,
      'resident',
      [applicant.resident(1), child.resident(1, { relationshipToHead: '子' })],
      '2 人の世帯',
    );
    await stage.link(municipality, 'serial', [applicant.serialRow(1)], '申請者のシリアル番号');
    const request = await stage.wish(applicant.card, COPY);
    const first = await stage.issue(request, '支援措置の前に求める');
    stage.expect('交付された', first.ok);
    await stage.link(municipality, 'restriction', [child.restriction(1)], '世帯の子に支援措置（世帯に及ぶ）');
    const after = await stage.issue(
      await stage.wish(applicant.card, COPY, { feeJpy: request.feeJpy }),
      'メニューの後、届いた直後に求める',
    );
    stage.expect('断られる', !after.ok);
    const other = stage.somebody('transfer-pending');
    const plain = await stage.issue(
      await stage.wish(other.card, COPY, { feeJpy: request.feeJpy }),
      '比べるため、転出予定のある世帯の人が求める',
    );
    stage.expect(
      '断りの文は、ほかの理由で窓口を案内する場合と同じ一字一句である',
      !after.ok && !plain.ok && JSON.stringify(after.error) === JSON.stringify(plain.error),
    );
    await stage.link(
      municipality,
      'restriction',
      [child.restriction(2, { state: '解除' })],
      '支援措置の解除の行',
    );
    const lifted = await stage.issue(await stage.wish(applicant.card, COPY), '解除の後に求める');
    stage.expect('ふたたび交付される', lifted.ok);
  },
};

const STATES: readonly (readonly [Trait, string])[] = [
  ['transfer-pending', '転出予定のある世帯の人'],
  ['moved-out', '転出した人'],
  ['deceased', '死亡した人'],
  ['removed', '職権消除された人'],
  ['moved-in-today', '転入届出の当日の人'],
  ['unsettled', '異動の確定していない人'],
];

const states: Scenario = {
  number: 10,
  part: 'B',
  title: '転出届、死亡、職権消除、転入当日、異動未確定の人には交付されない',
  source: '仕様書 3(2)①エ、各市の取扱い',
  async play(stage) {
    for (const [trait, name] of STATES) {
      const [person] = stage.people({ trait });
      if (person === undefined) {
        stage.elsewhere(`${name}が見本にいない（カードがない）`, 'test/unit/issuance/rules.test.ts');
        continue;
      }
      const menu = await stage.menu(person.card, `${name}のメニュー`);
      const issued = await stage.issue(
        await stage.wish(person.card, COPY, { feeJpy: 300 }),
        `${name}が住民票の写しを求める`,
      );
      stage.expect(
        `${name}には示されず、交付されない`,
        !issued.ok && (!menu.ok || menu.value.offers.every(({ type }) => type !== COPY)),
      );
    }
  },
};

const isoYearsAgo = (years: number, days: number): string => {
  const now = new Date(Date.now() + 9 * 3_600_000);
  const date = new Date(Date.UTC(now.getUTCFullYear() - years, now.getUTCMonth(), now.getUTCDate() + days));
  return date.toISOString().slice(0, 10);
};

const ages: Scenario = {
  number: 11,
  part: 'B',
  title: '15 歳の誕生日の前日は断られ、当日は交付される',
  source: '仕様書 3(3)①ウ、年齢計算ニ関スル法律',
  async play(stage) {
    const { municipality } = stage.somebody();
    const [today, tomorrow] = [ownRows(municipality), ownRows(municipality)];
    const born = (days: number) => ({
      dateOfBirth: isoYearsAgo(15, days),
      dateOfBirthText: isoYearsAgo(15, days),
    });
    await stage.link(
      municipality,
      'resident',
      [today.resident(1, born(0)), tomorrow.resident(1, born(1))],
      '今日が 15 歳の誕生日の人と、明日が誕生日の人',
    );
    await stage.link(
      municipality,
      'serial',
      [today.serialRow(1), tomorrow.serialRow(1)],
      '2 人のシリアル番号',
    );
    const of = await stage.issue(await stage.wish(today.card, COPY), '今日 15 歳になった人が求める');
    stage.expect('交付された', of.ok);
    const under = await stage.issue(
      await stage.wish(tomorrow.card, COPY, { feeJpy: 300 }),
      '明日 15 歳になる人が求める',
    );
    stage.expect('年齢のため断られる（KSK-1006）', !under.ok && under.error.problem.code === 'KSK-1006');
    stage.elsewhere('2 月 29 日生まれの人の誕生日', 'test/unit/issuance/rules.test.ts');
  },
};

const seals: Scenario = {
  number: 12,
  part: 'B',
  title: '抹消された印鑑登録は証明されない（2023 年 5 月の事故）',
  source: '印鑑登録証明事務処理要領、2023 年 5 月の事故（さいたま市ほか）',
  async play(stage) {
    const { municipality } = stage.somebody();
    const own = ownRows(municipality);
    await stage.link(municipality, 'resident', [own.resident(1)], '試験のための住民 1 人');
    await stage.link(municipality, 'serial', [own.serialRow(1)], 'その人のシリアル番号');
    await stage.link(municipality, 'seal', [own.seal(1, { state: '抹消' })], '抹消された印鑑登録', 'urgent');
    const refused = await stage.issue(
      await stage.wish(own.card, 'seal-registration', { feeJpy: 310 }),
      '印鑑登録証明書を求める',
    );
    stage.expect('断られる', !refused.ok);
    const menu = await stage.menu(own.card);
    stage.expect(
      'メニューに印鑑登録証明書がない',
      menu.ok && menu.value.offers.every(({ type }) => type !== 'seal-registration'),
    );
  },
};

const serials: Scenario = {
  number: 14,
  part: 'B',
  title: '電子証明書: 失効、更新、期限切れ、未登録、ほかの市',
  source: '仕様書 3(2)②ア、公的個人認証法',
  async play(stage) {
    for (const [trait, name] of [
      ['revoked-serial', '失効した電子証明書'],
      ['expired-serial', '期限の切れた電子証明書'],
    ] as const) {
      const person = stage.somebody(trait);
      const refused = await stage.issue(
        await stage.wish(person.card, COPY, { feeJpy: 300 }),
        `${name}で求める`,
      );
      stage.expect('断られる（KSK-1004）', !refused.ok && refused.error.problem.code === 'KSK-1004');
    }
    const person = stage.somebody('renewed-serial');
    for (const { serial, issuer, state } of person.serials) {
      const card = { ...person.card, serial, issuer } as typeof person.card;
      const answer = await stage.issue(
        await stage.wish(card, COPY, state === 'valid' ? {} : { feeJpy: 300 }),
        state === 'valid' ? '更新後の電子証明書で求める' : '更新前の電子証明書で求める',
      );
      stage.expect(state === 'valid' ? '交付された' : '断られる', answer.ok === (state === 'valid'));
    }
    const here = stage.somebody();
    const away = stage.people().find(({ municipality }) => municipality !== here.municipality);
    if (away === undefined) throw new Error('見本に市が 1 つしかありません。');
    const strange = await stage.issue(
      await stage.wish({ ...away.card, municipality: here.card.municipality }, COPY, { feeJpy: 300 }),
      'ほかの市の人のシリアル番号で求める',
    );
    stage.expect(
      '利用登録がないとして断られる（KSK-1003）',
      !strange.ok && strange.error.problem.code === 'KSK-1003',
    );
  },
};

export const REFUSALS: readonly Scenario[] = [protection, states, ages, seals, serials];
