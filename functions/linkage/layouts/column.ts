import { z } from 'zod';
import { digitsIn } from '../../shared/digits.ts';
import { isLocalDate, type LocalDate } from '../../shared/time.ts';
import type { RowRule } from '../rules.ts';

/** What the published layout says of a column; the schema beside it decides. */
export type ColumnNote = {
  /** The column's heading in the file. */
  readonly column: string;
  /** 型, in words a core-system vendor knows. */
  readonly format: string;
  readonly example: string;
  readonly meaning: string;
  readonly required: boolean;
  /** The longest value in UTF-16 units, where it may be longer than other texts: the reader makes room for it. */
  readonly maximumLength?: number;
  /** What stands there is shown to nobody, not even to whoever sends the file. */
  readonly isSecret?: true;
};

export type CellValue = string | number | boolean | undefined;

/** That a cell is not what its column may hold. */
export type BrokenCell = { readonly rule: RowRule };

/** What the column's schema makes of a cell, without its cost for every cell: the value, or the first broken rule. */
export type CellReader<T extends CellValue = CellValue> = (cell: string) => T | BrokenCell;

export type ColumnDefinition = { readonly note: ColumnNote; readonly read: CellReader };

export const columnDefinitions = z.registry<ColumnDefinition>();

type Describe = Pick<ColumnNote, 'column' | 'example' | 'meaning' | 'maximumLength' | 'isSecret'>;

/** A column: its schema, a reader that says the same (a test holds them against each other), and its note. */
function defined<S extends z.ZodType<CellValue, string>>(
  schema: S,
  read: CellReader<z.output<S>>,
  format: string,
  required: boolean,
  describe: Describe,
): S {
  if (columnDefinitions.has(schema)) throw new Error('layout: a schema stands for two columns');
  columnDefinitions.add(schema, { note: { ...describe, format, required }, read });
  return schema;
}

const broken = (rule: RowRule): BrokenCell => ({ rule });

/** The same reader for a cell that may be empty. */
const orNothing =
  <T extends CellValue>(read: CellReader<T>): CellReader<T | undefined> =>
  (cell) =>
    cell === '' ? undefined : read(cell);

/** The schema's message is the name of the rule; no message ever carries the value. */
const failing = (rule: RowRule) => ({ error: rule });

/** More than any printed item; a row of only such texts still fits into one item of the table. */
const MAXIMUM_LENGTH = 2000;

const CONTROL = /[\p{Cc}\u2028\u2029]/u;
const LINE_BREAK = /\r\n|\n/g;
const NONCHARACTER = /[\ufeff\p{Noncharacter_Code_Point}]/u;

/**
 * The rule that a text breaks, if any. Characters are never mended: whatever has a meaning stays as it is, whatever
 * cannot have one (a control character, U+FFFD) rejects the row.
 */
function brokenTextRule(value: string, lineBreaks: boolean): RowRule | undefined {
  if (value.length > MAXIMUM_LENGTH) return 'too-long';
  const line = value.replace(LINE_BREAK, '');
  if (CONTROL.test(line)) return 'control-character';
  if (!lineBreaks && line.length !== value.length) return 'line-break';
  if (value.includes('\ufffd')) return 'destroyed-character';
  return NONCHARACTER.test(value) ? 'noncharacter' : undefined;
}

/**
 * Whether no UTF-16 unit of a text is one that the rules above look at: U+DFFE and U+DFFF end what is no character
 * beyond U+FFFF. Nearly every text passes this one look.
 */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit >= 0x202a && unit <= 0xdffd) continue;
    const isFine =
      (unit >= 0x20 && unit <= 0x7e) ||
      (unit >= 0xa0 && unit <= 0x2027) ||
      (unit >= 0xe000 && unit <= 0xfdcf) ||
      (unit >= 0xfdf0 && unit <= 0xfefe) ||
      (unit >= 0xff00 && unit <= 0xfffc);
    if (!isFine) return false;
  }
  return true;
}

const printable = (lineBreaks: boolean) =>
  z.string().check((context) => {
    const rule = brokenTextRule(context.value, lineBreaks);
    if (rule !== undefined) context.issues.push({ code: 'custom', message: rule, input: context.value });
  });

const readText =
  (lineBreaks: boolean): CellReader<string> =>
  (cell) => {
    if (cell.length <= MAXIMUM_LENGTH && isPlain(cell)) return cell;
    const rule = brokenTextRule(cell, lineBreaks);
    return rule === undefined ? cell : broken(rule);
  };

const readRequiredText = readText(false);

/** Text, kept code point for code point. */
export const textColumn = (d: Describe) =>
  defined(
    printable(false).min(1, failing('required')),
    (cell) => (cell === '' ? broken('required') : readRequiredText(cell)),
    '文字',
    true,
    d,
  );

const optionalText = (lineBreaks: boolean) =>
  printable(lineBreaks).transform((value) => (value === '' ? undefined : value));

export const optionalTextColumn = (d: Describe) =>
  defined(optionalText(false), orNothing(readText(false)), '文字（空可）', false, d);

/** Text of several lines, in a quoted field; the line breaks stay as they came. */
export const optionalMultilineColumn = (d: Describe) =>
  defined(optionalText(true), orNothing(readText(true)), '文字（空可・改行可）', false, d);

type Coded = Describe & { readonly pattern: RegExp; readonly format: string };

