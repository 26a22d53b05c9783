import type { KosekiFault } from '../../functions/koseki/index.ts';
import { unreachable } from '../../functions/shared/result.ts';

type Declined = Extract<KosekiFault, { kind: 'declined' }>;

const REASONS: Readonly<Record<Declined['reason'], string>> = {
  'not-found': 'その戸籍に、その人が在籍していません',
  pending: '届出を処理中です',
  repeated: '同じ要求番号に答えた後です',
  closed: '停止中です',
  'ill-formed': '要求の形が正しくないとされました',
  'not-drawable': '戸籍システムに字形がありません',
  unspecified: '理由は示されていません',
};

const ITEMS: Readonly<Record<string, string>> = {
  requestId: '要求番号',
  personKey: '個人の番号',
  sha256: 'ハッシュ値',
  registeredDomicile: '本籍',
  familyRegisterHead: '筆頭者',
  fullName: '氏名',
  givenName: '名',
};

const itemOf = (name: string): string => ITEMS[name] ?? name;

/** Why there is no certificate, for an operator; no word of a paper or a person. */
export function wordsOf(fault: KosekiFault): string {
  switch (fault.kind) {
    case 'deadline':
      return '時間内に答えがそろいませんでした';
    case 'aborted':
      return '途中でやめました';
    case 'unreachable':
      return `接続できません（${fault.code}）`;
    case 'broken':
      return '答えの途中で接続が切れました';
    case 'too-large':
      return '答えが大きすぎます（4,400,000 バイトまで）';
    case 'redirected':
      return '別の場所へ行くよう求められました';
    case 'wrong-type':
      return '答えが PDF ではありません（Content-Type）';
    case 'protocol':
      return `答え方が取り決めと違います（${fault.rule}）`;
    case 'no-link':
      return 'この市の戸籍システムの接続先がありません';
    case 'not-verifiable':
      return fault.lacks === 'registeredDomicileNotAskedFor'
        ? 'この接続先では、本籍の載らない附票を確かめられません'
        : `確かめるための${itemOf(fault.lacks)}がありません（--expect）`;
    case 'declined':
      return `戸籍システムに断られました（${fault.status}、${REASONS[fault.reason]}）`;
    case 'echo-missing':
      return `答えに${itemOf(fault.field)}がありません`;
    case 'echo-mismatch':
      return `答えの${itemOf(fault.field)}が違います`;
    case 'pdf':
      return `渡せない PDF です: ${fault.fault.where} ${fault.fault.kind}（${fault.fault.rule}）`;
    case 'text-unreadable':
      return `${fault.page} ページの文字を読めず、だれの証明書か確かめられません`;
    case 'text-mismatch':
      return `証明書の${itemOf(fault.lacks)}が求めたものと違います`;
    case 'unasked':
      return fault.item === 'domicile'
        ? '求めていない本籍・筆頭者が載っています'
        : '住民票コードが載っています';
    default:
      return unreachable(fault);
  }
}
