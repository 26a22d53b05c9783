import { randomBytes } from 'node:crypto';
import { JpkiSerial } from '../../../functions/shared/ids.ts';
import { instantOf, jstDateOf, type LocalDate } from '../../../functions/shared/time.ts';
import { addDays, addYears } from '../../sample/calendar.ts';
import type { Trait } from '../../sample/traits.ts';
import { printedImages } from '../printed-images.ts';
import type { Scenario } from '../scenario.ts';
import { decide } from './decisions.ts';
import { COPY, impressionText, isRefused, offered, SEAL } from './papers.ts';

const protection: Scenario = {
  number: 9,
  part: 'B',
  title: '支援措置: 保護される子のいる世帯、メニューと申し込みの間に届いた場合。理由は画面から分からない',
  source: '仕様書 3(2)①エ',
  async play(stage) {
    const { municipality } = stage.somebody();
    const [applicant, child] = await stage.residents(
      municipality,
      [{}, { relationshipToHead: '子' }],
      '2 人の世帯',
      { together: true },
    );
    if (applicant === undefined || child === undefined) throw new Error('住民を用意できませんでした。');
    const { card } = applicant;
    const { feeJpy } = await stage.wish(card, COPY);
    const ask = async (what: string, scope: 'individual' | 'household' = 'individual') =>
      stage.issue(await stage.wish(card, COPY, { feeJpy, scope }), what);
    const protect = (number: number, householdWide: '0' | '1', what: string) =>
      stage.link(municipality, 'restriction', [child.restriction(number, { householdWide })], what, 'urgent');
    stage.expect('支援措置の前は交付される', (await ask('支援措置の前に世帯全員を求める', 'household')).ok);

    await protect(1, '0', '世帯の子だけに支援措置');
    stage.expect(
      '子の載る世帯全員の写しは断られる',
      isRefused(await ask('世帯全員を求める', 'household'), 'KSK-1005'),
    );
    stage.expect('申請者だけの写しは交付される', (await ask('申請者だけの写しを求める')).ok);

    const seen = await offered(stage, card, '申請者がメニューを見る');
    stage.expect('住民票の写しが示される', seen.includes(COPY));
    await protect(2, '1', 'メニューを見た直後に、支援措置が世帯に及ぶ');
    const after = await ask('メニューのとおりに申し込む');
    stage.expect('断られる（KSK-1005）', isRefused(after, 'KSK-1005'));
    const other = stage.somebody('transfer-pending');
    const plain = await stage.issue(
      await stage.wish(other.card, COPY, { feeJpy }),
      '比べるため、転出予定のある世帯の人が求める',
    );
    stage.expect(
      '断りの文は、ほかの理由で窓口を案内する場合と同じ一字一句である',
      !after.ok && !plain.ok && JSON.stringify(after.error) === JSON.stringify(plain.error),
    );
    await stage.link(
      municipality,
      'restriction',
      [child.restriction(3, { state: '解除' })],
      '支援措置の解除',
    );
    stage.expect('解除の後は交付される', (await ask('解除の後に世帯全員を求める', 'household')).ok);
  },
};

const today = (): LocalDate => jstDateOf(instantOf(Date.now()));

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

const ages: Scenario = {
  number: 11,
  part: 'B',
  title: '15 歳の誕生日の前日は断られ、当日は交付される。個別の許可とその取り消し',
  source: '仕様書 3(3)①ウ、年齢計算ニ関スル法律',
  async play(stage) {
    const { municipality } = stage.somebody();
    const birthday = addYears(today(), -15);
    const [old, young] = await stage.residents(
      municipality,
      [birthday, addDays(birthday, 1)].map((date) => ({ dateOfBirth: date, dateOfBirthText: date })),
      '今日が 15 歳の誕生日の人と、明日が誕生日の人',
    );
    if (old === undefined || young === undefined) throw new Error('住民を用意できませんでした。');
    const { feeJpy } = await stage.wish(old.card, COPY);
    const ask = async ({ card }: typeof old, what: string) =>
      stage.issue(await stage.wish(card, COPY, { feeJpy }), what);
    stage.expect('交付された', (await ask(old, '今日 15 歳になった人が求める')).ok);
    const under = await ask(young, '明日 15 歳になる人が求める');
    stage.expect('年齢のため断られる（KSK-1006）', isRefused(under, 'KSK-1006'));
    const person = { municipality, personId: young.personId };
    await decide(
      stage,
      person,
      { action: 'grant-exemption', until: addDays(today(), 30), reason: 'asked-by-representative' },
      '法定代理人の申出により、年齢未満の発行を許す',
    );
    stage.expect('許可の間は交付される', (await ask(young, '許可を受けて求める')).ok);
    await decide(stage, person, { action: 'withdraw-exemption', reason: 'reason-gone' }, '許可を取り消す');
    const again = await ask(young, '取り消しの後に求める');
    stage.expect('ふたたび断られる（KSK-1006）', isRefused(again, 'KSK-1006'));
    stage.elsewhere('2 月 29 日生まれの人の誕生日', 'test/unit/issuance/rules.test.ts');
  },
};

