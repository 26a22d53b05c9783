import { SPECIFIED_HOURS, serviceStateAt } from '../calendar/index.ts';
import {
  type CopyFault,
  isValidOn,
  type ResidentRecordCopy,
  residentRecordCopy,
} from '../certificates/index.ts';
import {
  type CitySettings,
  type CityType,
  DEFAULT_MINIMUM_AGE,
  type SettingRow,
  settingsAt,
  typeIn,
} from '../changes/index.ts';
import { type Judgement, judge, type Known, type TypeConditions } from '../eligibility/index.ts';
import type { ResidentRecord, VersionCheck } from '../registry/index.ts';
import type { PersonId } from '../shared/ids.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { type Instant, jstDateOf } from '../shared/time.ts';
import type { IssueRequest } from './contract.ts';
import type { IssueDeps } from './deps.ts';
import { drawCertificate } from './draw.ts';
import { FAMILY_MODELS } from './families.ts';
import { type Gathered, gather, type Holder } from './gather.ts';
import { type MaterialNames, materialNames } from './materials.ts';
import type { IssuanceRecord, RefusalReason } from './record.ts';
import { checkRelease } from './release-gate.ts';
import { closedAt, readSwitches, type Switches } from './switches.ts';

/** Why nothing is issued, and about whom, as far as that is known. */
export type Refused = {
  readonly reasons: readonly RefusalReason[];
  /** Undefined where the city knows no such type, or none was judged. */
  readonly type: CityType | undefined;
  readonly applicant: PersonId | undefined;
  readonly subjects: readonly PersonId[];
};

/** Judged and found eligible. */
export type Judged = {
  readonly type: CityType;
  readonly applicant: PersonId;
  readonly subjects: readonly PersonId[];
  readonly records: readonly ResidentRecord[];
  readonly settings: CitySettings;
  readonly versions: readonly VersionCheck[];
};

/** Finished bytes that have passed the gate, with all that names how they came about. */
export type Prepared = Judged & {
  readonly pdf: Uint8Array;
  readonly model: ResidentRecordCopy;
  readonly pages: number;
  readonly names: MaterialNames;
  readonly fontIds: readonly string[];
  readonly tag: string;
};

/** What a city has set for a type, for the judgement. */
export function conditionsOf(
  settings: CitySettings,
  switches: Switches,
  type: CityType,
  at: Instant,
): TypeConditions {
  const { id, family, scopes, options, offered } = type;
  return {
    family,
    scopes,
    options,
    service: serviceStateAt(settings.valueOf('hours', id) ?? SPECIFIED_HOURS, at),
    ...closedAt(switches, settings, type, at),
    isOffered: offered && FAMILY_MODELS[family] !== undefined && settings.valueOf('fee', id) !== undefined,
    minimumAge: settings.valueOf('minimum-age', id)?.age ?? DEFAULT_MINIMUM_AGE,
  };
}

/** Everything that a judgement rests on, as it was at one reading. */
export type Reading = Gathered & {
  readonly rows: readonly SettingRow[];
  readonly switches: Switches;
};

export async function read(
  deps: Pick<IssueDeps, 'registry' | 'settings' | 'closures' | 'linkage'>,
  holder: Holder,
): Promise<Reading> {
  const [gathered, rows, switches] = await Promise.all([
    gather(deps.registry, holder),
    deps.settings.readSettings(holder.municipality),
    readSwitches(deps, holder.municipality),
  ]);
  return { ...gathered, rows, switches };
}

/** Judges what was read, with the settings and the hours of the moment at which the request was received. */
export function judgeRequest(
  request: IssueRequest,
  receivedAt: Instant,
  { known, versions, rows, switches }: Reading,
): Result<Judged, Refused> {
  const settings = settingsAt(rows, receivedAt);
  const applicant = known.serial?.personId;
  const type = typeIn(settings, request.type);
  if (type === undefined) return err({ reasons: [{ code: 'ISS-1004' }], type, applicant, subjects: [] });
  const conditions = conditionsOf(settings, switches, type, receivedAt);
  const judgement = judge(request, known, conditions, jstDateOf(receivedAt));
  const reasons: RefusalReason[] = [...judgement.reasons];
  if (conditions.isOffered && settings.valueOf('fee', request.type)?.feeJpy !== request.feeJpy)
    reasons.push({ code: 'ISS-1404' });
  if (reasons.length > 0 || applicant === undefined)
    return err({ reasons, type, applicant, subjects: judgement.subjects });
  return ok({
    type,
    applicant,
    subjects: judgement.subjects,
    records: subjectRecords(judgement, known),
    settings,
    versions,
  });
}

