import { type CertificateContent, isValidOn } from '../certificates/index.ts';
import {
  type CitySettings,
  type CityType,
  DEFAULT_MINIMUM_AGE,
  headIn,
  type SettingRow,
  serviceStateIn,
  settingsAt,
  typeIn,
} from '../changes/index.ts';
import {
  type Judgement,
  judge,
  type Known,
  type KnownPerson,
  type TypeConditions,
} from '../eligibility/index.ts';
import type { ReadPerson } from '../registry/index.ts';
import { circleOf } from '../shared/certificate-types.ts';
import type { PersonId } from '../shared/ids.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { type Instant, jstDateOf } from '../shared/time.ts';
import type { VersionCheck } from '../shared/versions.ts';
import { closeByGate } from './close-by-gate.ts';
import type { IssueRequest } from './contract.ts';
import type { FactDeps, IssueDeps } from './deps.ts';
import type { DrawnFamily, Family, Made, SubjectFacts } from './families/family.ts';
import { FAMILIES } from './families.ts';
import { type Gathered, gather, type Holder } from './gather.ts';
import { type MaterialNames, materialNames } from './materials.ts';
import { asksForNumbers, optionsUnder, printedFor } from './numbers.ts';
import { type KeptPictures, loadPictures } from './pictures.ts';
import type { IssuanceRecord, RefusalReason } from './record.ts';
import type { Expected } from './release-gate.ts';
import { closedAt, readSwitches, type Switches } from './switches.ts';
import { type AskedFor, isBoundByMembers, wantedFor } from './wanted.ts';

/** Why nothing is issued, and about whom, as far as that is known. */
export type Refused = {
  readonly reasons: readonly RefusalReason[];
  /** Undefined where the city knows no such type, or none was judged. */
  readonly type: CityType | undefined;
  readonly applicant: PersonId | undefined;
  readonly subjects: readonly PersonId[];
  /** Finished bytes that the gate has refused: evidence, and nothing that anybody is given. */
  readonly withheld?: Uint8Array;
};

/** Why there is no paper for a request that was found eligible. */
export type PaperFault = Pick<Refused, 'reasons' | 'withheld'>;

/** Judged and found eligible. */
export type Judged = {
  readonly type: CityType;
  readonly family: Family;
  readonly applicant: PersonId;
  readonly subjects: readonly PersonId[];
  readonly facts: SubjectFacts;
  readonly settings: CitySettings;
  /** 個人番号, encrypted, of whom they were read. */
  readonly sealedNumbers: ReadonlyMap<PersonId, string>;
  readonly versions: readonly VersionCheck[];
};

/** Finished bytes that have passed the gate, with all that names how they came about. */
export type DrawnPaper = {
  readonly pdf: Uint8Array;
  readonly model: CertificateContent;
  readonly pages: number;
  readonly names: MaterialNames;
  readonly fontIds: readonly string[];
  readonly tag: string;
};

/** What a city has set for a type, for the judgement. */
export function conditionsOf(
  settings: CitySettings,
  { switches, isLinked }: Pick<Reading, 'switches' | 'isLinked'>,
  type: CityType,
  at: Instant,
): TypeConditions {
  const { id, family, scopes, options, offered } = type;
  return {
    type: id,
    family,
    scopes,
    ...optionsUnder(settings, options),
    service: serviceStateIn(settings, id, at),
    ...closedAt(switches, settings, type, at),
    isOffered:
      offered &&
      FAMILIES[family].isSetUp(settings, id) &&
      (isLinked || FAMILIES[family].paper === 'drawn') &&
      settings.valueOf('fee', id) !== undefined,
    minimumAge: settings.valueOf('minimum-age', id)?.age ?? DEFAULT_MINIMUM_AGE,
    boundByMembers: isBoundByMembers(settings, type),
  };
}

/** Everything that a judgement rests on, as it was at one reading. */
export type Reading = Gathered & {
  readonly rows: readonly SettingRow[];
  readonly switches: Switches;
  /** Whether the city has a link to a koseki system. */
  readonly isLinked: boolean;
};

/**
 * @param asked for what is read of the applicant, and whether the household counts; without it all is read that a menu
 * needs
 */
export async function read(deps: FactDeps, holder: Holder, asked?: AskedFor): Promise<Reading> {
  const settings = deps.settings.readSettings(holder.municipality);
  const [gathered, rows, switches] = await Promise.all([
    gather(deps, holder, asked === undefined ? undefined : wantedFor(asked, settings)),
    settings,
    readSwitches(deps, holder.municipality),
  ]);
  return { ...gathered, rows, switches, isLinked: deps.koseki.isLinked(holder.municipality) };
}

