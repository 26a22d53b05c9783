import { z } from 'zod';
import { choiceColumn, dateColumn } from './column.ts';
import { issuerColumn, personIdColumn, serialColumn } from './id-columns.ts';
import { sequenceColumns } from './sequence-columns.ts';

/** Feed `serial` (シリアル番号情報), layout version 1. One row = one certificate of one person. */
export const SerialRowV1 = z.object({
  ...sequenceColumns,
  personId: personIdColumn({ meaning: '証明書の持ち主。' }),
  issuer: issuerColumn({
    meaning: '利用者証明用電子証明書の発行者。シリアル番号は発行者の中で一意。',
  }),
  serial: serialColumn({ meaning: '利用者証明用電子証明書のシリアル番号。' }),
  medium: choiceColumn({
    column: '媒体',
    example: 'カード',
    meaning: '1 人が両方を持つことがある。',
    choices: { カード: 'card', スマートフォン: 'phone' },
  }),
  validFrom: dateColumn({ column: '有効期間の初日', example: '2024-04-01', meaning: 'この日から使える。' }),
  validUntil: dateColumn({
    column: '有効期間の満了日',
    example: '2029-04-01',
    meaning: 'この日まで使える。',
  }),
  state: choiceColumn({
    column: '状態',
    example: '有効',
    meaning: '失効は、その番号の行によってだけ伝わる（新しい番号が現れても古い番号は終わらない）。',
    choices: { 有効: 'valid', 失効: 'revoked' },
  }),
});
export type SerialRowV1 = z.infer<typeof SerialRowV1>;