/** Judges, draws and lets the gate read the bytes back. Nothing is written, but a latch where the gate refuses. */
export async function prepare(
  deps: IssueDeps,
  request: IssueRequest,
  record: IssuanceRecord,
  reading: Reading,
): Promise<Result<Prepared, Refused>> {
  const judged = judgeRequest(request, record.receivedAt, reading);
  if (!judged.ok) return judged;
  const { type, applicant, subjects, records, settings } = judged.value;
  const refused = (reasons: readonly RefusalReason[]) => err({ reasons, type, applicant, subjects });

  const names = materialNames(settings, request.type);
  const head = settings.valueOf('head', 'city');
  const municipalityName = settings.valueOf('name', 'city')?.name;
  if (names === undefined || head === undefined || municipalityName === undefined)
    return refused([{ code: 'ISS-2008' }]);
  const materials = await deps.materials.load(request.municipality, names);
  if (!materials.ok) return refused([{ code: 'ISS-2008', detail: materials.error }]);
  if (materials.value.template.template.model !== FAMILY_MODELS[type.family])
    return refused([{ code: 'ISS-2008', detail: 'the template is of another model' }]);

  const issuedOn = jstDateOf(record.receivedAt);
  if (!isValidOn(materials.value.template, issuedOn))
    return refused([{ code: 'ISS-2008', detail: 'the template is not valid on the day of issue' }]);
  const { scope, options } = request;
  const certificateNumber = record.issuanceId;
  const model = residentRecordCopy({
    municipalityName,
    subjects: records,
    scope,
    options,
    issuedOn,
    head,
    certificateNumber,
  });
  if (!model.ok) return refused([copyReason(model.error)]);
  const tag = deps.tagOf(
    `${record.municipality}#${record.requestId}#${record.issuanceId}#${subjects.join(',')}`,
  );
  const pdf = drawCertificate(model.value, materials.value, tag);
  if (!pdf.ok) return refused(pdf.error);

  const expected = {
    tag,
    certificateNumber,
    scope,
    people: subjects,
    subjects: records,
    issuedOn,
    head,
    model: model.value,
    materials: materials.value,
  };
  const released = checkRelease(pdf.value, expected);
  if (!released.ok) {
    await closeByGate(deps, record);
    return refused(released.error.map((detail) => ({ code: 'ISS-2003', detail })));
  }
  return ok({
    ...judged.value,
    pdf: pdf.value,
    pages: released.value.pages,
    model: model.value,
    names,
    fontIds: materials.value.fonts.set.packs.map(({ id }) => id),
    tag,
  });
}

/** A certificate that is not the one asked for closes its type in its city at once (INV-4). */
async function closeByGate(deps: IssueDeps, record: IssuanceRecord): Promise<void> {
  deps.alarm(record.issuanceId);
  await deps.closures.close({
    municipality: record.municipality,
    type: record.type,
    cause: 'gate',
    closedAt: deps.clock(),
    evidence: record.issuanceId,
  });
}

function subjectRecords(judgement: Judgement, known: Known): readonly ResidentRecord[] {
  return judgement.subjects.flatMap((id) => known.household.get(id)?.resident ?? []);
}

function copyReason(fault: CopyFault): RefusalReason {
  switch (fault.kind) {
    case 'too-many-subjects':
      return { code: 'ISS-1212' };
    case 'not-one-household':
      return { code: 'ISS-1213' };
    case 'no-subject':
    case 'not-one-subject':
      return { code: 'ISS-1402' };
    case 'duplicate-subject':
    case 'missing-foreign-residence':
    case 'unprintable':
      return { code: 'ISS-1209', detail: fault.field };
  }
}
