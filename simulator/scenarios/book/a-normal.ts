import { type IssuanceOption, OPTION_NAMES, scopeName } from '../../../functions/issuance/contract.ts';
import { instantOf, jstDateOf, partsOf } from '../../../functions/shared/time.ts';
import type { Trait } from '../../sample/traits.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';
import { COPY, isRefused, offered, says, squeezed, TAX } from './papers.ts';

const OPTIONS: readonly IssuanceOption[] = ['relationship', 'domicile', 'residency'];
/** Every choice of the options. */
const CHOICES: readonly (readonly IssuanceOption[])[] = Array.from({ length: 8 }, (_, bits) =>
  OPTIONS.filter((_option, index) => (bits >> index) % 2 === 1),
);
const KINDS: readonly (readonly [Trait | undefined, string])[] = [
  [undefined, '日本人'],
  ['foreign', '外国人住民'],
  ['former-name', '旧氏のある人'],
  ['alternative-name', '通称のある人'],
];

const copies: Scenario = {
  number: 1,
  part: 'A',
  title: '住民票の写し: 個人・世帯一部・世帯全員、記載事項の 8 通りの組み合わせ',
  source: '仕様書 2(4)、住民基本台帳法 12 条',
  async play(stage) {
    for (const [trait, name] of KINDS) {
      const person = stage.people(trait === undefined ? {} : { trait }).find(({ issuable }) => issuable);
      if (person === undefined) throw new Error(`見本に、交付できる${name}がいません。`);
      const menu = await stage.menu(person.card, `${name}のメニュー`);
      const offer = menu.ok ? menu.value.offers.find(({ type }) => type === COPY) : undefined;
      stage.expect(`${name}に住民票の写しが示される`, offer !== undefined);
      if (offer === undefined || !menu.ok) continue;
      for (const scope of offer.scopes) {
        const own = menu.value.household.flatMap(({ isApplicant, personId }) =>
          isApplicant ? [personId] : [],
        );
        const subjects = scope === 'partial' ? own : [];
        for (const choice of CHOICES) {
          const options = choice.filter((option) => offer.options.includes(option));
          if (options.length !== choice.length) continue;
          const request = await stage.wish(person.card, COPY, {
            scope,
            options,
            subjects,
            feeJpy: offer.feeJpy,
          });
          const shown = options.length === OPTIONS.length || (scope === 'individual' && options.length === 0);
          const issued = await stage.issue(
            request,
            `${name}、${scopeName(scope, COPY)}、${options.map((option) => OPTION_NAMES[option]).join('＋') || '選択なし'}`,
            shown,
          );
          stage.expect('本人の氏名と生年月日が載っている', issued.ok && says(issued.value.text, person));
        }
      }
    }
  },
};

const large: Scenario = {
  number: 2,
  part: 'A',
  title: '14 人以上の世帯の世帯全員の写しが複数ページになり、各ページに枚数が載る',
  source: '仕様書 3(1)①イ',
  async play(stage) {
    const person = stage.somebody('large-household');
    const menu = await stage.menu(person.card);
    const members = menu.ok ? menu.value.household : [];
    const request = await stage.wish(person.card, COPY, { scope: 'household' });
    const issued = await stage.issue(request, '世帯全員の写し', true);
    stage.expect('交付された', issued.ok);
    if (!issued.ok) return;
    const { pages, text } = issued.value;
    stage.expect(
      `世帯の ${members.length} 人がみな載っている`,
      members.every(({ fullName }) => text.includes(squeezed(fullName))),
    );
    stage.expect(
      `${pages} ページのそれぞれに「n／${pages}枚」がある`,
      pages > 1 &&
        Array.from({ length: pages }, (_, index) => `${index + 1}／${pages}枚`).every((line) =>
          text.includes(line),
        ),
    );
  },
};

/** The 年度 whose roll is out. */
function latestTaxYear(): number {
  const { year, month } = partsOf(jstDateOf(instantOf(Date.now())));
  return month < 6 ? year - 1 : year;
}