/** Judges what was read, with the settings and the hours of the moment at which the request was received. */
export function judgeRequest(
  request: IssueRequest,
  receivedAt: Instant,
  reading: Reading,
): Result<Judged, Refused> {
  const { known, own, sealedNumbers, versions, rows } = reading;
  const settings = settingsAt(rows, receivedAt);
  const applicant = known.serial?.personId ?? known.koseki?.holder;
  const type = typeIn(settings, request.type);
  if (type === undefined) return err({ reasons: [{ code: 'ISS-1004' }], type, applicant, subjects: [] });
  const conditions = conditionsOf(settings, reading, type, receivedAt);
  const today = jstDateOf(receivedAt);
  const judgement = judge(request, known, conditions, today);
  const reasons: RefusalReason[] = [...judgement.reasons];
  const family = FAMILIES[type.family];
  if (conditions.isOffered && own !== undefined && judgement.subjects.length > 0)
    reasons.push(...family.judge(own, request, { settings, type, today }));
  if (conditions.isOffered && settings.valueOf('fee', request.type)?.feeJpy !== request.feeJpy)
    reasons.push({ code: 'ISS-1404' });
  if (reasons.length > 0 || applicant === undefined || own === undefined)
    return err({ reasons, type, applicant, subjects: judgement.subjects });
  return ok({
    type,
    family,
    applicant,
    subjects: judgement.subjects,
    facts: factsOf(type, judgement, known, own),
    settings,
    sealedNumbers,
    versions,
  });
}

/**
 * What the paper of a request says by these facts and the settings of its arrival; undefined where the city has not set
 * by whom it is issued. Made again of the same facts it is the same: a repeat is held to that.
 */
export function contentFor(
  { type, facts }: Pick<Judged, 'type' | 'facts'>,
  family: DrawnFamily,
  request: IssueRequest,
  { receivedAt, issuanceId: certificateNumber }: Pick<IssuanceRecord, 'receivedAt' | 'issuanceId'>,
  settings: CitySettings,
): Result<Made, readonly RefusalReason[]> {
  const head = headIn(settings, type.id);
  const municipalityName = settings.valueOf('name', 'city')?.name;
  if (head === undefined || municipalityName === undefined) return err([{ code: 'ISS-2008' }]);
  const today = jstDateOf(receivedAt);
  const issue = { municipalityName, issuedOn: today, head, certificateNumber };
  return family.make(facts, request, { settings, type, today, issue });
}

/** Draws and lets the gate read the bytes back. Nothing is written, but a latch where the gate refuses. */
export async function drawPaper(
  deps: IssueDeps,
  request: IssueRequest,
  record: IssuanceRecord,
  judged: Judged,
  family: DrawnFamily,
): Promise<Result<DrawnPaper, PaperFault>> {
  const { type, subjects, settings } = judged;
  const refused = (reasons: readonly RefusalReason[]) => err({ reasons });

  const names = materialNames(settings, request.type);
  const head = headIn(settings, type.id);
  if (names === undefined || head === undefined) return refused([{ code: 'ISS-2008' }]);
  const made = contentFor(judged, family, request, record, settings);
  if (!made.ok) return refused(made.error);
  const model = made.value.content;
  const [materials, pictures] = await Promise.all([
    deps.materials.load(request.municipality, names),
    loadPictures(deps.impressions, request.municipality, model),
  ]);
  if (!materials.ok) return refused([{ code: 'ISS-2008', detail: materials.error }]);
  if (materials.value.template.template.model !== family.model)
    return refused([{ code: 'ISS-2008', detail: 'the template is of another model' }]);
  const issuedOn = jstDateOf(record.receivedAt);
  if (!isValidOn(materials.value.template, issuedOn))
    return refused([{ code: 'ISS-2008', detail: 'the template is not valid on the day of issue' }]);
  if (!pictures.ok) return refused([{ code: 'ISS-1219' }]);

  const tag = deps.tagOf(
    `${record.municipality}#${record.requestId}#${record.issuanceId}#${subjects.join(',')}`,
  );
  const printed = await printedFor(deps.numbers, request, judged, {
    content: model,
    template: materials.value.template,
  });
  if (!printed.ok) return refused(printed.error);
  const pdf = deps.press.draw(printed.value.model, materials.value, tag, pictures.value);
  if (!pdf.ok) return refused(pdf.error);

  const expected = {
    tag,
    certificateNumber: record.issuanceId,
    scope: request.scope,
    people: subjects,
    subjects: made.value.named,
    issuedOn,
    head,
    model: printed.value.model,
    numbers: asksForNumbers(request) ? printed.value.numbers : [],
    materials: materials.value,
    pictures: picturesOf(made.value, pictures.value),
  };
  const released = deps.press.release(pdf.value, expected);
  if (!released.ok) {
    await closeByGate(deps, record);
    const reasons = released.error.map((detail) => ({ code: 'ISS-2003', detail }));
    return err({ reasons, withheld: pdf.value });
  }
  return ok({
    pdf: pdf.value,
    pages: released.value.pages,
    model,
    names,
    fontIds: materials.value.fonts.set.packs.map(({ id }) => id),
    tag,
  });
}

/** What the facts name beside what was loaded for it. */
const picturesOf = ({ pictures: named }: Made, kept: KeptPictures): NonNullable<Expected['pictures']> =>
  Object.fromEntries(
    Object.entries(kept).map(([name, picture]) => [name, { named: named[name] ?? '', kept: picture }]),
  );

function factsOf(
  { family }: CityType,
  { subjects }: Judgement,
  { household, koseki }: Known,
  own: ReadPerson,
): SubjectFacts {
  const isOfRegister = circleOf(family) === 'register';
  const people: ReadonlyMap<PersonId, KnownPerson> =
    (isOfRegister ? koseki?.members : undefined) ?? household;
  return { subjects, records: subjects.flatMap((id) => people.get(id)?.resident ?? []), own, koseki };
}
