/** Bytes that grow at their end. Whoever writes makes room first, so that the writing itself checks nothing. */
export type ByteSheet = { bytes: Uint8Array; at: number };

export const byteSheet = (capacity: number): ByteSheet => ({ bytes: new Uint8Array(capacity), at: 0 });

export function makeRoom(sheet: ByteSheet, more: number): void {
  if (sheet.at + more <= sheet.bytes.length) return;
  const grown = new Uint8Array(Math.max(sheet.bytes.length * 2, sheet.at + more));
  grown.set(sheet.bytes.subarray(0, sheet.at));
  sheet.bytes = grown;
}

/** Room for any number that `putNumber` writes: sign, 8 digits, point, 3 digits, and a space. */
export const NUMBER_ROOM = 16;

/** ASCII only. Room is made. */
export function putText(sheet: ByteSheet, text: string): void {
  makeRoom(sheet, text.length);
  const { bytes } = sheet;
  let { at } = sheet;
  for (let index = 0; index < text.length; index++) bytes[at++] = text.charCodeAt(index);
  sheet.at = at;
}

/** A number to a thousandth, as `pdfNumber` has it, in room that is there. */
export function putNumber(sheet: ByteSheet, value: number): void {
  const { bytes } = sheet;
  let thousandths = Math.round(value * 1000);
  if (thousandths < 0) {
    bytes[sheet.at++] = 0x2d;
    thousandths = -thousandths;
  }
  const whole = Math.floor(thousandths / 1000);
  const part = thousandths - whole * 1000;
  putWhole(sheet, whole);
  if (part === 0) return;
  let { at } = sheet;
  const tenth = (part / 100) | 0;
  const rest = part - tenth * 100;
  bytes[at++] = 0x2e;
  bytes[at++] = 0x30 + tenth;
  if (rest !== 0) {
    const hundredth = (rest / 10) | 0;
    bytes[at++] = 0x30 + hundredth;
    const last = rest - hundredth * 10;
    if (last !== 0) bytes[at++] = 0x30 + last;
  }
  sheet.at = at;
}

/** A whole number below 10¹⁰, in room that is there. */
export function putWhole(sheet: ByteSheet, value: number): void {
  const { bytes } = sheet;
  let digits = 1;
  for (let limit = 10; limit <= value; limit *= 10) digits++;
  let rest = value;
  for (let at = sheet.at + digits - 1; at >= sheet.at; at--) {
    const tens = Math.floor(rest / 10);
    bytes[at] = 0x30 + rest - tens * 10;
    rest = tens;
  }
  sheet.at += digits;
}

const HEX = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

/** Four hexadecimal digits, in room that is there. */
export function putHex16(sheet: ByteSheet, value: number): void {
  const { bytes, at } = sheet;
  bytes[at] = HEX[value >>> 12] ?? 0;
  bytes[at + 1] = HEX[(value >>> 8) & 15] ?? 0;
  bytes[at + 2] = HEX[(value >>> 4) & 15] ?? 0;
  bytes[at + 3] = HEX[value & 15] ?? 0;
  sheet.at = at + 4;
}