const taxes: Scenario = {
  number: 4,
  part: 'A',
  title: '課税・所得証明書: 課税、非課税、未申告、台帳にない年度',
  source: '仕様書 2(4)、各市の年度の設定',
  async play(stage) {
    const [taxed, untaxed] = await taxPeople(stage);
    for (const [person, name] of [
      [taxed, '課税'],
      [untaxed, '非課税'],
    ] as const) {
      const issued = await stage.issue(await stage.wish(person.card, TAX), `${name}の人が求める`, true);
      stage.expect('交付され、本人の氏名が載っている', issued.ok && says(issued.value.text, person));
    }
    const { municipality } = taxed;
    const year = latestTaxYear();
    const [own] = await stage.residents(municipality, [{}], '試験のための住民 1 人');
    if (own === undefined) throw new Error('住民を用意できませんでした。');
    const before = await offered(stage, own.card, '課税台帳に何もない人のメニュー');
    stage.expect('課税・所得証明書は示されない', !before.includes(TAX));
    await stage.link(
      municipality,
      'tax',
      [own.tax(1, year, { state: '未申告' })],
      `${year} 年度、未申告の行`,
    );
    const refused = await stage.issue(
      await stage.wish(own.card, TAX, { taxYear: year, feeJpy: (await stage.wish(taxed.card, TAX)).feeJpy }),
      '未申告の年度を求める',
    );
    stage.expect('未申告の年度は交付されない', !refused.ok);
    const absent = await stage.issue(
      await stage.wish(taxed.card, TAX, { taxYear: year - 9 }),
      '台帳にない年度を求める',
    );
    stage.expect('交付されない', !absent.ok);
    stage.elsewhere('年度の切り替えの前日・当日・翌日', 'test/unit/issuance/tax-and-income.test.ts');
  },
};

/** Somebody who pays and somebody who does not, by what their papers say. */
async function taxPeople(stage: Stage) {
  const found = new Map<boolean, ReturnType<Stage['people']>[number]>();
  for (const person of stage.people({ limit: 60 })) {
    if (found.size === 2) break;
    const answer = await stage.ask(await stage.wish(person.card, TAX));
    if (answer.ok) found.set(stage.textOf(answer.value.pdf).includes('非課税'), person);
  }
  const [taxed, untaxed] = [found.get(false), found.get(true)];
  if (taxed === undefined || untaxed === undefined) throw new Error('見本に課税の人か非課税の人がいません。');
  return [taxed, untaxed] as const;
}

const twoSerials: Scenario = {
  number: 7,
  part: 'A',
  title: '1 人がカードとスマートフォンの電子証明書を持つとき、どちらでも同じ人の証明書になる',
  source: '仕様書 3(2)②ア、3(1)①エ',
  async play(stage) {
    const person = stage.somebody('two-serials');
    for (const { serial, issuer, medium, state } of person.serials) {
      if (state !== 'valid') continue;
      const card = { ...person.card, serial, issuer } as typeof person.card;
      const issued = await stage.issue(
        await stage.wish(card, COPY),
        medium === 'card' ? 'カードで求める' : 'スマートフォンで求める',
      );
      stage.expect('本人の証明書である', issued.ok && issued.value.text.includes(squeezed(person.fullName)));
    }
  },
};

const fees: Scenario = {
  number: 8,
  part: 'A',
  title: '手数料: メニュー、要求、履歴が一致し、違う手数料の要求は断られる',
  source: '仕様書 3(3)①イ・エ',
  async play(stage) {
    const person = stage.somebody();
    const menu = await stage.menu(person.card);
    const offers = menu.ok ? menu.value.offers : [];
    stage.expect('1 種別以上が示される', offers.length > 0);
    const request = await stage.wish(person.card, COPY, { copies: 2 });
    const issued = await stage.issue(request, '2 通を求める');
    stage.expect('交付された', issued.ok);
    if (issued.ok) await stage.result(person.card, issued.value.requestId, 'printed', '印刷できたと伝える');
    const answer = await stage.staff(
      person.municipality,
      'mihon-kanri',
      'GET',
      `api/history/${request.requestId}`,
      undefined,
      '発行履歴を見る',
    );
    const row = answer.data as {
      feeJpy?: number;
      copies?: number;
      state?: string;
    };
    stage.expect(
      `履歴の手数料が 1 通 ${request.feeJpy} 円、2 通、印刷済みである`,
      row.feeJpy === request.feeJpy && row.copies === 2 && row.state === 'printed',
    );
    const wrong = await stage.issue(
      await stage.wish(person.card, COPY, { feeJpy: request.feeJpy + 10 }),
      '10 円高い手数料で求める',
    );
    stage.expect('手数料が違うとして断られる（KSK-1008）', isRefused(wrong, 'KSK-1008'));
  },
};

export const NORMAL: readonly Scenario[] = [copies, large, taxes, twoSerials, fees];
