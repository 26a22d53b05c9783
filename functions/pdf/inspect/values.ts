import { type Place, refuse } from './inspect-fault.ts';

/** A reference to an indirect object, `12 0 R`. */
export type Ref = { readonly kind: 'ref'; readonly number: number; readonly generation: number };

/** A string as it stands in its source, brackets left out: only text extraction ever decodes one. */
export type PdfString = {
  readonly kind: 'string';
  readonly source: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly hex: boolean;
};

/** A stream; `data` is still encoded by its filters, a view on the file. */
export type Stream = { readonly kind: 'stream'; readonly dict: Dict; readonly data: Uint8Array };

export type List = readonly Value[];
/** Keys and names without their slash, escapes decoded, one byte a character. */
export type Dict = ReadonlyMap<string, Value>;

/** A value of the document. A name is a JavaScript string. */
export type Value = null | boolean | number | string | Ref | PdfString | Stream | List | Dict;

/** A document that has been opened, whoever reads it. */
export type ObjectSource = {
  /** The version of the header. */
  readonly version: string;
  readonly trailer: Dict;
  /** The value of an indirect object; null where there is none. */
  load(ref: Ref): Value;
};

export const isRef = (value: Value | undefined): value is Ref =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'ref';
export const isStream = (value: Value | undefined): value is Stream =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'stream';
export const isString = (value: Value | undefined): value is PdfString =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'string';
export const isDict = (value: Value | undefined): value is Dict => value instanceof Map;
export const isList = (value: Value | undefined): value is List => Array.isArray(value);
export const isNumber = (value: Value | undefined): value is number => typeof value === 'number';

const maxReferences = 16;

/** The value itself, behind however many references. */
export function resolve(source: ObjectSource, value: Value | undefined, where: Place): Value {
  let found = value ?? null;
  for (let steps = 0; isRef(found); steps++) {
    if (steps === maxReferences) refuse('reference-loop', where);
    found = source.load(found);
  }
  return found;
}

/** A whole number in a range. */
export const isInteger = (value: Value | undefined, from: number, to: number): value is number =>
  isNumber(value) && Number.isInteger(value) && value >= from && value <= to;
