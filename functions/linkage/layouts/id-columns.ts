import { codeColumn } from './column.ts';

type Says = { readonly meaning: string };

// Columns that several feeds have. Each call makes a new schema: a note belongs to one column of one layout.

export const personIdColumn = ({ meaning }: Says) =>
  codeColumn({
    column: '宛名番号',
    example: '000000000012345',
    meaning,
    pattern: /^\d{15}$/,
    format: '数字 15 桁',
  }).brand<'PersonId'>();

export const kosekiPersonKeyColumn = ({ meaning }: Says) =>
  codeColumn({
    column: '戸籍個人番号',
    example: 'K000012345',
    meaning,
    pattern: /^[A-Za-z0-9-]{1,40}$/,
    format: '英数字 40 字まで',
  }).brand<'KosekiPersonKey'>();

export const issuerColumn = ({ meaning }: Says) =>
  codeColumn({
    column: '発行者',
    example: 'JPKI-AUTH-03',
    meaning,
    pattern: /^[A-Za-z0-9-]{1,40}$/,
    format: '英数字 40 字まで',
  }).brand<'JpkiIssuer'>();

export const serialColumn = ({ meaning }: Says) =>
  codeColumn({
    column: 'シリアル番号',
    example: '0A1B2C3D4E5F',
    meaning,
    pattern: /^[A-Za-z0-9]{1,40}$/,
    format: '英数字 40 字まで',
  }).brand<'JpkiSerial'>();
