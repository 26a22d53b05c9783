import { ClosuresView } from '../../../functions/closures/contract.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';
import { caseOf, closeCase } from './cases.ts';
import { COPY, isRefused } from './papers.ts';
import { type InRegister, namedIn, peopleInRegisters, REGISTER, SUPPLEMENT } from './registers.ts';

const OPERATORS = { first: 'mihon-kanri', second: 'mihon-kanri-2' } as const;

/** What the gate has closed of the type. */
async function closuresOf(stage: Stage, municipality: string): Promise<ClosuresView['closures']> {
  const answer = await stage.staff(
    municipality,
    OPERATORS.first,
    'GET',
    'api/closures',
    undefined,
    '停止を見る',
  );
  return ClosuresView.parse(answer.data).closures.filter(
    ({ type, cause }) => type === SUPPLEMENT && cause === 'gate',
  );
}

/** Opens what the gate has closed: one proposes, another one confirms. */
async function reopen(stage: Stage, municipality: string): Promise<void> {
  for (const { closure } of await closuresOf(stage, municipality)) {
    const act = (operator: string, path: string, body: object, what: string) =>
      stage.staff(municipality, operator, 'POST', path, body, what);
    const opening = 'api/closures/opening';
    const confirmation = `${opening}/confirmation`;
    await act(OPERATORS.first, opening, { closure, reason: 'cause-removed' }, '再開を提案する');
    const alone = await act(OPERATORS.first, confirmation, { closure }, '提案した本人が再開しようとする');
    stage.expect('一人では再開できない', alone.status >= 400);
    const opened = await act(OPERATORS.second, confirmation, { closure }, '二人目が再開する');
    stage.expect('再開された', opened.status === 200);
  }
}

/** All at once; how many of the answers are the applicant's own, and somebody else's. */
async function askTogether(stage: Stage, people: readonly InRegister[], type: string) {
  const requests = await Promise.all(people.map(({ card }) => stage.wish(card, type)));
  const answers = await Promise.all(requests.map((request) => stage.ask(request)));
  const papers = answers.flatMap((answer, index) => {
    const person = people[index]?.person;
    return answer.ok && person !== undefined ? [{ text: stage.textOf(answer.value.pdf), person }] : [];
  });
  const own = papers.filter(({ text, person }) => namedIn(text, person.fullName)).length;
  stage.act(`${people.length} 件を同時に求め、${papers.length} 件が交付された`);
  return { requests, issued: papers.length, own };
}

const swapped: Scenario = {
  number: 22,
  part: 'C',
  title: '戸籍システムの応答が入れ替わる: だれにもほかの人のものが渡らず、種別が止まり、二人で再開する',
  source: '仕様書 3(2)③、INV-4・6・12、2023 年 3 月の事故（横浜市）',
  async play(stage) {
    const [first] = await peopleInRegisters(stage, 1);
    if (first === undefined) throw new Error('見本に、戸籍の証明書が交付できる人がいません。');
    const { municipality } = first.person;
    const people = await peopleInRegisters(stage, 8, { municipality });
    const honest = await askTogether(stage, people, SUPPLEMENT);
    stage.expect(
      '応答の順にかかわらず、8 件とも本人のものである',
      honest.issued === people.length && honest.own === people.length,
    );

    stage.atEnd('止まった種別を再開する', () => reopen(stage, municipality));
    const pair = people.slice(0, 2);
    await stage.kosekiFault('swapped', '同時の 2 件の応答を入れ替える', pair.length);
    const wrong = await askTogether(stage, pair, SUPPLEMENT);
    stage.expect('2 件とも交付されない', wrong.issued === 0);
    const closed = await closuresOf(stage, municipality);
    stage.expect('附票の写しが、この市で直ちに停止している', closed.length > 0);
    const [one] = people;
    if (one === undefined) return;
    const during = await stage.issue(
      await stage.wish(one.card, SUPPLEMENT, { feeJpy: 300 }),
      '停止の間に求める',
    );
    stage.expect('取り扱っていないとして断られる（KSK-1002）', isRefused(during, 'KSK-1002'));
    const register = await stage.issue(await stage.wish(one.card, REGISTER), '戸籍個人事項証明書を求める');
    const copy = await stage.issue(await stage.wish(one.card, COPY), '住民票の写しを求める');
    stage.expect('ほかの種別は交付される', register.ok && copy.ok);
    const away = stage.people().find((person) => person.municipality !== municipality);
    const [elsewhere] = away === undefined ? [] : await peopleInRegisters(stage, 1, away);
    const beside = elsewhere !== undefined && (await askTogether(stage, [elsewhere], SUPPLEMENT)).own === 1;
    stage.expect('ほかの市では交付される', beside);

    await reopen(stage, municipality);
    const after = await stage.issue(await stage.wish(one.card, SUPPLEMENT), '再開の後に求める', true);
    stage.expect('本人のものが交付される', after.ok && namedIn(after.value.text, one.person.fullName));
    for (const { requestId } of wrong.requests) {
      const caseId = `${requestId}.gate-refusal`;
      const found = await caseOf(stage, municipality, caseId);
      if (found?.state !== 'open') continue;
      const closing = { reason: 'nothing-left', pdfSha256: found.observed.pdfSha256 ?? null };
      stage.expect(
        '渡していないことを示して、調査事案が閉じられる',
        (await closeCase(stage, municipality, caseId, closing, '調査事案を閉じる')) === 200,
      );
    }
    stage.elsewhere(
      '応答の中身だけが入れ替わる、ほかの人の用紙、遅延、切断、二重の応答',
      'test/e2e/koseki.test.ts、test/unit/koseki/faults.test.ts',
    );
  },
};

export const SWAPPED: readonly Scenario[] = [swapped];
