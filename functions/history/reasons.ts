import type { IssuanceRecord } from '../issuance/index.ts';
import {
  COUNTER_CODE,
  isRefusalCode,
  PUBLIC_REFUSALS,
  publicCodeOf,
  REFUSALS,
  type RefusalCode,
} from '../shared/refusals.ts';
import type { ReasonView } from './contract.ts';

type RefusalReason = IssuanceRecord['reasons'][number];
type Runbook = (typeof REFUSALS)[RefusalCode]['runbook'];

/** What the staff can do, by section of the runbook. */
const ADVICE: Readonly<Record<Runbook, string>> = {
  hours: '取扱時間と休止日を案内してください。',
  'closed-type': '停止の理由を確かめ、解消するまでは窓口での申請を案内してください。',
  freshness: '連携の状況を確かめ、解消するまでは窓口での申請を案内してください。',
  serial: 'カードの利用者証明用電子証明書の状態を、窓口で確かめてください。',
  'domicile-registration':
    '本籍地利用登録の状態を戸籍の担当で確かめ、登録の手続きか窓口での申請を案内してください。',
  'family-register':
    '戸籍の記載と届出の処理の状態を戸籍の担当で確かめ、窓口か郵送での申請を案内してください。',
  'koseki-link':
    'はじめからやり直すよう案内してください。続くときは、戸籍システムとの接続をシステムの担当に確かめてください。',
  'koseki-declined': '戸籍システムが交付しない理由を戸籍の担当で確かめ、窓口での申請を案内してください。',
  'koseki-pdf': '窓口での申請を案内し、戸籍システムの PDF の形をシステムの担当に確かめてください。',
  resident: '住民の情報を基幹システムで確かめ、窓口での申請を案内してください。',
  protection: '窓口で支援措置の手順に従って対応してください。理由を本人以外に伝えてはいけません。',
  restriction: '基幹システムの発行制限を確かめ、窓口での申請を案内してください。',
  eligibility:
    '発行要否の設定の理由と期間を確かめ、窓口での申請を案内してください。解除できるのは市の設定だけで、基幹システムの制限は別に続きます。',
  'link-row': '連携の状況を確かめ、基幹システムの担当に正しいデータの再送を依頼してください。',
  'individual-number':
    '個人番号の連携を確かめ、住民記録の担当に再送を依頼してください。届くまでは窓口での申請を案内してください。',
  seal: '印鑑登録の状態を印鑑登録の担当で確かめ、窓口での手続きを案内してください。',
  impression:
    '印影の連携を確かめ、印鑑登録の担当に印影の再送を依頼してください。届くまでは窓口での申請を案内してください。',
  tax: '課税台帳の状態を税務の担当で確かめ、窓口での申請を案内してください。',
  'missing-glyph': '外字の登録を確かめ、登録されるまでは窓口での申請を案内してください。',
  'changed-glyph':
    '変わった字形を確かめ、正しければ確認を済ませてください。済むまでは窓口での申請を案内してください。',
  overflow: '窓口での申請を案内してください。',
  age: '発行可能年齢の定めと、申請による個別の許可を案内し、窓口での申請を案内してください。',
  choice: '証明対象者と記載事項を選び直すよう案内してください。',
  fee: '新しい手数料を案内し、はじめからやり直すよう案内してください。',
  changed: 'はじめからやり直すよう案内してください。',
  deadline: 'はじめからやり直すよう案内してください。続くときは、システムの担当に連絡してください。',
  gate: 'この証明書種別は自動で停止しています。システムの担当に連絡してください。',
  repeat: 'はじめからやり直すよう案内してください。',
  settings: '様式・首長名・公印・手数料の設定を確かめてください。',
  signature: '証明書交付センターとの接続を、システムの担当に確かめてください。',
};

/** What takes the place of every reason that shares the counter's code, for operators who may not tell them apart. */
const COUNTER_REASON: ReasonView = {
  code: COUNTER_CODE,
  text: '窓口での対応が必要です。',
  advice: '窓口での申請を案内してください。詳しい理由の照会には、支援措置の照会権限が必要です。',
};

/**
 * The reasons as an operator may read them. Without the permission for protection measures, all reasons behind the
 * counter's code become one and the same entry, last in the list: neither text, code, number nor place tells a
 * protected person from any other case (仕様書 3(3)イ; architecture §3.8).
 */
export function reasonViews(reasons: readonly RefusalReason[], mayReadProtected: boolean): ReasonView[] {
  if (mayReadProtected) return reasons.map(exactView);
  const open = reasons.filter((reason) => !isCounterReason(reason));
  const exact = open.map(exactView);
  return open.length === reasons.length ? exact : [...exact, COUNTER_REASON];
}

/** The text that the citizen's screen has shown for these reasons; null for none. */
export function shownToCitizen(reasons: readonly RefusalReason[]): string | null {
  const codes = reasons.map(({ code }) => code).filter(isRefusalCode);
  return codes.length === 0 ? null : PUBLIC_REFUSALS[publicCodeOf(codes)].message;
}

/** A code that this build does not know might be a confidential one of a newer build. */
function isCounterReason({ code }: RefusalReason): boolean {
  return !isRefusalCode(code) || REFUSALS[code].public === COUNTER_CODE;
}

function exactView({ code, detail }: RefusalReason): ReasonView {
  const known = isRefusalCode(code) ? REFUSALS[code] : undefined;
  return {
    code,
    text: known?.staff ?? '理由コードの説明がありません。',
    advice: known === undefined ? 'システムの担当に連絡してください。' : ADVICE[known.runbook],
    ...(detail === undefined ? {} : { detail }),
  };
}
