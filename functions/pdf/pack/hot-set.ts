import { keyOf } from '../keys.ts';

const between = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** The characters of JIS X 0208's rows, by the decoder of EUC-JP; cells without a character are left out. */
function jisRows(first: number, last: number): number[] {
  const decoder = new TextDecoder('euc-jp');
  const codes: number[] = [];
  for (const row of between(first, last))
    for (const cell of between(1, 94)) {
      const text = decoder.decode(Uint8Array.of(0xa0 + row, 0xa0 + cell));
      const code = text.codePointAt(0) ?? 0xfffd;
      if (code !== 0xfffd && text === String.fromCodePoint(code)) codes.push(code);
    }
  return codes;
}

/**
 * The keys that most certificates are made of, ordered and each once: ASCII, Latin-1, symbols and punctuation, kana,
 * full-width forms, and the kanji of JIS X 0208's level 1 (rows 16 to 47). With level 2 the set would be of twice the
 * size, for characters that a certificate has one or two of.
 */
export function hotKeys(): readonly number[] {
  const codes = [
    ...between(0x20, 0x7e),
    ...between(0xa0, 0xff),
    ...between(0x3000, 0x30ff),
    ...between(0xff00, 0xffef),
    ...jisRows(1, 2),
    ...jisRows(16, 47),
  ];
  return [...new Set(codes)].map((code) => keyOf(code));
}
