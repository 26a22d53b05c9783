import type {
  HouseholdScope,
  IssuanceOption,
  IssuanceState,
  MenuOffer,
} from '../../../functions/issuance/contract.ts';
import type { CertificateFamily } from '../../../functions/shared/certificate-types.ts';
import type { MunicipalityCode } from '../../../functions/shared/ids.ts';
import { incomeYearName, taxYearName } from '../../../functions/shared/tax-year.ts';
import type { KioskCity } from '../../kiosk/page-contract.ts';

export const yen = (amount: number): string => `${amount.toLocaleString('ja-JP')}円`;

export const cityName = (cities: readonly KioskCity[], code: MunicipalityCode): string =>
  cities.find((city) => city.code === code)?.name ?? code;

export const yearName = (taxYear: number): string => taxYearName(taxYear) ?? `${taxYear}年度`;

export const yearMeaning = (taxYear: number): string =>
  `${incomeYearName(taxYear) ?? `${taxYear - 1}年`}1月から12月までの所得と、その税額を記載します`;

type Words = { readonly name: string; readonly meaning: string };
type ScopeWords = Readonly<Record<HouseholdScope, Words>>;

const OF_HOUSEHOLD: ScopeWords = {
  individual: { name: '本人のみ', meaning: 'あなただけを記載します' },
  household: { name: '世帯全員', meaning: '同じ世帯の全員を記載します' },
  partial: { name: '世帯の一部', meaning: '記載する人を選びます' },
};

const SCOPE_WORDS: Readonly<Record<CertificateFamily, ScopeWords>> = {
  'resident-record': OF_HOUSEHOLD,
  'seal-registration': OF_HOUSEHOLD,
  'tax-and-income': OF_HOUSEHOLD,
  'family-register': {
    individual: { name: '個人事項証明書', meaning: '戸籍のうち、あなたの事項だけを記載します' },
    household: { name: '全部事項証明書', meaning: '戸籍に記載されている全員の事項を記載します' },
    partial: { name: '個人事項証明書（人を選ぶ）', meaning: '同じ戸籍の中から、記載する人を選びます' },
  },
  'family-register-supplement': {
    individual: { name: '一部（本人）', meaning: '戸籍の附票のうち、あなたの住所だけを記載します' },
    household: { name: '全部', meaning: '戸籍に記載されている全員の住所を記載します' },
    partial: { name: '一部（人を選ぶ）', meaning: '同じ戸籍の中から、記載する人を選びます' },
  },
};

export const scopeWords = (scope: HouseholdScope, { family }: Pick<MenuOffer, 'family'>): Words =>
  SCOPE_WORDS[family][scope];

export const OPTION_WORDS: Readonly<Record<IssuanceOption, { name: string; meaning: string }>> = {
  relationship: { name: '世帯主・続柄', meaning: '世帯主の氏名と、世帯主との関係' },
  domicile: { name: '本籍・筆頭者', meaning: '戸籍のある場所と、戸籍のはじめに記載された人' },
  residency: { name: '国籍・地域、在留資格など', meaning: '外国人住民の方の在留に関する事項' },
  'overseas-voter': { name: '在外選挙人の登録', meaning: '在外選挙人名簿などに登録された市区町村の名前' },
  'individual-number': {
    name: '個人番号（マイナンバー）',
    meaning: '提出先が法律に基づいて求めているときだけ',
  },
};

/** What staff would read in the history; shown in the simulator only. */
export const STATE_WORDS: Readonly<Record<IssuanceState, string>> = {
  requested: '受付',
  refused: '発行不可',
  responded: 'PDF 応答済（印刷結果待ち）',
  printed: '印刷済',
  cancelled: '取消',
  failed: '失敗',
  unknown: '結果不明',
};

/** Notes on the sample cards: why a visitor of the simulator may want to try this one. */
export const TRAIT_WORDS: Readonly<Record<string, string>> = {
  protected: '支援措置',
  'protected-household': '世帯に支援措置',
  restricted: '発行制限',
  'lifted-restriction': '制限解除',
  minor: '15歳未満',
  ivs: '異体字',
  extension: '拡張漢字',
  eudc: '外字',
  'missing-glyph': '字形のない文字',
  foreign: '外国人住民',
  'alternative-name': '通称',
  'former-name': '旧氏',
  'unknown-birth-date': '生年月日不詳',
  'long-text': '長い氏名・住所',
  'large-household': '大家族',
  'moved-out': '転出',
  deceased: '死亡',
  removed: '職権消除',
  'transfer-pending': '転出予定',
  unsettled: '異動未確定',
  'moved-in-today': '本日転入',
  'two-serials': 'カードとスマホ',
  'renewed-serial': '更新済み',
  'revoked-serial': '失効',
  'expired-serial': '期限切れ',
  'non-resident': '本籍地利用登録',
};
