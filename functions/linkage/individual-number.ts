/**
 * Whether twelve digits are a 個人番号: the last one is the check digit (行政手続における特定の個人を識別するための番号の
 * 利用等に関する法律の規定による通知カード及び個人番号カード並びに情報提供ネットワークシステムによる特定個人情報の提供等に
 * 関する省令5条).
 */
export function isIndividualNumber(digits: string): boolean {
  if (!/^\d{12}$/.test(digits)) return false;
  let sum = 0;
  // From the digit before the check digit to the first: weights 2 to 7, then 2 to 6.
  for (let place = 1; place <= 11; place += 1) {
    sum += Number(digits[11 - place]) * (place <= 6 ? place + 1 : place - 5);
  }
  const remainder = sum % 11;
  return Number(digits[11]) === (remainder <= 1 ? 0 : 11 - remainder);
}
