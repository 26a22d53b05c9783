import type { RowReason } from './classify.ts';
import type { ListProblem } from './read-list.ts';

/** What the staff read of a row. */
export const REASON_TEXTS: Readonly<Record<RowReason, string>> = {
  'not-known-here': '記録にない要求です。追加し、調査事案にします。',
  'outcome-differs': '結果が記録と違います。',
  'counts-differ': '部数か手数料が記録と違います。',
  'printed-without-bytes': '証明書を作っていない要求が、交付済とされています。修正し、調査事案にします。',
  'says-the-same': '記録と同じです。',
  'repeats-a-row': '前の行と同じです。',
  'rows-contradict': '同じ要求番号で内容の違う行があります。反映せず、調査事案にします。',
  'another-type': '証明書種別が記録と違います。反映せず、調査事案にします。',
  'not-enough-to-add': '記録にない要求で、追加に必要な項目が空です。反映せず、調査事案にします。',
  'in-the-future': '受付日時が未来です。反映せず、調査事案にします。',
  'added-from-a-list': '不整合リストから追加した記録と同じです。',
};

/** Why a file is not taken. */
export const PROBLEM_TEXTS: Readonly<Record<ListProblem['rule'], string>> = {
  empty: '見出しの行がありません。',
  encoding: '設定された文字コードとして読めない行です。',
  'other-encoding-mark': '設定と違う文字コードの印（BOM）があります。',
  'odd-length': '途中で切れています（文字の途中で終わっています）。',
  'column-missing': '見出しがありません。',
  'column-twice': '同じ見出しが二つあります。',
  quotes: '引用符が閉じていません。',
  cells: '見出しと列の数が違います。',
  'cut-off': '最後の行が改行で終わっていません。途中で切れたおそれがあります。',
  trailer: '最後の行が件数と合いません。途中で切れたおそれがあります。',
  'other-city': 'ほかの市の行です。',
  value: '値の形が正しくありません。',
  'word-unknown': '対応表にない語です。',
  'too-many-rows': '行が多すぎます（1,000 行まで）。',
};
