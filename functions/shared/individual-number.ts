const LENGTH = 12;

/** Whether twelve digits are a 個人番号: the last one is the check digit of the others. */
export const isIndividualNumber = (digits: string): boolean =>
  /^\d{12}$/.test(digits) && withCheckDigit(digits.slice(0, -1)) === digits;

/**
 * Eleven digits and their check digit (行政手続における特定の個人を識別するための番号の利用等に関する法律の規定による通知
 * カード及び個人番号カード並びに情報提供ネットワークシステムによる特定個人情報の提供等に関する省令5条).
 */
export function withCheckDigit(digits: string): string {
  let sum = 0;
  // From the digit before the check digit to the first: weights 2 to 7, then 2 to 6.
  for (let place = 1; place < LENGTH; place += 1) {
    sum += Number(digits[LENGTH - 1 - place]) * (place <= 6 ? place + 1 : place - 5);
  }
  const remainder = sum % 11;
  return `${digits}${remainder <= 1 ? 0 : 11 - remainder}`;
}

/** Twelve digits that are no part of a longer number, in one piece or in groups of four, of either width. */
const TWELVE = /(?<![0-9０-９])[0-9０-９]{4}([-‐－ \u3000]?)[0-9０-９]{4}\1[0-9０-９]{4}(?![0-9０-９])/gu;

/** Whether a text holds what may be somebody's 個人番号: no other text of a certificate may. */
export const holdsIndividualNumber = (text: string): boolean =>
  [...text.matchAll(TWELVE)].some(([found]) => isIndividualNumber(plainDigits(found)));

const plainDigits = (text: string): string =>
  text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0)).replace(/\D/g, '');