const seals: Scenario = {
  number: 12,
  part: 'B',
  title: '抹消された印鑑登録は証明されない（2023 年 5 月の事故）。同じ日の再登録は新しい印影だけ',
  source: '印鑑登録証明事務処理要領、2023 年 5 月の事故（さいたま市ほか）',
  async play(stage) {
    const { municipality } = stage.somebody();
    const [own] = await stage.residents(municipality, [{}], '試験のための住民 1 人');
    if (own === undefined) throw new Error('住民を用意できませんでした。');
    await stage.link(municipality, 'seal', [own.seal(1, { impression: impressionText(12) })], '印鑑登録');
    const wish = await stage.wish(own.card, SEAL);
    const first = await stage.issue(wish, '登録中の印鑑の証明書を求める', true);
    stage.expect('交付された', first.ok);
    await stage.link(municipality, 'seal', [own.seal(2, { state: '抹消' })], '印鑑登録の抹消', 'urgent');
    const refused = await stage.issue(
      await stage.wish(own.card, SEAL, { feeJpy: wish.feeJpy }),
      '抹消の後に求める',
    );
    stage.expect('断られる（KSK-1005）', isRefused(refused, 'KSK-1005'));
    stage.expect('メニューに印鑑登録証明書がない', !(await offered(stage, own.card)).includes(SEAL));
    const renewed = { impression: impressionText(14), registeredOn: today() };
    await stage.link(municipality, 'seal', [own.seal(3, renewed)], '同じ日に、別の印鑑の登録');
    const second = await stage.issue(await stage.wish(own.card, SEAL), '再登録の後に求める', true);
    stage.expect('交付された', second.ok);
    if (!first.ok || !second.ok) return;
    const [before, after] = [first, second].map(({ value }) =>
      printedImages(value.pdf).map(({ columns }) => columns),
    );
    const [old, next] = [12, 14].map((size) => Buffer.from(impressionText(size), 'base64').readInt32LE(18));
    stage.expect(
      '載っているのは新しい印影だけである',
      old !== undefined &&
        next !== undefined &&
        before?.includes(old) === true &&
        after?.includes(next) === true &&
        !after.includes(old),
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
      stage.expect('断られる（KSK-1004）', isRefused(refused, 'KSK-1004'));
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
    const serial = JpkiSerial.parse(randomBytes(16).toString('hex').toUpperCase());
    const unknown = await stage.issue(
      await stage.wish({ ...here.card, serial }, COPY, { feeJpy: 300 }),
      'だれのものでもないシリアル番号で求める',
    );
    stage.expect('利用登録がないとして断られる（KSK-1003）', isRefused(unknown, 'KSK-1003'));
    const away = stage.people().find(({ municipality }) => municipality !== here.municipality);
    if (away === undefined) throw new Error('見本に市が 1 つしかありません。');
    const strange = await stage.issue(
      await stage.wish({ ...away.card, municipality: here.card.municipality }, COPY, { feeJpy: 300 }),
      'ほかの市の人のシリアル番号で求める',
    );
    stage.expect('利用登録がないとして断られる（KSK-1003）', isRefused(strange, 'KSK-1003'));
  },
};

export const REFUSALS: readonly Scenario[] = [protection, states, ages, seals, serials];
