import {
  type CertificateContent,
  type CompiledTemplate,
  contentOf,
  type PaperContent,
  type PrintedContent,
  withNumbers,
} from '../certificates/index.ts';
import type { CitySettings } from '../changes/index.ts';
import type { NumberReader } from '../linkage/index.ts';
import type { IssuanceOption } from '../shared/certificate-types.ts';
import type { MunicipalityCode, PersonId } from '../shared/ids.ts';
import { holdsIndividualNumber } from '../shared/individual-number.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { IssueRequest } from './contract.ts';
import type { RefusalReason } from './record.ts';

const OPTION: IssuanceOption = 'individual-number';

/** Whether 個人番号 was asked for. Such a certificate is drawn once: nothing is kept of which it could be drawn again. */
export const asksForNumbers = ({ options }: { readonly options: readonly IssuanceOption[] }): boolean =>
  options.includes(OPTION);

/** What of a type's options a city gives, and what of them only for the applicant alone (番号法; 住民基本台帳法12条). */
export function optionsUnder(
  settings: CitySettings,
  options: readonly IssuanceOption[],
): { readonly options: readonly IssuanceOption[]; readonly ownOptions: readonly IssuanceOption[] } {
  const numbers = settings.valueOf('individual-number', 'city');
  return {
    options: options.filter((option) => option !== OPTION || numbers?.printed === true),
    ownOptions: numbers?.forSubjects === 'all' ? [] : options.filter((option) => option === OPTION),
  };
}

/** What is drawn and read back; the numbers of its subjects in their order, none where they were not asked for. */
type Printed = { readonly model: PrintedContent; readonly numbers: readonly string[] };

/**
 * The content of a certificate as it is drawn: with 個人番号 where that was asked for, opened now and for this drawing
 * only. What is kept, judged again and digested is the content without; the caller lets go of this one with the drawing.
 */
export async function printedFor(
  reader: NumberReader,
  request: Pick<IssueRequest, 'municipality' | 'options'>,
  { subjects, sealedNumbers }: Sealed,
  { content, template }: { readonly content: CertificateContent; readonly template: CompiledTemplate },
): Promise<Result<Printed, readonly RefusalReason[]>> {
  const stray = strayNumbers(contentOf(template, content));
  if (stray.length > 0) return err(stray.map((detail) => ({ code: 'ISS-1243', detail })));
  if (!asksForNumbers(request)) return ok({ model: content, numbers: [] });
  const numbers = await openNumbers(reader, request.municipality, subjects, sealedNumbers);
  if (!numbers.ok) return numbers;
  // A type that offers the option is of this model.
  if (content.model !== 'resident-record-copy') throw new Error('a number on another certificate');
  const model = withNumbers(content, numbers.value);
  return hasPlaces(contentOf(template, model), subjects.length)
    ? ok({ model, numbers: numbers.value })
    : err([{ code: 'ISS-2008', detail: 'the template has no place for 個人番号' }]);
}

type Sealed = {
  readonly subjects: readonly PersonId[];
  readonly sealedNumbers: ReadonlyMap<PersonId, string>;
};

/** Error: one of them is not there, or is not that person's own. */
async function openNumbers(
  reader: NumberReader,
  municipality: MunicipalityCode,
  subjects: readonly PersonId[],
  sealed: Sealed['sealedNumbers'],
): Promise<Result<readonly string[], readonly RefusalReason[]>> {
  const opened = await Promise.all(
    subjects.map(async (person) => {
      const text = sealed.get(person);
      return text === undefined ? err('missing' as const) : reader.open(municipality, person, text);
    }),
  );
  const reasons = opened.flatMap((number, index): RefusalReason[] =>
    number.ok
      ? []
      : [{ code: number.error === 'missing' ? 'ISS-1241' : 'ISS-1242', detail: `subjects[${index}]` }],
  );
  return reasons.length > 0 ? err(reasons) : ok(opened.flatMap((number) => (number.ok ? number.value : [])));
}

const PLACE = /(^|\.)individualNumber$/;
const placeOf = (index: number): string => `subjects[${index}].individualNumber`;

const hasPlaces = (paper: PaperContent, subjects: number): boolean =>
  Array.from({ length: subjects }, (_, index) => placeOf(index)).every((slot) => paper[slot] !== undefined);

/**
 * The slots in which a paper has not exactly these numbers, one for each subject: another in its place, none in its
 * place, or one where there is no place for it. Our own number of the paper may look like one and is none.
 */
export function strangeNumbers(content: PaperContent, numbers: readonly string[]): readonly string[] {
  const wanted = new Map(numbers.map((number, index) => [placeOf(index), number]));
  const found = Object.keys(content).filter((slot) => PLACE.test(slot));
  const places = [...new Set([...wanted.keys(), ...found])];
  return [...places.filter((slot) => content[slot] !== wanted.get(slot)), ...strayNumbers(content)];
}

/** The slots that hold what may be somebody's number and are no place for one. */
const strayNumbers = (content: PaperContent): readonly string[] =>
  Object.entries(content).flatMap(([slot, text]) =>
    PLACE.test(slot) || slot === 'certificateNumber' || !holdsIndividualNumber(text) ? [] : [slot],
  );
