import { neighbourOf, type SampleMunicipality, SHARED_CODES } from './municipalities.ts';
import type { Name } from './names.ts';
import type { Random } from './random.ts';

/**
 * Names whose characters need more than the basic plane. Each sequence and each character of an extension was looked
 * up in IPAmj明朝 005.01 (cmap formats 12 and 14); a test looks them up again. U+845B U+E0100 is not among them:
 * that font does not have it.
 */
const vs = (character: string, selector: number): string => character + String.fromCodePoint(selector);

type Special = { readonly family: readonly Name[]; readonly given: readonly Name[] };

/** Ideographic variation sequences; some share the glyph of their base (E0103 of 辻), some do not. */
export const VARIATION_NAMES: Special = {
  family: [
    { text: `渡${vs('邉', 0xe0110)}`, kana: 'ワタナベ' },
    { text: `渡${vs('邉', 0xe0117)}`, kana: 'ワタナベ' },
    { text: `渡${vs('邊', 0xe010b)}`, kana: 'ワタナベ' },
    { text: `田${vs('邊', 0xe0112)}`, kana: 'タナベ' },
    { text: vs('辻', 0xe0102), kana: 'ツジ' },
    { text: `${vs('辻', 0xe0103)}本`, kana: 'ツジモト' },
    { text: `${vs('葛', 0xe0102)}西`, kana: 'カサイ' },
    { text: `${vs('葛', 0xe0105)}城`, kana: 'カツラギ' },
    { text: `${vs('齋', 0xe0104)}藤`, kana: 'サイトウ' },
    { text: `${vs('齊', 0xe0103)}藤`, kana: 'サイトウ' },
    { text: `${vs('榊', 0xe0102)}原`, kana: 'サカキバラ' },
    { text: `${vs('樋', 0xe0102)}口`, kana: 'ヒグチ' },
    { text: `${vs('芦', 0xe0108)}田`, kana: 'アシダ' },
    { text: `${vs('茨', 0xe0104)}木`, kana: 'イバラキ' },
    { text: `${vs('曾', 0xe0103)}我`, kana: 'ソガ' },
  ],
  given: [
    { text: `${vs('祐', 0xe0103)}一`, kana: 'ユウイチ' },
    { text: `${vs('真', 0xe0105)}一`, kana: 'シンイチ' },
    { text: vs('翔', 0xe0103), kana: 'ショウ' },
    // Standardized variation sequences (U+FE00) travel as they are, too.
    { text: `${vs('福', 0xfe00)}治`, kana: 'フクジ' },
    { text: vs('祥', 0xfe00), kana: 'ショウ' },
    // A variation sequence of a character of extension B.
    { text: vs('𤋮', 0xe0103), kana: 'ヒロシ' },
  ],
};

/** Characters of the extensions B to F. */
export const EXTENSION_NAMES: Special = {
  family: [
    { text: '𠮷田', kana: 'ヨシダ' },
    { text: '𠮷川', kana: 'ヨシカワ' },
    { text: '𡈽屋', kana: 'ツチヤ' },
    { text: '𣘺本', kana: 'ハシモト' },
    { text: '𡌛下', kana: 'ママシタ' },
    { text: '𫝆井', kana: 'イマイ' },
    { text: '𫟏田', kana: 'ツジタ' },
    { text: '𬂃原', kana: 'クスハラ' },
    { text: '𪜖村', kana: 'キタムラ' },
    { text: '𮊖野', kana: 'シラノ' },
  ],
  given: [
    { text: '𠮟', kana: 'タダス' },
    { text: '𫝀子', kana: 'タエコ' },
    { text: '𪲢', kana: 'ソウ' },
    { text: '𬎮美', kana: 'タマミ' },
    { text: '𭟄', kana: 'マコト' },
    { text: '𫞉一', kana: 'リイチ' },
  ],
};

const SHAPES: readonly { readonly before: string; readonly after: string; readonly kana: string }[] = [
  { before: '渡', after: '', kana: 'ワタナベ' },
  { before: '', after: '田', kana: 'ヨシダ' },
  { before: '斎', after: '', kana: 'サイトウ' },
  { before: '', after: '藤', kana: 'エトウ' },
  { before: '大', after: '', kana: 'オオサワ' },
];

function withCode(random: Random, code: number): Name {
  const shape = random.pick(SHAPES);
  return { text: shape.before + String.fromCodePoint(code) + shape.after, kana: shape.kana };
}

/** A family name with a private-use character that this city's EUDC font draws. */
export function eudcFamilyName(random: Random, city: SampleMunicipality): Name {
  return withCode(random, random.chance(0.7) ? random.pick(SHARED_CODES) : random.pick(city.ownCodes));
}

/** A family name whose private-use character another city's EUDC font draws, but not this city's. */
export function missingGlyphFamilyName(random: Random, city: SampleMunicipality): Name {
  return withCode(random, random.pick(neighbourOf(city).ownCodes));
}
