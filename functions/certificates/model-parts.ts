import { z } from 'zod';
import type { LocalDate } from '../shared/time.ts';
import { toWareki } from '../shared/wareki.ts';

/** A text as it is printed. */
export const printedText = z.string().min(1);

/** What every certificate says of itself. */
export const issueFields = {
  municipalityName: printedText,
  /** Non-personal number, printed on every page. */
  certificateNumber: z.string().regex(/^[0-9A-Za-z-]{1,40}$/),
  /** Date of issue in wareki. */
  issuedOn: printedText,
  head: z.strictObject({ title: printedText, name: printedText }),
};

export type IssueInput = {
  readonly municipalityName: string;
  readonly issuedOn: LocalDate;
  /** 首長: title line (「室蘭市長」, 「室蘭市長職務代理者 室蘭市副市長」) and name. */
  readonly head: { readonly title: string; readonly name: string };
  readonly certificateNumber: string;
};

/** A text of the model that no paper can show; `field` is a path in the model, never a value. */
export type Unprintable = { readonly kind: 'unprintable'; readonly field: string };

/** The issue's fields of a model; `issuedOn` is undefined before 1873. */
export const issueTexts = ({ municipalityName, certificateNumber, issuedOn, head }: IssueInput) => ({
  municipalityName,
  certificateNumber,
  issuedOn: toWareki(issuedOn),
  head: { title: head.title, name: head.name },
});

/** Without the keys that hold nothing, so that a model equals what JSON gives back. */
export function recorded(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The first field that a model's schema refuses. */
export function unprintable(error: z.ZodError): Unprintable {
  const field = (error.issues[0]?.path ?? [])
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
  return { kind: 'unprintable', field };
}
