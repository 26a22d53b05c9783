import { z } from 'zod';
import {
  choiceColumn,
  codeColumn,
  dateColumn,
  optionalImageColumn,
  optionalMultilineColumn,
  optionalTextColumn,
} from './column.ts';
import { personIdColumn } from './id-columns.ts';
import { sequenceColumns } from './sequence-columns.ts';

/** A square of 9 mm with strokes in it, one bit, 50 dpi. */
const EXAMPLE =
  'Qk2yAAAAAAAAAD4AAAAoAAAAHQAAAB0AAAABAAEAAAAAAHQAAACxBwAAsQcAAAIAAAAAAAAA////AAAAAAAAAAAAAA' +
  'AAAAAAAAAAAAAAAAAAAAAAAAAD//4AA//+AAMABgADAAYAAwAGAAM/5gADP+YAAwAGAAMABgADP8YAAz/GAAMABgAD' +
  'AAYAAz+GAAM/hgAD//4AA//+AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==';

/** Feed `seal` (印鑑登録), layout version 1. One row = the registration of one person as it is now. */
export const SealRowV1 = z.object({
  ...sequenceColumns,
  personId: personIdColumn({ meaning: '登録した人。' }),
  registrationNumber: codeColumn({
    column: '印鑑登録番号',
    example: '0012345',
    meaning: '登録を示す番号。印字しない。再登録した人の行は新しい番号になる。',
    pattern: /^[0-9A-Za-z-]{1,20}$/,
    format: '英数字 20 字まで',
  }),
  state: choiceColumn({
    column: '登録状態',
    example: '登録中',
    meaning: '廃止・亡失・職権抹消・死亡などは「抹消」。一時停止は「停止」。',
    choices: { 登録中: 'active', 停止: 'suspended', 抹消: 'erased' },
  }),
  registeredOn: dateColumn({
    column: '登録年月日',
    example: '2020-05-11',
    meaning: '印鑑を登録した日。印字しない。',
  }),
  fullNameKatakana: optionalTextColumn({
    column: '氏名の片仮名表記',
    example: '',
    meaning: '外国人住民の印鑑が片仮名表記によるとき。記載があるとき必ず印字する。',
  }),
  remarks: optionalMultilineColumn({
    column: '備考',
    example: '',
    meaning: '印鑑登録証明書に印字する備考。改行を含むときは引用符で囲む。',
  }),
  impression: optionalImageColumn({
    column: '印影',
    example: EXAMPLE,
    meaning:
      '登録中の行に必須。無圧縮の BMP（1・4・8・24・32 ビット）を原寸で。抹消の行の印影は読み捨て、保存しない。',
  }),
});
export type SealRowV1 = z.infer<typeof SealRowV1>;
