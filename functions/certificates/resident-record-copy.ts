import { z } from 'zod';
import type { ResidentRecord } from '../registry/index.ts';
import { isIndividualNumber } from '../shared/individual-number.ts';
import { err, ok, type Result } from '../shared/result.ts';
import {
  type IssueInput,
  issueFields,
  issueTexts,
  printedText,
  recorded,
  type Unprintable,
  unprintable,
} from './model-parts.ts';

/** 個人・世帯全員・世帯一部. */
export const CopyScope = z.enum(['individual', 'household', 'partial']);
export type CopyScope = z.infer<typeof CopyScope>;

/** What is printed only when asked for (住民基本台帳法12条): 世帯主・続柄 / 本籍・筆頭者 / 国籍・在留資格等 / 個人番号. */
export const CopyOption = z.enum(['relationship', 'domicile', 'residency', 'individual-number']);
export type CopyOption = z.infer<typeof CopyOption>;

/** Most members of one copy: what one transaction can check (a larger household goes to the counter). */
export const MAX_SUBJECTS = 20;

const Subject = z.strictObject({
  kind: z.enum(['japanese', 'foreign']),
  fullName: printedText,
  fullNameKana: printedText.optional(),
  formerFamilyName: printedText.optional(),
  formerFamilyNameKana: printedText.optional(),
  alternativeName: printedText.optional(),
  dateOfBirth: printedText,
  sex: printedText,
  /** 住所, 方書, 世帯主 only where this person's record differs from the household's heading. */
  address: printedText.optional(),
  buildingNameEtc: printedText.optional(),
  headOfHousehold: printedText.optional(),
  relationshipToHead: printedText.optional(),
  becameResidentOn: printedText.optional(),
  addressFixedOn: printedText.optional(),
  notifiedOn: printedText.optional(),
  previousAddress: printedText.optional(),
  registeredDomicile: printedText.optional(),
  familyRegisterHead: printedText.optional(),
  nationality: printedText.optional(),
  article30_45: printedText.optional(),
  residenceStatus: printedText.optional(),
  periodOfStay: printedText.optional(),
  periodOfStayExpiry: printedText.optional(),
  residenceCardNumber: printedText.optional(),
  remarks: printedText.optional(),
});

/**
 * 住民票の写し: exactly what one copy says, as printed text, and nothing that it does not say: what was not asked for
 * is not in here, 住民票コード never is. 個人番号 is not either, even where it was asked for: `withNumbers` adds it for the
 * drawing alone. Survives JSON unchanged; kept (encrypted) to draw it again.
 */
export const ResidentRecordCopy = z.strictObject({
  model: z.literal('resident-record-copy'),
  modelVersion: z.literal(1),
  scope: CopyScope,
  options: z.array(CopyOption),
  ...issueFields,
  household: z.strictObject({
    address: printedText,
    buildingNameEtc: printedText.optional(),
    headOfHousehold: printedText.optional(),
  }),
  subjects: z.array(Subject).min(1).max(MAX_SUBJECTS),
});
export type ResidentRecordCopy = z.infer<typeof ResidentRecordCopy>;

/** A copy with 個人番号 of its subjects, for as long as it takes to draw it and to read it back; nothing keeps it. */
export const NumberedCopy = ResidentRecordCopy.extend({
  subjects: z
    .array(Subject.extend({ individualNumber: z.string().refine(isIndividualNumber).optional() }))
    .min(1)
    .max(MAX_SUBJECTS),
});
export type NumberedCopy = z.infer<typeof NumberedCopy>;

/** @param numbers one for each subject, in their order */
export const withNumbers = (copy: ResidentRecordCopy, numbers: readonly string[]): NumberedCopy => {
  if (numbers.length !== copy.subjects.length) throw new RangeError('one number for each subject');
  const subjects = copy.subjects.map((subject, index) => ({ ...subject, individualNumber: numbers[index] }));
  return NumberedCopy.parse({ ...copy, subjects });
};

export type ResidentRecordCopyInput = IssueInput & {
  /** 証明対象者, already chosen and in printed order. */
  readonly subjects: readonly ResidentRecord[];
  readonly scope: CopyScope;
  readonly options: readonly CopyOption[];
};

