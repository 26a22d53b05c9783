import { z } from 'zod';
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
};

export const columnNotes = z.registry<ColumnNote>();

type Describe = Pick<ColumnNote, 'column' | 'example' | 'meaning' | 'maximumLength'>;

function noted<S extends z.ZodType>(schema: S, format: string, required: boolean, describe: Describe): S {
  if (columnNotes.has(schema)) throw new Error('layout: a schema stands for two columns');
  columnNotes.add(schema, { ...describe, format, required });
  return schema;
}

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

/** Whatever the rules below look at more closely: nearly every text passes this one test. */
const SUSPICIOUS = /[\p{Cc}\u2028\u2029\ufffd\ufeff\p{Noncharacter_Code_Point}]/u;

const printable = (lineBreaks: boolean) =>
  z.string().check((context) => {
    const { value } = context;
    if (value.length <= MAXIMUM_LENGTH && !SUSPICIOUS.test(value)) return;
    const rule = brokenTextRule(value, lineBreaks);
    if (rule !== undefined) context.issues.push({ code: 'custom', message: rule, input: context.value });
  });

/** Text, kept code point for code point. */
export const textColumn = (d: Describe) =>
  noted(printable(false).min(1, failing('required')), '文字', true, d);

const optionalText = (lineBreaks: boolean) =>
  printable(lineBreaks).transform((value) => (value === '' ? undefined : value));

export const optionalTextColumn = (d: Describe) => noted(optionalText(false), '文字（空可）', false, d);

/** Text of several lines, in a quoted field; the line breaks stay as they came. */
export const optionalMultilineColumn = (d: Describe) =>
  noted(optionalText(true), '文字（空可・改行可）', false, d);

/** A value that must match a pattern; `format` says it in words. */
export const codeColumn = (d: Describe & { readonly pattern: RegExp; readonly format: string }) =>
  noted(z.string().regex(d.pattern, failing('pattern')), d.format, true, d);

export const integerColumn = (d: Describe & { readonly minimum: number; readonly maximum: number }) =>
  noted(
    z
      .string()
      .regex(/^(0|[1-9]\d{0,14})$/, failing('integer'))
      .transform(Number)
      .pipe(z.int().min(d.minimum, failing('integer')).max(d.maximum, failing('integer'))),
    `整数 ${d.minimum}〜${d.maximum}`,
    true,
    d,
  );

/** The same, or nothing. */
export const optionalCodeColumn = (d: Describe & { readonly pattern: RegExp; readonly format: string }) =>
  noted(
    z
      .string()
      .transform((value) => (value === '' ? undefined : value))
      .pipe(z.string().regex(d.pattern, failing('pattern')).optional()),
    `${d.format}（空可）`,
    false,
    d,
  );

/** Yen or heads; nothing where the core system has recorded none. */
export const optionalAmountColumn = (d: Describe) =>
  noted(
    z
      .string()
      .regex(/^(|0|[1-9]\d{0,14})$/, failing('integer'))
      .transform((value) => (value === '' ? undefined : Number(value))),
    '整数 0〜999999999999999（空可）',
    false,
    d,
  );

/** 10 MB as BASE64. */
const LONGEST_IMAGE = 13_981_016;

/** A BMP file as BASE64 (仕様書 3(2)②カ); what the picture has to be is judged by the city's rules. */
export const optionalImageColumn = (d: Describe) =>
  noted(
    z
      .string()
      .max(LONGEST_IMAGE, failing('base64'))
      .regex(/^[A-Za-z0-9+/]*={0,2}$/, failing('base64'))
      .transform((value) => (value === '' ? undefined : value)),
    'BMP の BASE64（改行なし、空可）',
    false,
    { ...d, maximumLength: LONGEST_IMAGE },
  );

/** 0 or 1. */
export const flagColumn = (d: Describe) =>
  noted(
    z.enum(['0', '1'], failing('flag')).transform((value) => value === '1'),
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

export const dateColumn = (d: Describe) => noted(date(), '日付 YYYY-MM-DD', true, d);

export const optionalDateColumn = (d: Describe) =>
  noted(
    z
      .string()
      .transform((value) => (value === '' ? undefined : value))
      .pipe(date().optional()),
    '日付 YYYY-MM-DD（空可）',
    false,
    d,
  );

type Choices = Readonly<Record<string, string>>;

/** One of a few Japanese words, or nothing. */
export function optionalChoiceColumn<const M extends Choices>(d: Describe & { readonly choices: M }) {
  const words = Object.keys(d.choices);
  return noted(
    z
      .enum(['', ...words], failing('choice'))
      .transform((word): M[keyof M] | undefined => (word === '' ? undefined : d.choices[word as keyof M])),
    `${words.join('・')}（空可）`,
    false,
    d,
  );
}

/** One of a few Japanese words, each standing for an identifier. */
export function choiceColumn<const M extends Choices>(d: Describe & { readonly choices: M }) {
  const words = Object.keys(d.choices) as [string, ...string[]];
  return noted(
    z.enum(words, failing('choice')).transform((word): M[keyof M] => d.choices[word as keyof M]),
    words.join('・'),
    true,
    d,
  );
}
