import { z } from 'zod';
import {
  choiceColumn,
  codeColumn,
  flagColumn,
  integerColumn,
  optionalCodeColumn,
  optionalDateColumn,
  optionalMultilineColumn,
  optionalTextColumn,
  textColumn,
} from './column.ts';
import { personIdColumn } from './id-columns.ts';
import { sequenceColumns } from './sequence-columns.ts';

/** Feed `resident` (住民票), layout version 1. One row = everything that the record says of one person now. */
export const ResidentRowV1 = z.object({
  ...sequenceColumns,
  personId: personIdColumn({ meaning: '住民を一意に示す番号。' }),
  householdId: codeColumn({
    pattern: /^\d{15}$/,
    format: '数字 15 桁',
    column: '世帯番号',
    example: '000000000004321',
    meaning: '世帯を一意に示す番号。',
  }).brand<'HouseholdId'>(),
  householdOrder: integerColumn({
    column: '世帯内順',
    example: '1',
    meaning: '世帯の中で印字する順。',
    minimum: 1,
    maximum: 99,
  }),
  state: choiceColumn({
    column: '住民状態',
    example: '現存',
    meaning: '現存しない人の行は世帯から外れ、証明書は発行されない。',
    choices: { 現存: 'active', 転出: 'moved-out', 死亡: 'deceased', 職権消除: 'removed' },
  }),
  transferPending: flagColumn({
    column: '転出予定',
    example: '0',
    meaning: '転出届を受理し、転出日が来ていないとき 1。',
  }),
  changeUnsettled: flagColumn({
    column: '異動未確定',
    example: '0',
    meaning: '異動を処理中で確定していないとき 1。',
  }),
  movedInNotifiedOn: optionalDateColumn({
    column: '転入届出日',
    example: '2026-04-01',
    meaning: '最後の転入の届出日。当日は発行されない。',
  }),
  nationalityClass: choiceColumn({
    column: '住民区分',
    example: '日本人',
    meaning: '外国人のときだけ在留関係の列を書く。',
    choices: { 日本人: 'japanese', 外国人: 'foreign' },
  }),
  fullName: textColumn({
    column: '氏名',
    example: '室蘭 太郎',
    meaning: '印字する氏名。字形選択子も含めてそのまま。',
  }),
  fullNameKana: optionalTextColumn({
    column: '氏名の振り仮名',
    example: 'ムロラン タロウ',
    meaning: '記載があるとき。',
  }),
  formerFamilyName: optionalTextColumn({
    column: '旧氏',
    example: '登別',
    meaning: '記載があるとき必ず印字する。',
  }),
  formerFamilyNameKana: optionalTextColumn({
    column: '旧氏の振り仮名',
    example: 'ノボリベツ',
    meaning: '記載があるとき。',
  }),
  alternativeName: optionalTextColumn({
    column: '通称',
    example: '伊達 花子',
    meaning: '外国人住民の通称。記載があるとき必ず印字する。',
  }),
  dateOfBirthText: textColumn({
    column: '生年月日（印字）',
    example: '昭和53年4月5日',
    meaning: '印字するとおりの文字。不詳を含む場合もそのまま。外国人住民は西暦。',
  }),
  dateOfBirth: optionalDateColumn({
    column: '生年月日',
    example: '1978-04-05',
    meaning: '日まで分かるときだけ。年齢の判定に使い、空なら年齢制限のある証明書は本人には発行されない。',
  }),
  sex: textColumn({ column: '性別', example: '男', meaning: '印字するとおりの文字。' }),
  address: textColumn({
    column: '住所',
    example: '北海道室蘭市幸町1番2号',
    meaning: '印字するとおりの住所。',
  }),
  buildingNameEtc: optionalTextColumn({
    column: '方書',
    example: '海岸ハイツ301号',
    meaning: '建物名など。',
  }),
  becameResidentOnText: optionalTextColumn({
    column: '住民となった年月日（印字）',
    example: '平成14年4月1日',
    meaning: '印字するとおりの文字。',
  }),
  addressFixedOnText: optionalTextColumn({
    column: '住所を定めた年月日（印字）',
    example: '令和2年5月1日',
    meaning: '印字するとおりの文字。',
  }),
  notifiedOnText: optionalTextColumn({
    column: '届出年月日（印字）',
    example: '令和2年5月7日',
    meaning: '印字するとおりの文字。',
  }),
  previousAddress: optionalTextColumn({
    column: '従前の住所',
    example: '北海道札幌市中央区北一条西2丁目',
    meaning: '記載があるとき。',
  }),
  headOfHousehold: textColumn({
    column: '世帯主氏名',
    example: '室蘭 太郎',
    meaning: '世帯主・続柄を求められたとき印字する。',
  }),
  relationshipToHead: textColumn({ column: '続柄', example: '世帯主', meaning: '世帯主との続柄。' }),
  registeredDomicile: optionalTextColumn({
    column: '本籍',
    example: '北海道室蘭市幸町1番',
    meaning: '日本人だけ。求められたとき印字する。',
  }),
  familyRegisterHead: optionalTextColumn({ column: '筆頭者', example: '室蘭 太郎', meaning: '日本人だけ。' }),
  nationality: optionalTextColumn({
    column: '国籍・地域',
    example: 'ベトナム',
    meaning: '外国人だけ（必須）。',
  }),
  article30_45: optionalTextColumn({
    column: '30条45区分',
    example: '中長期在留者',
    meaning: '外国人だけ（必須）。住民基本台帳法第30条の45に規定する区分。',
  }),
  residenceStatus: optionalTextColumn({
    column: '在留資格',
    example: '技術・人文知識・国際業務',
    meaning: '外国人だけ。',
  }),
  periodOfStay: optionalTextColumn({ column: '在留期間', example: '3年', meaning: '外国人だけ。' }),
  periodOfStayExpiryText: optionalTextColumn({
    column: '在留期間満了日（印字）',
    example: '2028年3月31日',
    meaning: '外国人だけ。印字するとおりの文字。',
  }),
  residenceCardNumber: optionalTextColumn({
    column: '在留カード番号',
    example: 'AB12345678CD',
    meaning: '外国人だけ。',
  }),
  remarks: optionalMultilineColumn({
    column: '備考',
    example: '',
    meaning: '印字する備考。改行を含むときは引用符で囲む。',
  }),
  individualNumber: optionalCodeColumn({
    column: '個人番号',
    example: '',
    meaning:
      '個人番号を印字する団体だけが書く。印字しない団体の値は読み捨て、どこにも保存しない。印字する団体の値は、住民状態が「現存」の間だけ、暗号化して別に保存する。',
    pattern: /^\d{12}$/,
    format: '数字 12 桁',
    isSecret: true,
  }),
});
export type ResidentRowV1 = z.infer<typeof ResidentRowV1>;
