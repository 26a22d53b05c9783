import { z } from 'zod';
import { choiceColumn, codeColumn, flagColumn } from './column.ts';
import { kosekiPersonKeyColumn, personIdColumn } from './id-columns.ts';
import { sequenceColumns } from './sequence-columns.ts';

/** Feed `koseki-index` (戸籍の索引), layout version 1. One row = the register in which one person is now. */
export const KosekiIndexRowV1 = z.object({
  ...sequenceColumns,
  personId: personIdColumn({ meaning: '戸籍に記載された人。住民でない人は住登外者の宛名番号。' }),
  kosekiPersonKey: kosekiPersonKeyColumn({
    meaning: '戸籍システムの中で個人を一意に示す番号。1 人に 1 つ。',
  }),
  kosekiId: codeColumn({
    column: '戸籍番号',
    example: 'H000004321',
    meaning: '戸籍システムの中で戸籍を一意に示す番号。同じ戸籍の人の行は同じ番号になる。',
    pattern: /^[A-Za-z0-9-]{1,40}$/,
    format: '英数字 40 字まで',
  }).brand<'KosekiId'>(),
  state: choiceColumn({
    column: '在籍状態',
    example: '在籍',
    meaning: '転籍・婚姻・死亡などで除かれた人は「除籍」。',
    choices: { 在籍: 'enrolled', 除籍: 'removed' },
  }),
  notificationPending: flagColumn({
    column: '届出処理中',
    example: '0',
    meaning: 'この人についての届出を受理し、記載が終わっていないとき 1。同じ戸籍の全員の証明書が止まる。',
  }),
});
export type KosekiIndexRowV1 = z.infer<typeof KosekiIndexRowV1>;
