import { z } from 'zod';
import type { ResidentRecord } from '../registry/index.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { LocalDate } from '../shared/time.ts';
import { toWareki } from '../shared/wareki.ts';

/** 個人・世帯全員・世帯一部. */
export const CopyScope = z.enum(['individual', 'household', 'partial']);
export type CopyScope = z.infer<typeof CopyScope>;

/** What is printed only when asked for (住民基本台帳法12条): 世帯主・続柄 / 本籍・筆頭者 / 国籍・在留資格等. */
export const CopyOption = z.enum(['relationship', 'domicile', 'residency']);
export type CopyOption = z.infer<typeof CopyOption>;

/** Most members of one copy: what one transaction can check (a larger household goes to the counter). */
export const MAX_SUBJECTS = 20;

const text = z.string().min(1);

const Subject = z.strictObject({
  kind: z.enum(['japanese', 'foreign']),
  fullName: text,
  fullNameKana: text.optional(),
  formerFamilyName: text.optional(),
  formerFamilyNameKana: text.optional(),
  alternativeName: text.optional(),
  dateOfBirth: text,
  sex: text,
  /** 住所, 方書, 世帯主 only where this person's record differs from the household's heading. */
  address: text.optional(),
  buildingNameEtc: text.optional(),
  headOfHousehold: text.optional(),
  relationshipToHead: text.optional(),
  becameResidentOn: text.optional(),
  addressFixedOn: text.optional(),
  notifiedOn: text.optional(),
  previousAddress: text.optional(),
  registeredDomicile: text.optional(),
  familyRegisterHead: text.optional(),
  nationality: text.optional(),
  article30_45: text.optional(),
  residenceStatus: text.optional(),
  periodOfStay: text.optional(),
  periodOfStayExpiry: text.optional(),
  residenceCardNumber: text.optional(),
  remarks: text.optional(),
});

/**
 * 住民票の写し: exactly what one copy says, as printed text, and nothing that it does not say: what was not asked for
 * is not in here, 住民票コード and 個人番号 never are. Survives JSON unchanged; kept (encrypted) to draw it again.
 */
export const ResidentRecordCopy = z.strictObject({
  model: z.literal('resident-record-copy'),
  modelVersion: z.literal(1),
  scope: CopyScope,
  options: z.array(CopyOption),
  municipalityName: text,
  /** Non-personal number, printed on every page. */
  certificateNumber: z.string().regex(/^[0-9A-Za-z-]{1,40}$/),
  /** Date of issue in wareki. */
  issuedOn: text,
  head: z.strictObject({ title: text, name: text }),
  household: z.strictObject({
    address: text,
    buildingNameEtc: text.optional(),
    headOfHousehold: text.optional(),
  }),
  subjects: z.array(Subject).min(1).max(MAX_SUBJECTS),
});
export type ResidentRecordCopy = z.infer<typeof ResidentRecordCopy>;

export type ResidentRecordCopyInput = {
  readonly municipalityName: string;
  /** 証明対象者, already chosen and in printed order. */
  readonly subjects: readonly ResidentRecord[];
  readonly scope: CopyScope;
  readonly options: readonly CopyOption[];
  readonly issuedOn: LocalDate;
  /** 首長: title line (「室蘭市長」, 「室蘭市長職務代理者 室蘭市副市長」) and name. */
  readonly head: { readonly title: string; readonly name: string };
  readonly certificateNumber: string;
};

/** Why no copy can be made of this input; `field` is a path in the copy, never a value. */
export type CopyFault =
  | { readonly kind: 'no-subject' | 'too-many-subjects' | 'not-one-subject' | 'not-one-household' }
  | { readonly kind: 'duplicate-subject' | 'missing-foreign-residence'; readonly field: string }
  | { readonly kind: 'unprintable'; readonly field: string };

/**
 * Makes the copy. Texts and dates go in as the core system wrote them. 旧氏, 通称 and 振り仮名 go in wherever they are
 * recorded; what belongs to an option only if that option was asked for.
 */
export function residentRecordCopy(input: ResidentRecordCopyInput): Result<ResidentRecordCopy, CopyFault> {
  const [first] = input.subjects;
  if (first === undefined) return err({ kind: 'no-subject' });
  const fault = faultOfSubjects(input);
  if (fault !== undefined) return err(fault);
  const issuedOn = toWareki(input.issuedOn);
  if (issuedOn === undefined) return err({ kind: 'unprintable', field: 'issuedOn' });
  const asked = new Set(input.options);
  const copy = ResidentRecordCopy.safeParse(
    recorded({
      model: 'resident-record-copy',
      modelVersion: 1,
      scope: input.scope,
      options: CopyOption.options.filter((option) => asked.has(option)),
      municipalityName: input.municipalityName,
      certificateNumber: input.certificateNumber,
      issuedOn,
      head: { title: input.head.title, name: input.head.name },
      household: recorded({
        address: first.address,
        buildingNameEtc: first.buildingNameEtc,
        headOfHousehold: asked.has('relationship') ? first.headOfHousehold : undefined,
      }),
      subjects: input.subjects.map((subject) => subjectOf(subject, first, asked)),
    }),
  );
  if (copy.success) return ok(copy.data);
  return err({ kind: 'unprintable', field: pathText(copy.error.issues[0]?.path ?? []) });
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

/** Without the keys that hold nothing, so that the copy equals what JSON gives back. */
function recorded(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
}
