import { z } from 'zod';
import { choiceColumn, dateColumn, flagColumn, optionalDateColumn } from './column.ts';
import { personIdColumn } from './id-columns.ts';
import { sequenceColumns } from './sequence-columns.ts';

/** Feed `restriction` (発行制限), layout version 1. One row = one restriction of one person, set or lifted. */
export const RestrictionRowV1 = z.object({
  ...sequenceColumns,
  personId: personIdColumn({ meaning: '制限される人。' }),
  kind: choiceColumn({
    column: '制限区分',
    example: '支援措置',
    meaning: '支援措置（DV 等）か、その他の制限か。',
    choices: { 支援措置: 'protection', その他: 'other' },
  }),
  certificateType: choiceColumn({
    column: '証明書種別',
    example: '全て',
    meaning: '制限する証明書。',
    choices: {
      全て: 'all',
      住民票の写し: 'resident-record',
      印鑑登録証明書: 'seal-registration',
      '課税・所得証明書': 'tax-and-income',
      戸籍証明書: 'family-register',
      戸籍の附票の写し: 'family-register-supplement',
    },
  }),
  state: choiceColumn({
    column: '状態',
    example: '制限',
    meaning: '解除の行が来るまで制限は続く（終了日では終わらない）。',
    choices: { 制限: 'restricted', 解除: 'lifted' },
  }),
  householdWide: flagColumn({
    column: '世帯への適用',
    example: '1',
    meaning: '同じ世帯の人の証明書も止めるとき 1。',
  }),
  from: dateColumn({ column: '開始日', example: '2026-04-01', meaning: '制限の始まり。' }),
  until: optionalDateColumn({
    column: '終了日',
    example: '2027-03-31',
    meaning: '参考。この日が過ぎても制限は続く。',
  }),
});
export type RestrictionRowV1 = z.infer<typeof RestrictionRowV1>;
