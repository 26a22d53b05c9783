import { type Guard, guardsOf } from './guard.ts';

/** One rule of the judgement, taken out. */
const rule = (name: string, find: string, replace: string, title: string) => ({
  name: `eligibility: ${name}`,
  edits: [[find, replace] as const],
  title,
});
const never = (name: string, condition: string, title: string) =>
  rule(name, `if (${condition})`, 'if (false as boolean)', title);

export const ELIGIBILITY: readonly Guard[] = guardsOf(
  'functions/eligibility/eligibility.ts',
  'test/unit/eligibility/eligibility.test.ts',
  [
    rule(
      'a protected member closes the household',
      'if (restriction.householdWide && applies(',
      'if (false as boolean && applies(',
      'a protected member closes the copies of the household, whoever asks',
    ),
    never(
      'a restriction of the person',
      'applies(restriction, family, today)',
      'a restriction of the person alone leaves the others of the household free',
    ),
    rule(
      'a restriction binds its family',
      'restriction.certificateType === family)',
      '(void family, false as boolean))',
      'a restriction binds every type of its family and no other',
    ),
    never(
      'scopes that the type offers',
      '!conditions.scopes.includes(scope)',
      'only scopes and entries that the type offers can be asked for',
    ),
    never(
      'entries that the type offers',
      'options.some((option) => !conditions.options.includes(option))',
      'only scopes and entries that the type offers can be asked for',
    ),
    rule(
      'a restriction outlives its last day',
      '    restriction.from <= today &&\n',
      '    restriction.from <= today &&\n    (restriction.until === undefined || today <= restriction.until) &&\n',
      'a restriction goes on after its last day, until a row lifts it',
    ),
    never(
      'a pending transfer closes the household',
      'resident?.transferPending && (isShown || id === applicant)',
      'a pending transfer of one member closes the copies of the whole household',
    ),
    never('an unsettled change', 'resident?.changeUnsettled', 'an unsettled change refuses'),
    never(
      'a row that could not be taken over',
      'person?.closedFamilies.has(family)',
      'a row that could not be applied closes its person',
    ),
    never(
      'moved in today',
      'resident?.movedInNotifiedOn !== undefined && resident.movedInNotifiedOn >= today',
      'whoever moved in today is refused, and may tomorrow',
    ),
    rule(
      'the age of the applicant',
      'ageOn(birth, today) < minimumAge ?',
      '(false as boolean) ?',
      'is reached on the birthday, not on the day before',
    ),
    rule(
      'an unknown age refuses',
      "if (birth === undefined) return [{ code: 'ISS-1302' }];",
      'if (birth === undefined) return [];',
      'refuses where it is unknown',
    ),
    never(
      'subjects are members at generation time',
      'wish.subjects.some((subject) => !circle.includes(subject))',
      'choosing someone outside the household is refused',
    ),
    never(
      'member map and record agree',
      "resident === undefined || resident.state !== 'active' || resident.householdId !== householdId",
      'a record and a household that contradict each other refuse',
    ),
    never(
      'twenty members at most',
      'isShown && household.size > MAXIMUM_HOUSEHOLD',
      'twenty members may, twenty-one may not',
    ),
    never('a revoked serial', "serial.state === 'revoked'", 'a serial that is revoked is refused'),
    never(
      'the serial’s period',
      'today < serial.validFrom || today > serial.validUntil',
      'a serial that is expired yesterday is refused',
    ),
    rule(
      'moved out, deceased, removed',
      "resident.state === 'active' ? undefined : ABSENCES[resident.state]",
      "resident.state === 'active' ? undefined : (undefined ?? void ABSENCES)",
      'whoever is deceased is refused',
    ),
    never(
      'the hours',
      "conditions.service === 'outside-hours'",
      'all reasons are listed, not only the first',
    ),
    never('a closed type', 'conditions.isClosed', 'all reasons are listed, not only the first'),
  ],
);
