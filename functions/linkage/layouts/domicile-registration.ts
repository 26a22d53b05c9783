import { z } from 'zod';
import { choiceColumn, optionalDateColumn } from './column.ts';
import { issuerColumn, kosekiPersonKeyColumn, personIdColumn, serialColumn } from './id-columns.ts';
import { sequenceColumns } from './sequence-columns.ts';

/** Feed `domicile-registration` (本籍地利用登録), layout version 1. One row = one certificate of a non-resident. */
export const DomicileRegistrationRowV1 = z.object({
  ...sequenceColumns,
  personId: personIdColumn({ meaning: '登録した人の住登外者の宛名番号。戸籍の索引と同じ番号。' }),
  kosekiPersonKey: kosekiPersonKeyColumn({ meaning: '登録した人の、戸籍の索引と同じ番号。' }),
  issuer: issuerColumn({
    meaning: '利用者証明用電子証明書の発行者。シリアル番号は発行者の中で一意。',
  }),
  serial: serialColumn({
    meaning: '登録した利用者証明用電子証明書のシリアル番号。更新した証明書は新しい登録になる。',
  }),
  state: choiceColumn({
    column: '登録状態',
    example: '承認',
    meaning:
      '承認された登録だけで発行できる。失効は、その番号の行によって伝わる。住民でない人の生年月日は連携されないので、発行可能年齢に達していない人の登録は承認しない。',
    choices: {
      申請: 'applied',
      審査中: 'under-review',
      承認: 'approved',
      却下: 'rejected',
      失効: 'lapsed',
    },
  }),
  expiresOn: optionalDateColumn({
    column: '有効期限',
    example: '2029-04-01',
    meaning: '承認の行に必須。この日まで使える。',
  }),
});
export type DomicileRegistrationRowV1 = z.infer<typeof DomicileRegistrationRowV1>;
