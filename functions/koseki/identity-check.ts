import { z } from 'zod';

/** What a line of a paper may be made of. */
export const PLACEHOLDERS = ['registeredDomicile', 'familyRegisterHead', 'fullName', 'givenName'] as const;
export type PlaceholderName = (typeof PLACEHOLDERS)[number];

const isPlaceholder = (name: string): name is PlaceholderName =>
  (PLACEHOLDERS as readonly string[]).includes(name);

/** Of an expected line, in their order. */
export const placeholdersOf = (line: string): readonly string[] =>
  [...line.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);

/** A line as the paper has it, blanks left out: `本籍{registeredDomicile}`. Nothing else stands in that line. */
const ExpectedLine = z
  .string()
  .min(1)
  .max(80)
  .regex(/^(?:[^{}\s]*\{[A-Za-z]+\})[^{}\s]*$/, 'text around one placeholder, without blanks')
  .refine((line) => placeholdersOf(line).every(isPlaceholder), `one of ${PLACEHOLDERS.join(', ')}`);

const has = (lines: readonly string[], ...names: readonly PlaceholderName[]): boolean =>
  lines.some((line) => names.some((name) => line.includes(`{${name}}`)));

const ExpectedLines = z
  .array(ExpectedLine)
  .max(8)
  .refine((lines) => has(lines, 'registeredDomicile'), 'a line with {registeredDomicile}')
  .refine((lines) => has(lines, 'fullName', 'givenName'), 'a line with {fullName} or {givenName}');

const PaperLines = z.strictObject({ register: ExpectedLines, supplement: ExpectedLines });

/** By what a vendor's answers are known to be the request's (INV-6). */
export const IdentityCheck = z.discriminatedUnion('by', [
  /** The answer says request, person and hash. */
  z.strictObject({ by: z.literal('echo') }),
  /** A vendor that cannot: 氏名 and 本籍 of the request stand on the paper. */
  z.strictObject({ by: z.literal('text'), lines: PaperLines }),
  z.strictObject({ by: z.literal('echo-and-text'), lines: PaperLines }),
]);
export type IdentityCheck = z.infer<typeof IdentityCheck>;
