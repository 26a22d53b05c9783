import type { PlanFault } from './contract.ts';

/** Every rule by which a plan is refused, as the staff read it. */
const MESSAGES = {
  'ill-formed': '値の形が正しくありません。',
  'unknown-field': 'この設定にはない項目です。',
  'not-plannable': 'この種類の設定は、変更予約の対象ではありません。',
  twice: '同じ設定が 2 回あります。',
  'too-soon': '開始が早すぎます。処理中の申し込みに影響しない時刻からにしてください。',
  'too-far': '開始または終了が 10 年より先です。',
  'until-first': '終了は開始より後にしてください。',
  'already-planned': '同じ時刻からの変更が予約されています。取り消してから予約してください。',
  'not-set': '設定されていないため、終わらせるものがありません。',
  missing: '登録されていません。先に登録してください。',
  'not-a-seal': '公印の画像ではありません。',
  'not-a-template': '証明書様式として正しくありません。',
  'other-model': '別の証明書の様式です。',
  'not-valid-then': '開始日には使えない様式です（様式の有効期間の外）。',
  required: 'この証明書の交付に必要な設定がなくなります。',
  'unknown-type': '証明書種別がありません。',
  'other-family': 'この証明書種別にはない設定です。',
  'no-glyph': '印字できない文字があります。',
  'no-room': '様式の印字欄に収まりません。',
  'above-limit': 'キオスク端末から申し込める手数料の上限（100,000 円）を超えています。',
} as const;
export type PlanRule = keyof typeof MESSAGES;

/** @param detail where the rule alone does not say which: never personal data */
export const fault = (field: string, rule: PlanRule, detail?: string): PlanFault => ({
  field,
  rule,
  message: detail === undefined ? MESSAGES[rule] : `${MESSAGES[rule]}（${detail}）`,
});

/** `changes[0].value.feeJpy`. */
export const pathOf = (start: string, path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}.${String(step)}`),
    start,
  );
