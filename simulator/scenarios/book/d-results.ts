import type { Scenario } from '../scenario.ts';
import { COPY } from './papers.ts';

const results: Scenario = {
  number: 23,
  part: 'D',
  title: '支払いの前の取り消し、印刷の失敗、結果の通知の重複と矛盾',
  source: '仕様書 3(3)①イ・キ',
  async play(stage) {
    const person = stage.somebody();
    const one = async (what: string) => stage.issue(await stage.wish(person.card, COPY), what);
    const cancelled = await one('求めて、支払いの前に取り消す');
    if (cancelled.ok) {
      const told = await stage.result(
        person.card,
        cancelled.value.requestId,
        'cancelled',
        '取り消されたと伝える',
      );
      stage.expect('状態は「取り消された」になる', told.ok && told.value.state === 'cancelled');
      const again = await stage.result(
        person.card,
        cancelled.value.requestId,
        'cancelled',
        '同じ通知がもう一度届く',
      );
      stage.expect('何も変わらない', again.ok && again.value.state === 'cancelled');
      const contrary = await stage.result(
        person.card,
        cancelled.value.requestId,
        'printed',
        '矛盾する通知が届く',
      );
      stage.expect('断られ、はじめの状態が残る', !contrary.ok);
    }
    const jammed = await one('求めて、印刷に失敗する');
    if (jammed.ok) {
      const told = await stage.result(person.card, jammed.value.requestId, 'failed', '失敗したと伝える');
      stage.expect('状態は「失敗した」になる', told.ok && told.value.state === 'failed');
    }
    const lost = await one('求めて、結果の通知が届かない');
    if (lost.ok) {
      const status = await stage.query(person.card, lost.value.requestId);
      stage.expect(
        '状態は「PDF を渡した（結果待ち）」のまま',
        status.ok && status.value.state === 'responded',
      );
    }
    stage.expect('3 件とも交付されていた', cancelled.ok && jammed.ok && lost.ok);
  },
};

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
