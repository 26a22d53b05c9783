import { randomBytes } from 'node:crypto';
import { DiscrepancyReport } from '../../../functions/discrepancies/contract.ts';
import { DEFAULT_LAYOUT } from '../../../functions/discrepancies/default-layout.ts';
import { HistoryDetails } from '../../../functions/history/contract.ts';
import type { IssueRequest } from '../../../functions/issuance/contract.ts';
import { cp932Of } from '../cp932.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';
import { caseOf, closeCase } from './cases.ts';
import { COPY } from './papers.ts';

const OPERATORS = { first: 'mihon-kanri', second: 'mihon-kanri-2' } as const;
const HEAD = Object.values(DEFAULT_LAYOUT.columns).join(',');

type Row = {
  readonly municipality: string;
  readonly requestId: string;
  readonly outcome: string;
  readonly receivedAt: string;
  readonly feeJpy: number | '';
};

const lineOf = ({ municipality, requestId, outcome, receivedAt, feeJpy }: Row): string =>
  [
    municipality,
    requestId,
    '住民票の写し',
    outcome,
    receivedAt,
    '1',
    feeJpy,
    'SCN-0001',
    '試験店',
    'SCN-01',
  ].join(',');
const listOf = (...rows: readonly Row[]): string => [HEAD, ...rows.map(lineOf), ''].join('\r\n');

const newId = (): string => randomBytes(18).toString('base64url');

async function detailsOf(stage: Stage, { municipality, requestId }: IssueRequest, what: string) {
  const path = `api/history/${requestId}`;
  const answer = await stage.staff(municipality, OPERATORS.first, 'GET', path, undefined, what);
  return HistoryDetails.parse(answer.data);
}

const lists: Scenario = {
  number: 24,
  part: 'D',
  title:
    '不整合リスト CSV: 追加・修正・一致・不明、二人による反映、同じファイルの再度の取り込み、壊れたファイル',
  source: '仕様書 3(3)①キ',
  async play(stage) {
    const { municipality, card } = stage.somebody();
    const step = async (operator: string, name: string, list: Uint8Array, what: string) =>
      stage.staff(municipality, operator, 'POST', `api/discrepancies/${name}`, list, what);
    const requests: IssueRequest[] = [];
    for (const what of ['障害と食い違う申し込み', '記録と一致する申し込み']) {
      const request = await stage.wish(card, COPY);
      await stage.issue(request, what);
      requests.push(request);
    }
    const [wrong, right] = requests;
    if (wrong === undefined || right === undefined) throw new Error('申し込みを用意できませんでした。');
    await stage.result(card, wrong.requestId, 'printed', '印刷できたと伝える（実際は障害）');
    await stage.result(card, right.requestId, 'printed', '印刷できたと伝える');
    const { receivedAt } = await detailsOf(stage, wrong, '発行履歴を見る');
    const time = receivedAt.slice(0, 19).replaceAll('-', '/').replace('T', ' ');
    const row = (requestId: string, outcome: string, feeJpy: Row['feeJpy'] = wrong.feeJpy): Row => ({
      municipality,
      requestId,
      outcome,
      receivedAt: time,
      feeJpy,
    });
    const [added, unknown] = [newId(), newId()];
    const rows = [
      row(added, '交付済'),
      row(wrong.requestId, '障害'),
      row(right.requestId, '交付済'),
      row(right.requestId, '交付済'),
      row(unknown, '交付済', ''),
    ];
    const list = cp932Of(listOf(...rows));
    for (const [broken, what] of [
      [new TextEncoder().encode(listOf(...rows)), 'UTF-8 のリスト'],
      [list.subarray(0, list.length - 25), '途中で切れたリスト'],
      [
        cp932Of(listOf(...rows, { ...row(newId(), '交付済'), municipality: '011002' })),
        'ほかの市の行のあるリスト',
      ],
    ] as const) {
      const answer = await step(OPERATORS.first, 'check', broken, `${what}を確かめる`);
      stage.expect(`${what}は、ファイル全体が断られる`, answer.status >= 400);
    }

    const counts = { add: 1, correct: 1, same: 2, unknown: 1 };
    const classes = (data: unknown): string => JSON.stringify(DiscrepancyReport.parse(data).counts);
    const checked = await step(OPERATORS.first, 'check', list, 'リストを事前に確かめる');
    const { fileSha256 } = DiscrepancyReport.parse(checked.data);
    stage.expect(
      '追加 1、修正 1、一致 2（重複の行を含む）、不明 1 に分かれる',
      classes(checked.data) === JSON.stringify(counts),
    );
    const untouched = await detailsOf(stage, wrong, '事前の確認の後の履歴を見る');
    stage.expect('事前の確認では何も変わらない', untouched.state === 'printed');
    await step(OPERATORS.first, 'propose', list, 'リストの反映を提案する');
    const alone = await step(OPERATORS.first, 'commit', list, '提案した本人が反映する');
    stage.expect('一人では反映できない', alone.status >= 400);
    const committed = await step(OPERATORS.second, 'commit', list, '二人目が反映する');
    stage.expect('反映された', committed.status === 200);
    const corrected = await detailsOf(stage, wrong, '修正された履歴を見る');
    stage.expect(
      '履歴は「失敗」に修正され、元の「印刷済み」も残る',
      corrected.state === 'failed' && corrected.original?.state === 'printed',
    );
    const fresh = await detailsOf(
      stage,
      { ...wrong, requestId: added as IssueRequest['requestId'] },
      '追加された履歴を見る',
    );
    stage.expect('リストからの記録が加わる', fresh.state === 'printed');
    const again = await step(OPERATORS.second, 'commit', list, '同じリストをもう一度反映する');
    stage.expect('何も変わらない（追加 0、修正 0）', /"add":0,"correct":0/.test(classes(again.data)));
    for (const requestId of [added, unknown]) {
      const caseId = `${requestId}.discrepancy.${fileSha256.slice(0, 16)}`;
      stage.expect(
        'ここに証明書のない行は、調査事案になっている',
        (await caseOf(stage, municipality, caseId))?.state === 'open',
      );
      const closing = { reason: 'center-statement', pdfSha256: null, reference: '試験-24' };
      stage.expect(
        'センターの書面で閉じられる',
        (await closeCase(stage, municipality, caseId, closing, '調査事案を閉じる')) === 200,
      );
    }
  },
};

export const LISTS: readonly Scenario[] = [lists];