const code = ({ pattern }: Coded) => z.string().regex(pattern, failing('pattern'));

const readCode =
  ({ pattern }: Coded): CellReader<string> =>
  (cell) =>
    pattern.test(cell) ? cell : broken('pattern');

/** A value that must match a pattern; `format` says it in words. */
export const codeColumn = (d: Coded) => defined(code(d), readCode(d), d.format, true, d);

/** The same, or nothing. */
export const optionalCodeColumn = (d: Coded) =>
  defined(
    z
      .string()
      .transform((value) => (value === '' ? undefined : value))
      .pipe(code(d).optional()),
    orNothing(readCode(d)),
    `${d.format}（空可）`,
    false,
    d,
  );

const INTEGER = /^(0|[1-9]\d{0,14})$/;

const LONGEST_INTEGER = 15;
const ZERO = 0x30;

/** As `INTEGER` has it. */
function readInteger(cell: string): number | BrokenCell {
  const { length } = cell;
  if (length === 0 || length > LONGEST_INTEGER || (length > 1 && cell.charCodeAt(0) === ZERO))
    return broken('integer');
  const value = digitsIn(cell, 0, length);
  return value < 0 ? broken('integer') : value;
}

export const integerColumn = (d: Describe & { readonly minimum: number; readonly maximum: number }) =>
  defined(
    z
      .string()
      .regex(INTEGER, failing('integer'))
      .transform(Number)
      .pipe(z.int().min(d.minimum, failing('integer')).max(d.maximum, failing('integer'))),
    (cell) => {
      const value = readInteger(cell);
      return typeof value !== 'number' || (value >= d.minimum && value <= d.maximum)
        ? value
        : broken('integer');
    },
    `整数 ${d.minimum}〜${d.maximum}`,
    true,
    d,
  );

/** Yen or heads; nothing where the core system has recorded none. */
export const optionalAmountColumn = (d: Describe) =>
  defined(
    z
      .string()
      .refine((value) => value === '' || INTEGER.test(value), failing('integer'))
      .transform((value) => (value === '' ? undefined : Number(value))),
    orNothing(readInteger),
    '整数 0〜999999999999999（空可）',
    false,
    d,
  );

/** 10 MB as BASE64. */
const LONGEST_IMAGE = 13_981_016;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** What encoding gives back again is BASE64; only what it does not has to be looked at character by character. */
const isBase64 = (cell: string): boolean =>
  Buffer.from(cell, 'base64').toString('base64') === cell || BASE64.test(cell);

/** A BMP file as BASE64 (仕様書 3(2)②カ); what the picture has to be is judged by the city's rules. */
export const optionalImageColumn = (d: Describe) =>
  defined(
    z
      .string()
      .max(LONGEST_IMAGE, failing('base64'))
      .regex(BASE64, failing('base64'))
      .transform((value) => (value === '' ? undefined : value)),
    orNothing((cell) => (cell.length <= LONGEST_IMAGE && isBase64(cell) ? cell : broken('base64'))),
    'BMP の BASE64（改行なし、空可）',
    false,
    { ...d, maximumLength: LONGEST_IMAGE },
  );

/** 0 or 1. */
export const flagColumn = (d: Describe) =>
  defined(
    z.enum(['0', '1'], failing('flag')).transform((value) => value === '1'),
    (cell) => cell === '1' || (cell === '0' ? false : broken('flag')),
    '0 または 1',
    true,
    d,
  );

/** A new schema at each call: a note belongs to one schema. Year 0 exists in ISO 8601 only. */
const date = () =>
  z.iso
    .date(failing('date'))
    .refine((value) => !value.startsWith('0000'), failing('date'))
    .brand<'LocalDate'>();

const readDate: CellReader<LocalDate> = (cell) =>
  isLocalDate(cell) && !cell.startsWith('0000') ? cell : broken('date');

export const dateColumn = (d: Describe) => defined(date(), readDate, '日付 YYYY-MM-DD', true, d);

export const optionalDateColumn = (d: Describe) =>
  defined(
    z
      .string()
      .transform((value) => (value === '' ? undefined : value))
      .pipe(date().optional()),
    orNothing(readDate),
    '日付 YYYY-MM-DD（空可）',
    false,
    d,
  );

type Choices = Readonly<Record<string, string>>;

function readChoice<const M extends Choices>(choices: M) {
  const identifiers = new Map<string, string>(Object.entries(choices));
  return (cell: string) => (identifiers.get(cell) as Awaited<M[keyof M]> | undefined) ?? broken('choice');
}

/** One of a few Japanese words, or nothing. */
export function optionalChoiceColumn<const M extends Choices>(d: Describe & { readonly choices: M }) {
  const words = Object.keys(d.choices);
  return defined(
    z
      .enum(['', ...words], failing('choice'))
      .transform((word): M[keyof M] | undefined => (word === '' ? undefined : d.choices[word as keyof M])),
    orNothing(readChoice(d.choices)),
    `${words.join('・')}（空可）`,
    false,
    d,
  );
}

/** One of a few Japanese words, each standing for an identifier. */
export function choiceColumn<const M extends Choices>(d: Describe & { readonly choices: M }) {
  const words = Object.keys(d.choices) as [string, ...string[]];
  return defined(
    z.enum(words, failing('choice')).transform((word): M[keyof M] => d.choices[word as keyof M]),
    readChoice(d.choices),
    words.join('・'),
    true,
    d,
  );
}
