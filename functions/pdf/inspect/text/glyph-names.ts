/** Names of the glyphs from U+0020 to U+007E that are no letters, in order (Adobe Glyph List). */
const asciiNames =
  'space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright asterisk plus comma ' +
  'hyphen period slash zero one two three four five six seven eight nine colon semicolon less equal greater question ' +
  'at bracketleft backslash bracketright asciicircum underscore grave braceleft bar braceright asciitilde';

/** From U+00A1 to U+00FF, the soft hyphen left out. */
const latinNames =
  'exclamdown cent sterling currency yen brokenbar section dieresis copyright ordfeminine guillemotleft logicalnot ' +
  'registered macron degree plusminus twosuperior threesuperior acute mu paragraph periodcentered cedilla ' +
  'onesuperior ordmasculine guillemotright onequarter onehalf threequarters questiondown Agrave Aacute Acircumflex ' +
  'Atilde Adieresis Aring AE Ccedilla Egrave Eacute Ecircumflex Edieresis Igrave Iacute Icircumflex Idieresis Eth ' +
  'Ntilde Ograve Oacute Ocircumflex Otilde Odieresis multiply Oslash Ugrave Uacute Ucircumflex Udieresis Yacute ' +
  'Thorn germandbls agrave aacute acircumflex atilde adieresis aring ae ccedilla egrave eacute ecircumflex edieresis ' +
  'igrave iacute icircumflex idieresis eth ntilde ograve oacute ocircumflex otilde odieresis divide oslash ugrave ' +
  'uacute ucircumflex udieresis yacute thorn ydieresis';

/** What else the Latin encodings have, each with its character. */
const otherNames =
  'quoteleft ‘ quoteright ’ quotedblleft “ quotedblright ” quotesinglbase ‚ quotedblbase „ guilsinglleft ‹ ' +
  'guilsinglright › endash – emdash — dagger † daggerdbl ‡ bullet • ellipsis … perthousand ‰ fraction ⁄ florin ƒ ' +
  'fi ﬁ fl ﬂ Lslash Ł lslash ł OE Œ oe œ Scaron Š scaron š Zcaron Ž zcaron ž Ydieresis Ÿ dotlessi ı Euro € ' +
  'trademark ™ minus − circumflex ˆ tilde ˜ breve ˘ dotaccent ˙ ring ˚ ogonek ˛ caron ˇ hungarumlaut ˝';

function allNames(): ReadonlyMap<string, string> {
  const isLetter = (code: number): boolean => /[A-Za-z]/.test(String.fromCharCode(code));
  const from = (first: number, last: number): number[] =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const ascii = from(0x20, 0x7e).filter((code) => !isLetter(code));
  const latin = from(0xa1, 0xff).filter((code) => code !== 0xad);
  const names = new Map<string, string>();
  for (const code of from(0x41, 0x7a).filter(isLetter)) {
    names.set(String.fromCharCode(code), String.fromCharCode(code));
  }
  for (const [index, name] of asciiNames.split(' ').entries())
    names.set(name, String.fromCharCode(ascii[index] ?? 0));
  for (const [index, name] of latinNames.split(' ').entries())
    names.set(name, String.fromCharCode(latin[index] ?? 0));
  const others = otherNames.split(' ');
  for (let at = 0; at + 1 < others.length; at += 2) names.set(others[at] ?? '', others[at + 1] ?? '');
  return names;
}

const characters = allNames();

/** The character of a glyph's name: a name of the Latin sets, `uni845B`, `u2000B`; `undefined` for any other. */
export function characterNamed(name: string): string | undefined {
  const known = characters.get(name);
  if (known !== undefined) return known;
  const hex = /^uni([0-9A-F]{4})$/.exec(name)?.[1] ?? /^u([0-9A-F]{4,6})$/.exec(name)?.[1];
  const code = hex === undefined ? 0 : Number.parseInt(hex, 16);
  const isCharacter = code >= 0x20 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : undefined;
}
