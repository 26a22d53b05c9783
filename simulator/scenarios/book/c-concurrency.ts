import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';
import { COPY, isRefused, says } from './papers.ts';

/** Asks for all of them at once and judges each paper by the name and date of birth on it. */
async function allAtOnce(stage: Stage, people: ReturnType<Stage['people']>, what: string): Promise<void> {
  const requests = await Promise.all(people.map(({ card }) => stage.wish(card, COPY)));
  const answers = await Promise.all(requests.map((request) => stage.ask(request)));
  let own = 0;
  let others = 0;
  for (const [index, answer] of answers.entries()) {
    if (!answer.ok) continue;
    const text = stage.textOf(answer.value.pdf);
    const person = people[index];
    if (person !== undefined && says(text, person)) own += 1;
    others += people.filter(
      (one) =>
        one.personId !== person?.personId && !person?.fullName.includes(one.fullName) && says(text, one),
    ).length;
  }
  stage.act(
    `${what}: ${people.length} 件を同時に求め、${answers.filter(({ ok }) => ok).length} 件が交付された`,
  );
  stage.expect(
    `交付された証明書はみな本人のもの（${own} 件）`,
    own === answers.filter(({ ok }) => ok).length && own === people.length,
  );
  stage.expect('ほかの人の氏名と生年月日の載ったものは 0 件', others === 0);
}

const sameSecond: Scenario = {
  number: 16,
  part: 'C',
  title: '2 つの店舗から同じ秒に、100 回: それぞれ本人の証明書が出る',
  source: 'INV-1、2023 年 5 月の事故（川崎市、高松市）',
  async play(stage) {
    const people = stage.people();
    const [one, other] = people;
    if (one === undefined || other === undefined) throw new Error('見本に交付できる人が 2 人いません。');
    for (let round = 0; round < 10; round += 1)
      await allAtOnce(
        stage,
        [one, other, ...people.slice(2 + round * 8, 10 + round * 8)],
        `${round + 1} 組目`,
      );
  },
};

const samePerson: Scenario = {
  number: 17,
  part: 'C',
  title: '同じ人が同時に 2 件求める: どちらも本人のもので、別の証明書番号になる',
  source: 'INV-3',
  async play(stage) {
    const person = stage.somebody();
    const requests = [await stage.wish(person.card, COPY), await stage.wish(person.card, COPY)];
    const answers = await Promise.all(
      requests.map((request, index) => stage.issue(request, `${index + 1} 件目`)),
    );
    stage.expect(
      '2 件とも交付された',
      answers.every(({ ok }) => ok),
    );
    const hashes = new Set(answers.flatMap((answer) => (answer.ok ? [answer.value.sha256] : [])));
    stage.expect('2 件は別の PDF である', hashes.size === 2);
  },
};

const retry: Scenario = {
  number: 19,
  part: 'C',
  title: '同じ要求番号でもう一度: 同じ PDF になるか、断られる。内容が違えば断られる',
  source: 'INV-9',
  async play(stage) {
    const person = stage.somebody();
    const request = await stage.wish(person.card, COPY);
    const first = await stage.issue(request, '求める');
    const again = await stage.issue(request, '同じ要求番号でもう一度求める');
    stage.expect(
      '同じバイトの PDF である',
      first.ok && again.ok && first.value.sha256 === again.value.sha256,
    );
    const other = await stage.issue({ ...request, copies: 3 }, '同じ要求番号で、通数を変えて求める');
    stage.expect('内容が違うとして断られる（KSK-3005）', isRefused(other, 'KSK-3005'));
    const stranger = stage.people().find(({ personId }) => personId !== person.personId);
    if (stranger === undefined) throw new Error('見本に交付できる人が 2 人いません。');
    const stolen = await stage.issue(
      { ...request, ...stranger.card, municipality: request.municipality },
      '同じ要求番号で、別の人が求める',
    );
    stage.expect('断られる', !stolen.ok);
  },
};

const interleaved: Scenario = {
  number: 20,
  part: 'C',
  title: '動いている処理の中で要求が入り交じっても、前の人のものが残らない',
  source: 'INV-1、INV-9、2023 年 6 月の事故（宗像市）',
  async play(stage) {
    await allAtOnce(stage, stage.people({ limit: 24 }), '24 人');
    await allAtOnce(stage, stage.people({ limit: 24 }).toReversed(), '逆の順に 24 人');
  },
};

const elsewhere: Scenario = {
  number: 18,
  part: 'C',
  title: '描画が遅れて時間切れになると断られ、遅れた結果はどこにも付かない',
  source: 'INV-2、2023 年 3 月の事故（横浜市）',
  async play(stage) {
    const person = stage.somebody();
    const request = await stage.wish(person.card, COPY);
    const issued = await stage.issue(request, '求める');
    stage.expect('交付された', issued.ok);
    const status = await stage.query(person.card, request.requestId);
    stage.expect('要求の状態は「PDF を渡した」である', status.ok && status.value.state === 'responded');
    stage.elsewhere(
      '時間切れの後に届く描画の結果',
      'test/e2e/prove-slices.test.ts「a deadline」、npm run prove -- guards',
    );
  },
};

export const CONCURRENCY: readonly Scenario[] = [sameSecond, samePerson, elsewhere, retry, interleaved];
