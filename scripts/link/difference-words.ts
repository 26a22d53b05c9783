import type { DifferenceKind, Remedy } from '../../functions/linkage/reconciliation/index.ts';

/** In the words of whoever reads a report. */
export const KIND_WORDS: Readonly<Record<DifferenceKind, string>> = {
  missing: '不足（抽出にあり、登録にない）',
  surplus: '余分（登録にあり、抽出にない）',
  different: '相違（抽出のほうが新しい）',
  older: '相違（登録のほうが新しい）',
  conflict: '相違（連携番号が同じ）',
  closed: '内容は一致、発行は停止中',
  rejected: '抽出の行が規則に合わない',
  duplicate: '抽出の中の重複',
  renumbered: '連携番号だけが違う（問題なし）',
};

export const REMEDY_WORDS: Readonly<Record<NonNullable<Remedy>, string>> = {
  row: '抽出の行を取り込む（--heal）',
  'newer-row': '基幹システムから新しい連携番号の行を送る',
  'full-file': '全件ファイルを取り込む（載っていない人は停止し、載れば再開する）',
  'mend-row': '行を直して新しい連携番号で送る',
  'by-hand': '正しい持ち主を基幹システムで確かめる（行を送っても直らない）',
};
