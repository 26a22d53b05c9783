/**
 * The number that a text holds from one place to before another in the digits 0 to 9, exact up to 15 of them; 0 where
 * that is no room, -1 where there is anything else.
 */
export function digitsIn(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 0x30;
    // Past the text's end there is no number, which is in no range either.
    if (!(digit >= 0 && digit <= 9)) return -1;
    number = number * 10 + digit;
  }
  return number;
}
