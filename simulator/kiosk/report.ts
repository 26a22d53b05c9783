import {
  type IssuanceOption,
  type IssuanceState,
  type MenuOffer,
  type MenuResponse,
  OPTION_NAMES,
  type RequestStatus,
  scopeName,
} from '../../functions/issuance/contract.ts';
import { taxYearName } from '../../functions/shared/tax-year.ts';
import type { Refusal } from '../center.ts';

export const STATE_NAMES: Readonly<Record<IssuanceState, string>> = {
  requested: '受け付けた',
  refused: '断った',
  responded: 'PDF を渡した（印刷の結果待ち）',
  printed: '印刷できた',
  cancelled: '取り消された',
  failed: '失敗した',
  unknown: '印刷の結果が分からない',
};

export const yen = (amount: number): string => `${amount.toLocaleString('ja-JP')} 円`;

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

/** The menu for a reader at a terminal. */
export function menuReport(menu: MenuResponse): string {
  const offers = menu.offers.flatMap((offer) => [
    `${offer.name}（${offer.type}）  1 通 ${yen(offer.feeJpy)}`,
    `  範囲: ${offer.scopes.map((scope) => `${scopeName(scope, offer.family)}（${scope}）`).join('、') || 'なし'}`,
    ...(offer.taxYears === undefined
      ? []
      : [`  年度: ${offer.taxYears.map((year) => `${taxYearName(year) ?? year}（${year}）`).join('、')}`]),
    `  記載できる事項: ${offer.options.map(optionReport(offer)).join('、') || 'なし'}`,
  ]);
  const household = menu.household.map(
    (member) => `  ${member.personId}  ${member.fullName}${member.isApplicant ? '（本人）' : ''}`,
  );
  const register = menu.register.map(
    (member) =>
      `  ${member.personId}  ${member.fullName ?? '（氏名の情報なし）'}${member.isApplicant ? '（本人）' : ''}`,
  );
  return [
    ...(offers.length > 0 ? offers : ['このカードで取れる証明書はありません。']),
    ...(household.length > 0 ? ['世帯', ...household] : []),
    ...(register.length > 0 ? ['戸籍', ...register] : []),
  ].join('\n');
}

const optionReport =
  ({ ownOptions = [] }: MenuOffer) =>
  (option: IssuanceOption): string =>
    `${OPTION_NAMES[option]}（${option}${ownOptions.includes(option) ? '、本人のみのとき' : ''}）`;

export type Issued = {
  readonly requestId: string;
  readonly bytes: number;
  readonly pages: number;
  readonly sha256: string;
  readonly copies: number;
  readonly feeJpy: number;
  readonly file?: string;
};

export function issuedReport(issued: Issued): string {
  return [
    `証明書が届きました。${issued.pages} ページ、${kilobytes(issued.bytes)}（${issued.bytes} バイト）`,
    `手数料: ${yen(issued.feeJpy)} × ${issued.copies} 通 = ${yen(issued.feeJpy * issued.copies)}`,
    `要求の番号: ${issued.requestId}`,
    `SHA-256: ${issued.sha256}`,
    issued.file === undefined ? '（--out FILE で PDF を保存できます）' : `保存先: ${issued.file}`,
  ].join('\n');
}

export function statusReport(status: RequestStatus): string {
  return [
    `${status.typeName}: ${STATE_NAMES[status.state]}（${status.state}）`,
    `受付: ${status.receivedAt}`,
    `要求の番号: ${status.requestId}`,
    ...(status.pdfSha256 === undefined ? [] : [`PDF の SHA-256: ${status.pdfSha256}`]),
  ].join('\n');
}

export function refusalReport({ problem }: Refusal, requestId: string | undefined): string {
  return [
    `${problem.code}  ${problem.message}`,
    ...(requestId === undefined ? [] : [`要求の番号: ${requestId}`]),
  ].join('\n');
}
