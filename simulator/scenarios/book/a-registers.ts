import { PersonId } from '../../../functions/shared/ids.ts';
import { ownRows } from '../../sample/own-rows.ts';
import type { Scenario } from '../scenario.ts';
import { COPY, isRefused, offered, squeezed } from './papers.ts';
import { namedIn, peopleInRegisters, REGISTER, SUPPLEMENT } from './registers.ts';

const registers: Scenario = {
  number: 5,
  part: 'A',
  title:
    '戸籍の全部・個人事項証明書と附票の写し（PDF連携）。同じ戸籍の人に支援措置があれば、だれにも交付されない',
  source: '仕様書 3(2)③、戸籍法 10 条、住民基本台帳法 20 条',
  async play(stage) {
    const [found] = await peopleInRegisters(stage, 1, { members: 2 });
    const other = found?.register.find(({ isApplicant, fullName }) => !isApplicant && fullName !== null);
    if (found === undefined || other === undefined) throw new Error('見本に、同じ戸籍の 2 人がいません。');
    const { card, person } = found;
    await stage.menu(card);
    const [own, another] = [person.fullName, other.fullName ?? ''];
    const wishes = [
      { type: REGISTER, scope: 'household', what: '戸籍全部事項証明書', shown: [own, another] },
      { type: REGISTER, scope: 'individual', what: '戸籍個人事項証明書', shown: [own] },
      { type: SUPPLEMENT, scope: 'household', what: '戸籍の附票の写し（全部）', shown: [own, another] },
      { type: SUPPLEMENT, scope: 'partial', what: '戸籍の附票の写し（もう一人の一部）', shown: [another] },
    ] as const;
    for (const { type, scope, what, shown } of wishes) {
      const subjects = scope === 'partial' ? [PersonId.parse(other.personId)] : [];
      const issued = await stage.issue(
        await stage.wish(card, type, { scope, subjects }),
        `${what}を求める`,
        true,
      );
      stage.expect(
        `${shown.length === 1 ? '求めた人だけ' : '求めた 2 人'}が載っている`,
        issued.ok &&
          [own, another].every(
            (name) => namedIn(issued.value.text, name) === shown.some((one) => one === name),
          ),
      );
    }
    const plain = await stage.issue(await stage.wish(card, SUPPLEMENT), '附票の写しを、選択なしで求める');
    const domicile = await stage.issue(
      await stage.wish(card, SUPPLEMENT, { options: ['domicile'] }),
      '附票の写しを、本籍・筆頭者を選んで求める',
    );
    const heads = (text: string): boolean => /筆頭者/.test(squeezed(text));
    stage.expect(
      '本籍・筆頭者は、選んだときだけ載る',
      plain.ok && !heads(plain.value.text) && domicile.ok && heads(domicile.value.text),
    );

    const later = [
      { request: await stage.wish(card, SUPPLEMENT), what: '附票の写し' },
      { request: await stage.wish(card, REGISTER), what: '戸籍個人事項証明書' },
    ];
    const protectedOne = ownRows(person.municipality);
    const restriction = (number: number, state: '制限' | '解除') =>
      protectedOne.restriction(number, { personId: other.personId, state, householdWide: '0' });
    stage.atEnd('もう一人の支援措置を解除する', () =>
      stage.link(person.municipality, 'restriction', [restriction(9, '解除')], '支援措置の解除'),
    );
    await stage.link(
      person.municipality,
      'restriction',
      [restriction(1, '制限')],
      '同じ戸籍のもう一人に支援措置',
      'urgent',
    );
    for (const { request, what } of later) {
      const refused = await stage.issue(request, `申請者が自分の${what}を求める`);
      stage.expect('断られる（KSK-1005）', isRefused(refused, 'KSK-1005'));
    }
    stage.expect(
      'メニューにもない',
      !(await offered(stage, card)).some((type) => type === REGISTER || type === SUPPLEMENT),
    );
    stage.elsewhere(
      '届出の処理中、除籍、応答の欠け・時間切れ・大きすぎる PDF',
      'test/e2e/koseki.test.ts、test/unit/koseki/',
    );
  },
};

const nonResident: Scenario = {
  number: 6,
  part: 'A',
  title: '市外に住む人: 本籍地利用登録により、戸籍の証明書だけが交付される。登録の失効',
  source: '仕様書 3(2)②ア・③',
  async play(stage) {
    const [found] = stage.nonResidents();
    if (found === undefined) throw new Error('見本に、本籍地利用登録のある人がいません。');
    const { card, row } = found;
    const types = await offered(stage, card, '本籍地利用登録のある人のメニュー');
    stage.expect(
      '戸籍証明書と附票の写しだけが示される',
      types.toSorted().join() === [REGISTER, SUPPLEMENT].toSorted().join(),
    );
    const issued = await stage.issue(await stage.wish(card, SUPPLEMENT), '附票の写しを求める', true);
    const register = await stage.issue(await stage.wish(card, REGISTER), '戸籍個人事項証明書を求める', true);
    stage.expect('どちらも交付された', issued.ok && register.ok);
    const copy = await stage.issue(await stage.wish(card, COPY, { feeJpy: 300 }), '住民票の写しを求める');
    stage.expect('住民ではないため断られる（KSK-1003）', isRefused(copy, 'KSK-1003'));

    const first = Date.now();
    const state = (number: number, changes: Partial<typeof row>) => ({
      ...row,
      ...changes,
      number: String(first + number),
    });
    const send = (number: number, changes: Partial<typeof row>, what: string) =>
      stage.link(card.municipality, 'domicile-registration', [state(number, changes)], what);
    stage.atEnd('本籍地利用登録を承認に戻す', () => send(9, {}, '本籍地利用登録の承認'));
    const wish = await stage.wish(card, SUPPLEMENT);
    await send(1, { state: '失効' }, '本籍地利用登録の失効');
    stage.expect('失効の後は交付されない', !(await stage.issue(wish, '失効の後に求める')).ok);
  },
};

export const REGISTERS: readonly Scenario[] = [registers, nonResident];
