import type { HistoryRow, PersonView } from '../../functions/history/contract.ts';

export type State = HistoryRow['state'];

/** 発行の状態 as staff read it, in the order of the list's filter. */
export const STATE_NAMES: Readonly<Record<State, string>> = {
  requested: '処理中',
  refused: '拒否',
  responded: '印刷待ち',
  printed: '交付済み',
  cancelled: '取消',
  failed: '失敗',
  unknown: '結果不明',
};

/** What a state means, for whoever meets it for the first time. */
export const STATE_NOTES: Readonly<Record<State, string>> = {
  requested: '証明書を作成しています。',
  refused: '証明書は作成していません。',
  responded: '証明書を送り、印刷の結果を待っています。',
  printed: '印刷が終わったと通知がありました。',
  cancelled: '利用者が取りやめました。',
  failed: '作成または印刷ができませんでした。',
  unknown: '印刷の結果が届いていません。',
};

/** The same states as steps that lie behind. */
export const STEP_NAMES: Readonly<Record<State, string>> = {
  ...STATE_NAMES,
  requested: '受付',
  responded: '証明書を送信',
  unknown: '結果の通知なし',
};

export const STATES = Object.keys(STATE_NAMES) as State[];

export const isState = (text: string | undefined): text is State =>
  text !== undefined && Object.hasOwn(STATE_NAMES, text);

export const nameOf = (person: PersonView): string =>
  person.fullName ?? `（台帳に氏名なし・宛名番号 ${person.personId}）`;

export const yen = (amount: number): string => `${amount.toLocaleString('ja-JP')} 円`;
