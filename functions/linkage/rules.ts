import { z } from 'zod';

/** Why a row is not taken over. What the words mean is in the published layouts. */
export const RowRule = z.enum([
  'column-count',
  'required',
  'pattern',
  'integer',
  'choice',
  'flag',
  'date',
  'too-long',
  'control-character',
  'line-break',
  'destroyed-character',
  'noncharacter',
  'epoch-ahead',
  'foreign-only',
  'foreign-required',
  'japanese-only',
  'birth-date-mismatch',
  'period-reversed',
  'sequence-conflict',
  'serial-person-conflict',
]);
export type RowRule = z.infer<typeof RowRule>;

/** Why a whole file is not taken over; nothing of it is applied. */
export const FileRule = z.enum([
  'encoding',
  'quotes',
  'record-too-long',
  'header',
  'header-mismatch',
  'layout-version',
  'columns',
  'trailer',
  'row-count',
  'checksum',
  'lane',
  'name-reused',
]);
export type FileRule = z.infer<typeof FileRule>;

/** In Japanese, for the published layouts and for whoever has to mend a file. */
export const ROW_RULE_TEXTS: Readonly<Record<RowRule, string>> = {
  'column-count': '列の数がレイアウトと違う。',
  required: '必須の列が空である。',
  pattern: '桁数または使える文字が違う。',
  integer: '整数でないか、範囲の外である。',
  choice: '決められた語のどれでもない。',
  flag: '0 でも 1 でもない。',
  date: '実在する日付 YYYY-MM-DD でない。',
  'too-long': '2,000 字を超える。',
  'control-character': '制御文字が入っている。',
  'line-break': '改行が使えない列に改行が入っている。',
  'destroyed-character': '置換文字 U+FFFD が入っている（文字が前の工程で失われている）。',
  noncharacter: 'Unicode の非文字または BOM が値の中に入っている。',
  'epoch-ahead': '行の連携世代がファイルの世代より新しい。',
  'foreign-only': '外国人だけの列が日本人の行にある。',
  'foreign-required': '外国人に必須の列が空である。',
  'japanese-only': '日本人だけの列が外国人の行にある。',
  'birth-date-mismatch': '生年月日とその印字が同じ日を表していない。',
  'period-reversed': '有効期間の満了日が初日より前である。',
  'sequence-conflict': '同じ連携番号で内容の異なる行が既にある。',
  'serial-person-conflict': '同じ発行者・シリアル番号が別の人の行に既にある。',
};

export const FILE_RULE_TEXTS: Readonly<Record<FileRule, string>> = {
  encoding: 'UTF-8 として正しくないバイトがある。',
  quotes: '引用符が閉じていないか、閉じた後に文字が続いている。',
  'record-too-long': '1 レコードが長すぎる（1,048,576 字を超える）。',
  header: '先頭レコードが #KOFU で始まる 8 項目でない。',
  'header-mismatch': '先頭レコードとファイル名の示す内容が違う。',
  'layout-version': 'レイアウトの版を知らない。',
  columns: '列名のレコードがレイアウトと違う。',
  trailer: '最後のレコードが #END でない（ファイルが途中で切れている）。',
  'row-count': '行の数が最後のレコードと違う。',
  checksum: 'SHA-256 が最後のレコードと違う。',
  lane: 'このフィードのファイルを置くフォルダーでない。',
  'name-reused': '同じファイル番号で内容の異なるファイルを既に取り込んでいる。',
};
