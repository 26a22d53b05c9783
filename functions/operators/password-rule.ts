/** Shortest password that may be set (総務省ガイドライン: long rather than intricate). */
export const MINIMUM_PASSWORD_LENGTH = 12;
/** Longest password that is looked at, in characters. */
export const MAXIMUM_PASSWORD_LENGTH = 128;

/** Characters count as code points. */
export function isAcceptablePassword(password: string): boolean {
  const length = [...password].length;
  return length >= MINIMUM_PASSWORD_LENGTH && length <= MAXIMUM_PASSWORD_LENGTH;
}
