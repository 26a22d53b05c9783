import {
  correctedCounts,
  familyOf,
  type IssuanceRecord,
  isDrawnHere,
  ownStateAt,
  stateAt,
  typeNameOf,
} from '../issuance/index.ts';
import type { PersonId } from '../shared/ids.ts';
import { type Instant, instantOf, jstTimestamp } from '../shared/time.ts';
import type { HistoryDetails, HistoryRow, PersonView } from './contract.ts';
import { reasonViews, shownToCitizen } from './reasons.ts';

/** 氏名 by person, as the register has it now; a person who is missing here has none any more. */
export type Names = ReadonlyMap<PersonId, string>;

export type Seen = {
  readonly now: Instant;
  /** Milliseconds that an answered request waits for the result of printing. */
  readonly resultWaitMs: number;
  readonly names: Names;
};

export function personsOf(record: IssuanceRecord): readonly PersonId[] {
  const persons = record.applicant === undefined ? record.subjects : [record.applicant, ...record.subjects];
  return [...new Set(persons)];
}

export function rowView(record: IssuanceRecord, { now, resultWaitMs, names }: Seen): HistoryRow {
  const { requestId, type, scope, taxYear, store, applicant, subjects } = record;
  const family = familyOf(record);
  const person = (personId: PersonId): PersonView => ({ personId, fullName: names.get(personId) ?? null });
  return {
    requestId,
    receivedAt: secondsOf(record.receivedAt),
    state: stateAt(record, now, resultWaitMs),
    type,
    typeName: typeNameOf(record),
    ...(family === undefined ? {} : { family }),
    ...(scope === undefined ? {} : { scope }),
    ...(taxYear === undefined ? {} : { taxYear }),
    applicant: applicant === undefined ? null : person(applicant),
    subjects: subjects.map(person),
    ...correctedCounts(record),
    store,
    origin: record.origin ?? 'kiosk',
    isCorrected: record.origin === undefined && record.corrections !== undefined,
  };
}

export function detailsView(record: IssuanceRecord, seen: Seen, mayReadProtected: boolean): HistoryDetails {
  const { issuanceId, options, terminal, reasons, drawing, copies, feeJpy, corrections = [] } = record;
  return {
    ...rowView(record, seen),
    issuanceId,
    options,
    terminal,
    original: { state: ownStateAt(record, seen.now, seen.resultWaitMs), copies, feeJpy },
    corrections: corrections.map(({ at, row, ...said }) => ({ at: secondsOf(at), ...row, ...said })),
    chargedJpy: record.chargedJpy ?? null,
    timeline: timelineOf(record, seen).map(({ state, at }) => ({ state, at: secondsOf(at) })),
    reasons: reasonViews(reasons, mayReadProtected),
    shownToCitizen: shownToCitizen(reasons),
    drawing: drawing === undefined ? null : drawingView(drawing),
  };
}

function drawingView(drawing: NonNullable<IssuanceRecord['drawing']>): HistoryDetails['drawing'] {
  const { pdfSha256, pages, bytes } = drawing;
  const source = isDrawnHere(drawing)
    ? { templateDigest: drawing.templateDigest }
    : { knownBy: drawing.knownBy };
  return { pdfSha256, pages, bytes, ...source };
}

type Step = { readonly state: HistoryRow['state']; readonly at: Instant };

function timelineOf(record: IssuanceRecord, { now, resultWaitMs }: Seen): readonly Step[] {
  const { receivedAt, respondedAt, finishedAt, deadlineAt } = record;
  // Of what was not received here, only what a list has said is known.
  if (record.origin !== undefined) return [{ state: record.state, at: receivedAt }];
  const steps: Step[] = [{ state: 'requested', at: receivedAt }];
  if (respondedAt !== undefined) steps.push({ state: 'responded', at: respondedAt });
  const state = ownStateAt(record, now, resultWaitMs);
  if (state === 'requested' || state === 'responded') return steps;
  // What passes by time alone has no time written: it follows from the rule.
  if (finishedAt !== undefined) steps.push({ state, at: finishedAt });
  else if (state === 'unknown')
    steps.push({ state, at: instantOf((respondedAt ?? receivedAt) + resultWaitMs) });
  else steps.push({ state, at: deadlineAt });
  return steps;
}

/** Whole seconds only: the milliseconds of a refusal could tell one reason from another. */
function secondsOf(instant: Instant): string {
  return jstTimestamp(instant).replace(/\.\d{3}/, '');
}
