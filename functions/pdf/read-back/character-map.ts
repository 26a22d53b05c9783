import { nextToken, type Token } from './pdf-values.ts';
import { reject } from './read-fault.ts';
import { type Cursor, expectText, scanHex16, skipSpaces } from './scan.ts';

/** The CMap format allows at most this many mappings in one section. */
const MAX_SECTION = 100;
/** A base and a selector, both beyond the first plane. */
const MAX_UNITS = 4;

/** The text of one mapping: `<` UTF-16 in hexadecimal digits `>`. */
function scanText(cursor: Cursor): string {
  const { bytes, where } = cursor;
  expectText(cursor, '<');
  let text = '';
  while (bytes[cursor.at] !== 0x3e) text += String.fromCharCode(scanHex16(cursor));
  cursor.at++;
  if (text === '' || text.length > MAX_UNITS) reject('malformed', where, 'a mapping to no character');
  return text.isWellFormed() ? text : reject('malformed', where, 'a mapping to half a character');
}

/** `<code> <text>` as often as the section says; codes follow one another. */
function scanSection(cursor: Cursor, count: number, texts: string[]): void {
  const { where } = cursor;
  for (let index = 0; index < count; index++) {
    skipSpaces(cursor);
    expectText(cursor, '<');
    const code = scanHex16(cursor);
    if (code !== texts.length + 1) reject('malformed', where, 'a code out of its order');
    expectText(cursor, '> ');
    texts.push(scanText(cursor));
  }
  if (nextToken(cursor) !== 'endbfchar') reject('malformed', where, 'a section without an end');
}

function expectCodes(cursor: Cursor): void {
  expectText(cursor, '\n<0000> <ffff>\nendcodespacerange\n');
}

/** The texts of a ToUnicode CMap of two-byte codes, each listed by itself: code `i + 1` stands for the text at `i`. */
export function readCharacterMap(bytes: Uint8Array, where: string): readonly string[] {
  const cursor: Cursor = { bytes, at: 0, where };
  const texts: string[] = [];
  let before: Token | undefined;
  let state: 'before' | 'begun' | 'ended' = 'before';
  for (let token = nextToken(cursor); token !== undefined; before = token, token = nextToken(cursor)) {
    switch (token) {
      case 'beginbfrange':
      case 'usecmap':
        return reject('unexpected', where, 'a map of ranges or of a map');
      case 'begincodespacerange':
        if (state !== 'before' || before !== 1) reject('malformed', where, 'codes of another form');
        expectCodes(cursor);
        state = 'begun';
        break;
      case 'beginbfchar':
        if (state !== 'begun' || typeof before !== 'number' || before < 1 || before > MAX_SECTION)
          return reject('malformed', where, 'a section of another size');
        scanSection(cursor, before, texts);
        break;
      case 'endcmap':
        if (state !== 'begun') reject('malformed', where, 'an end without a beginning');
        state = 'ended';
        break;
    }
  }
  return state === 'ended' ? texts : reject('malformed', where, 'a map without an end');
}
