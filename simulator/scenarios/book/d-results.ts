import { randomBytes } from 'node:crypto';
import type { Issued } from '../kiosk-acts.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';
import { caseOf, closeCase } from './cases.ts';
import { COPY } from './papers.ts';

const results: Scenario = {
  number: 23,
  part: 'D',
  title: '支払いの前の取り消し、印刷の失敗、結果の通知の紛失・重複・矛盾、センターのエラー',
  source: '仕様書 3(3)①イ・キ、INV-8',
  async play(stage) {
    const { card, municipality } = stage.somebody();
    const one = async (what: string) => {
      const issued = await stage.issue(await stage.wish(card, COPY), what);
      if (!issued.ok) throw new Error('交付されませんでした。');
      return issued.value;
    };
    const cancelled = await one('求めて、支払いの前に取り消す');
    const tell = (outcome: 'cancelled' | 'printed', what: string) =>
      stage.result(card, cancelled.requestId, outcome, what);
    const told = await tell('cancelled', '取り消されたと伝える');
    stage.expect('状態は「取り消された」になる', told.ok && told.value.state === 'cancelled');
    const again = await tell('cancelled', '同じ通知がもう一度届く');
    stage.expect('何も変わらない', again.ok && again.value.state === 'cancelled');
    const contrary = await tell('printed', '矛盾する通知が届く');
    const kept = await stage.query(card, cancelled.requestId);
    stage.expect('断られ、はじめの状態が残る', !contrary.ok && kept.ok && kept.value.state === 'cancelled');
    await settle(stage, municipality, cancelled, 'contradiction.printed');

    const jammed = await one('求めて、支払いの後、印刷に失敗する');
    const failed = await stage.result(card, jammed.requestId, 'failed', '紙詰まりで失敗したと伝える');
    stage.expect('状態は「失敗した」になる', failed.ok && failed.value.state === 'failed');

    const lost = await one('求めて、結果の通知が届かない');
    const status = await stage.query(card, lost.requestId);
    stage.expect('状態は「PDF を渡した（結果待ち）」のまま', status.ok && status.value.state === 'responded');
    stage.elsewhere('待ち時間を過ぎると「結果不明」の調査事案になること', 'test/e2e/history.test.ts');

    await stage.centerError(card, lost.requestId, 'E-17', 'センターが、その要求のエラーを知らせる');
    await settle(stage, municipality, lost, 'center-error.code-E-17');
    const late = await stage.result(card, lost.requestId, 'printed', '遅れて結果の通知が届く');
    stage.expect('状態は「印刷済み」になる', late.ok && late.value.state === 'printed');

    const nobodys = randomBytes(18).toString('base64url');
    const strange = await stage.result(card, nobodys, 'printed', '記録にない要求の通知が届く');
    stage.expect('断られる', !strange.ok);
    const caseId = `${nobodys}.unknown-request.printed`;
    stage.expect('調査事案になっている', (await caseOf(stage, municipality, caseId))?.state === 'open');
    const closing = { reason: 'store-statement', pdfSha256: null, reference: '試験-23' };
    const closed = await closeCase(stage, municipality, caseId, closing, '店舗の書面で閉じる');
    stage.expect('閉じられた', closed === 200);
  },
};

/** The case that was opened: closes only with what shows which bytes went to the request. */
async function settle(
  stage: Stage,
  municipality: string,
  { requestId, sha256 }: Issued,
  name: string,
): Promise<void> {
  const caseId = `${requestId}.${name}`;
  const open = await caseOf(stage, municipality, caseId);
  stage.expect('調査事案になっている', open?.state === 'open');
  const closing = { reason: 'paper-examined', reference: '試験-23' };
  const wrong = { ...closing, pdfSha256: '0'.repeat(64) };
  const refused = await closeCase(stage, municipality, caseId, wrong, '違うハッシュ値で閉じようとする');
  stage.expect('その要求の証明書を示さなければ閉じられない（INV-8）', refused >= 400);
  const closed = await closeCase(
    stage,
    municipality,
    caseId,
    { ...closing, pdfSha256: sha256 },
    '現物を確かめて閉じる',
  );
  stage.expect('閉じられた', closed === 200);
}

const history: Scenario = {
  number: 25,
  part: 'D',
  title: '発行履歴で、だれの証明書が、どの店舗で、どの条件と手数料で交付されたかが分かる',
  source: '仕様書 3(3)①イ',
  async play(stage) {
    const person = stage.people().find(({ traits }) => !traits.includes('large-household'));
    if (person === undefined) throw new Error('見本に交付できる人がいません。');
    const request = await stage.wish(person.card, COPY, { options: ['relationship'] });
    const issued = await stage.issue(request, '続柄を載せて求める');
    stage.expect('交付された', issued.ok);
    const answer = await stage.staff(
      person.municipality,
      'mihon-kanri',
      'GET',
      `api/history/${request.requestId}`,
      undefined,
      '発行履歴を見る',
    );
    const row = answer.data as {
      applicant?: { personId: string };
      subjects?: { personId: string }[];
      options?: string[];
      store?: { code: string };
      feeJpy?: number;
    };
    stage.expect(
      '申請者と証明対象者が本人である',
      row.applicant?.personId === person.personId && row.subjects?.[0]?.personId === person.personId,
    );
    stage.expect(
      '出力条件、店舗、手数料が要求のとおりである',
      row.options?.join() === 'relationship' &&
        row.store?.code === request.store.code &&
        row.feeJpy === request.feeJpy,
    );
    const elsewhere = stage.people().find(({ municipality }) => municipality !== person.municipality);
    if (elsewhere !== undefined) {
      const other = await stage.staff(
        elsewhere.municipality,
        'mihon-kanri',
        'GET',
        `api/history/${request.requestId}`,
        undefined,
        'ほかの市の操作者が同じ要求番号で探す',
      );
      stage.expect('見つからない', other.status === 404);
    }
  },
};

export const RESULTS: readonly Scenario[] = [results, history];