/** Why no copy can be made of this input; `field` is a path in the copy, never a value. */
export type CopyFault =
  | { readonly kind: 'no-subject' | 'too-many-subjects' | 'not-one-subject' | 'not-one-household' }
  | { readonly kind: 'duplicate-subject' | 'missing-foreign-residence'; readonly field: string }
  | Unprintable;

/**
 * Makes the copy. Texts and dates go in as the core system wrote them. 旧氏, 通称 and 振り仮名 go in wherever they are
 * recorded; what belongs to an option only if that option was asked for.
 */
export function residentRecordCopy(input: ResidentRecordCopyInput): Result<ResidentRecordCopy, CopyFault> {
  const [first] = input.subjects;
  if (first === undefined) return err({ kind: 'no-subject' });
  const fault = faultOfSubjects(input);
  if (fault !== undefined) return err(fault);
  const issue = issueTexts(input);
  if (issue.issuedOn === undefined) return err({ kind: 'unprintable', field: 'issuedOn' });
  const asked = new Set(input.options);
  const copy = ResidentRecordCopy.safeParse(
    recorded({
      model: 'resident-record-copy',
      modelVersion: 1,
      scope: input.scope,
      options: CopyOption.options.filter((option) => asked.has(option)),
      ...issue,
      household: recorded({
        address: first.address,
        buildingNameEtc: first.buildingNameEtc,
        headOfHousehold: asked.has('relationship') ? first.headOfHousehold : undefined,
      }),
      subjects: input.subjects.map((subject) => subjectOf(subject, first, asked)),
    }),
  );
  return copy.success ? ok(copy.data) : err(unprintable(copy.error));
}

function faultOfSubjects({ subjects, scope }: ResidentRecordCopyInput): CopyFault | undefined {
  if (subjects.length > MAX_SUBJECTS) return { kind: 'too-many-subjects' };
  if (scope === 'individual' && subjects.length !== 1) return { kind: 'not-one-subject' };
  const seen = new Set<string>();
  for (const [index, subject] of subjects.entries()) {
    if (subject.householdId !== subjects[0]?.householdId) return { kind: 'not-one-household' };
    if (seen.has(subject.personId)) return { kind: 'duplicate-subject', field: `subjects[${index}]` };
    if (subject.isForeign && subject.foreign === undefined) {
      return { kind: 'missing-foreign-residence', field: `subjects[${index}]` };
    }
    seen.add(subject.personId);
  }
  return undefined;
}

function subjectOf(person: ResidentRecord, first: ResidentRecord, asked: ReadonlySet<CopyOption>) {
  const elsewhere = person.address !== first.address || person.buildingNameEtc !== first.buildingNameEtc;
  const relationship = asked.has('relationship');
  const otherHead = relationship && person.headOfHousehold !== first.headOfHousehold;
  const domicile = asked.has('domicile') && !person.isForeign;
  const residence = asked.has('residency') && person.isForeign ? person.foreign : undefined;
  return recorded({
    kind: person.isForeign ? 'foreign' : 'japanese',
    fullName: person.fullName,
    fullNameKana: person.fullNameKana,
    formerFamilyName: person.formerFamilyName,
    formerFamilyNameKana: person.formerFamilyNameKana,
    alternativeName: person.alternativeName,
    dateOfBirth: person.dateOfBirth.text,
    sex: person.sex,
    address: elsewhere ? person.address : undefined,
    buildingNameEtc: elsewhere ? person.buildingNameEtc : undefined,
    headOfHousehold: otherHead ? person.headOfHousehold : undefined,
    relationshipToHead: relationship ? person.relationshipToHead : undefined,
    becameResidentOn: person.becameResidentOn?.text,
    addressFixedOn: person.addressFixedOn?.text,
    notifiedOn: person.notifiedOn?.text,
    previousAddress: person.previousAddress,
    registeredDomicile: domicile ? person.registeredDomicile : undefined,
    familyRegisterHead: domicile ? person.familyRegisterHead : undefined,
    nationality: residence?.nationality,
    article30_45: residence?.article30_45,
    residenceStatus: residence?.residenceStatus,
    periodOfStay: residence?.periodOfStay,
    periodOfStayExpiry: residence?.periodOfStayExpiry?.text,
    residenceCardNumber: residence?.residenceCardNumber,
    remarks: person.remarks,
  });
}
