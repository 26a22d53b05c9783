import type { Inspected } from '../pdf/inspect/index.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { ECHO_HEADERS, type EchoField, isSupplement } from './contract.ts';
import type { Answered, ExpectedIdentity, KosekiFault, KosekiRequest } from './gateway.ts';
import { type IdentityCheck, type PlaceholderName, placeholdersOf } from './identity-check.ts';

/**
 * Whether the answer says that it is this request's. Where it need not say so, what it does say must be right all the
 * same.
 */
export function echoFault(
  answer: Answered,
  sent: Readonly<Record<EchoField, string>>,
  isDemanded: boolean,
): KosekiFault | undefined {
  for (const field of Object.keys(ECHO_HEADERS) as EchoField[]) {
    const said = answer.header(ECHO_HEADERS[field]);
    if (said === undefined && isDemanded) return { kind: 'echo-missing', field };
    if (said !== undefined && said !== sent[field]) return { kind: 'echo-mismatch', field };
  }
  return undefined;
}

/** A line that must be on the paper; `names` tells a fault what it was made of. */
type WantedLine = { readonly text: string; readonly name: PlaceholderName };

/** What the paper must say and must not say, line by line. */
export type WantedText = {
  readonly wanted: readonly WantedLine[];
  /** 本籍 where it was not asked for. */
  readonly unwanted: readonly WantedLine[];
  /** Nothing else vouches for the paper, so that all of it must be readable. */
  readonly isOnlyWitness: boolean;
};

const SHOWN_ON_REQUEST: readonly PlaceholderName[] = ['registeredDomicile', 'familyRegisterHead'];

/**
 * What to look for, known before anything is asked: a link that could not tell whose the answer is asks nothing.
 * Undefined where the link compares no texts.
 */
export function wantedText(
  check: IdentityCheck,
  { kind, options, expected }: KosekiRequest,
): Result<WantedText | undefined, KosekiFault> {
  const isOnlyWitness = check.by === 'text';
  if (check.by === 'echo' || (expected === undefined && !isOnlyWitness)) return ok(undefined);
  const lines = check.lines[isSupplement(kind) ? 'supplement' : 'register'];
  const isShown = !isSupplement(kind) || options.includes('domicile');
  // 本籍 is half of what a text can tell: without it the paper may be a namesake's.
  if (isOnlyWitness && !isShown)
    return err({ kind: 'not-verifiable', lacks: 'registeredDomicileNotAskedFor' });
  const filled: WantedLine[] = [];
  for (const line of lines) {
    const [name] = placeholdersOf(line) as readonly PlaceholderName[];
    if (name === undefined) continue;
    const values = valuesOf(name, expected);
    if (values.length === 0 || values.includes('')) return err({ kind: 'not-verifiable', lacks: name });
    for (const value of values) filled.push({ name, text: line.replace(`{${name}}`, () => value) });
  }
  const isHidden = ({ name }: WantedLine): boolean => !isShown && SHOWN_ON_REQUEST.includes(name);
  return ok({
    wanted: filled.filter((line) => !isHidden(line)),
    unwanted: filled.filter(isHidden),
    isOnlyWitness,
  });
}

/** What a placeholder stands for, without blanks; an empty text where that is not known. */
function valuesOf(name: PlaceholderName, expected: ExpectedIdentity | undefined): readonly string[] {
  if (expected === undefined) return [];
  switch (name) {
    case 'registeredDomicile':
    case 'familyRegisterHead':
      return [withoutBlanks(expected[name])];
    case 'fullName':
      return expected.fullNames.map(withoutBlanks);
    case 'givenName':
      return expected.fullNames.map((fullName) =>
        withoutBlanks(
          fullName
            .split(/[ 　]+/)
            .slice(1)
            .join(''),
        ),
      );
  }
}

/** The reader makes blanks out of gaps, and forms put them between 氏 and 名: they tell nobody apart. */
const withoutBlanks = (text: string): string => text.replace(/[ 　\u00a0\t]/g, '');

/** Lines that a long value may take. */
const MOST_LINES = 4;

/** Whether whole lines, one after another, are exactly this text: 小林太郎 is not 林太郎. */
function isThere(lines: readonly string[], text: string): boolean {
  return lines.some((_, index) => {
    let joined = '';
    for (const line of lines.slice(index, index + MOST_LINES)) {
      joined += line;
      if (joined === text) return true;
      if (!text.startsWith(joined)) return false;
    }
    return false;
  });
}

/** 住民票コード is never on a paper for a kiosk (仕様書 2(4), 住民基本台帳法20条). */
const RECORD_CODE = /住民票コード[^0-9０-９]{0,8}[0-9０-９]{11}/;

/** Whether the paper says what it must, and nothing that it must not. Compared code unit by code unit. */
export function textFault(
  pages: Inspected['pages'],
  { wanted, unwanted, isOnlyWitness }: WantedText,
): KosekiFault | undefined {
  const lines: string[] = [];
  for (const [index, { text, textIsComplete }] of pages.entries()) {
    if (text === undefined || (isOnlyWitness && textIsComplete !== true))
      return { kind: 'text-unreadable', page: index + 1 };
    // No text has this: a value does not run on over the end of a page.
    lines.push(...text.split('\n').map(withoutBlanks), '\n');
  }
  const missing = wanted.find(({ text }) => !isThere(lines, text));
  if (missing !== undefined) return { kind: 'text-mismatch', lacks: missing.name };
  if (unwanted.some(({ text }) => isThere(lines, text))) return { kind: 'unasked', item: 'domicile' };
  return undefined;
}

export const showsRecordCode = (pages: Inspected['pages']): boolean =>
  pages.some(({ text = '' }) => RECORD_CODE.test(withoutBlanks(text.replaceAll('\n', ''))));
