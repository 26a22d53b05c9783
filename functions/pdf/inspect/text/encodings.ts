import { type Dict, isDict, isInteger, isList, type ObjectSource, resolve, type Value } from '../values.ts';
import { characterNamed } from './glyph-names.ts';

/** Characters of a one-byte encoding by code; `undefined` where it has none. */
export type ByteEncoding = readonly (string | undefined)[];

const where = 'file';

/** Beyond ASCII: code and character by turns (ISO 32000-1, Annex D.2). */
const standardUpper =
  "a1¡a2¢a3£a4⁄a5¥a6ƒa7§a8¤a9'aa“ab«ac‹ad›aeﬁafﬂb1–b2†b3‡b4·b6¶b7•b8‚b9„ba”bb»bc…bd‰bf¿c1`c2´c3ˆc4˜c5¯c6˘c7˙c8¨" +
  'ca˚cb¸cd˝ce˛cfˇd0—e1Æe3ªe8Łe9ØeaŒebºf1æf5ıf8łf9øfaœfbß';

function standard(): ByteEncoding {
  const encoding: (string | undefined)[] = new Array(256).fill(undefined);
  for (let code = 0x20; code < 0x7f; code++) encoding[code] = String.fromCharCode(code);
  encoding[0x27] = '’';
  encoding[0x60] = '‘';
  for (const [, code, character] of standardUpper.matchAll(/([0-9a-f]{2})(.)/gu)) {
    encoding[Number.parseInt(code ?? '', 16)] = character;
  }
  return encoding;
}

function decoded(label: 'windows-1252' | 'macintosh'): ByteEncoding {
  const codes = Uint8Array.from({ length: 256 }, (_, code) => code);
  return [...new TextDecoder(label).decode(codes)];
}

const none: ByteEncoding = new Array(256).fill(undefined);
const named: Readonly<Record<string, () => ByteEncoding>> = {
  StandardEncoding: standard,
  WinAnsiEncoding: () => decoded('windows-1252'),
  MacRomanEncoding: () => decoded('macintosh'),
};

/** A font whose own encoding is the standard one: one of the Latin fonts that every reader brings along. */
function bringsStandard(source: ObjectSource, font: Dict): boolean {
  const name = resolve(source, font.get('BaseFont'), where);
  const isLatin = typeof name === 'string' && /^(Helvetica|Times|Courier)(-|$)/.test(name);
  return isLatin && resolve(source, font.get('FontDescriptor'), where) === null;
}

function differ(source: ObjectSource, base: ByteEncoding, differences: Value): ByteEncoding {
  if (!isList(differences)) return base;
  const encoding = [...base];
  let code = 0;
  for (const item of differences) {
    const value = resolve(source, item, where);
    if (isInteger(value, 0, 255)) code = value;
    else if (typeof value === 'string' && code < 256) encoding[code++] = characterNamed(value);
  }
  return encoding;
}

/**
 * What the codes of a simple font stand for, as far as its dictionary says so. The encoding within a font program is
 * not read: what depends on it has no characters.
 * @param spend is told how many items of lists are looked at
 */
export function encodingOfFont(
  source: ObjectSource,
  font: Dict,
  spend: (steps: number) => void,
): ByteEncoding {
  const own = bringsStandard(source, font) ? standard() : none;
  const encoding = resolve(source, font.get('Encoding'), where);
  if (typeof encoding === 'string') return named[encoding]?.() ?? own;
  if (!isDict(encoding)) return own;
  const base = resolve(source, encoding.get('BaseEncoding'), where);
  const from = typeof base === 'string' ? (named[base]?.() ?? own) : own;
  const differences = resolve(source, encoding.get('Differences'), where);
  if (isList(differences)) spend(differences.length);
  return differ(source, from, differences);
}
