import type { IssueRequest } from '../../../functions/issuance/contract.ts';
import {
  type Drawing,
  type IssuanceRecord,
  isDrawnHere,
  stateAt,
} from '../../../functions/issuance/record.ts';
import { digestOf } from '../../../functions/shared/canonical.ts';
import { type Instant, instantOf } from '../../../functions/shared/time.ts';
import type { Mutation } from './mutations.ts';
import type { Oracle, Seen } from './oracle.ts';
import { DEADLINE_MS, NOON, RESULT_WAIT_MS, type Scenario } from './scenarios.ts';

/** Where the work of one delivery stands; in `…ing` a call is on its way and takes effect by itself. */
type Work =
  | 'absent'
  | 'reading'
  | 'drawn'
  | 'committing'
  | 'committed'
  | 'checking'
  | 'refusing'
  | 'failing'
  | 'redrawn'
  | 'confirming'
  | 'confirmed'
  | 'ended';

export type Delivery = {
  readonly work: Work;
  /** 0: on its way; 1: the record is ours; 2: somebody else's, which is `existing`. */
  readonly claim: 0 | 1 | 2;
  readonly existing: number;
  /** Before (0) or after (1) the moment at which the deadlines of the first requests pass. */
  readonly received: 0 | 1;
  readonly seen: readonly number[];
  readonly wasKilled: boolean;
  /** Whether the switch had been thrown when the paper was drawn. */
  readonly drawnKilled: boolean;
  readonly at: 0 | 1;
  readonly attempt: 1 | 2;
  /** 0: waits; 1: has fired, and the failure is on its way; 2: has answered. */
  readonly timer: 0 | 1 | 2;
  readonly reply: 'none' | 'refused' | 'certificate' | 'error';
};

export type State = {
  readonly time: 0 | 1;
  readonly isKilled: boolean;
  readonly registry: number;
  /** Of each change: 0 not begun, -1 done, otherwise the registry's state that it was decided on. */
  readonly changes: readonly number[];
  /** Of each request. */
  readonly records: readonly number[];
  /** How often each request has been responded. */
  readonly responded: readonly number[];
  readonly deliveries: readonly Delivery[];
  /** Of two reports about the first request: 0 not sent, -1 ended, otherwise the record that it has read. */
  readonly reports: readonly number[];
};

export type Step = { readonly label: string; readonly state: State; readonly violation?: string };

const ABSENT: Delivery = {
  work: 'absent',
  claim: 0,
  existing: 0,
  received: 0,
  seen: [],
  wasKilled: false,
  drawnKilled: false,
  at: 0,
  attempt: 1,
  timer: 0,
  reply: 'none',
};

export const startOf = (oracle: Oracle, deliveries: number): State => ({
  time: 0,
  isKilled: false,
  registry: oracle.start,
  changes: [0, 0],
  records: [0, 0],
  responded: [0, 0],
  deliveries: Array.from({ length: deliveries }, () => ABSENT),
  reports: [0, 0],
});

/** The first request is delivered twice, the second once. */
const digestIn = (drawing: Drawing | undefined): string | undefined =>
  drawing !== undefined && isDrawnHere(drawing) ? drawing.modelDigest : undefined;

const REQUEST_OF = [0, 0, 1] as const;
const OUTCOMES = ['printed', 'cancelled'] as const;
/** The later moment lies behind the deadline of whatever was received at the earlier one. */
const CLOCK = [instantOf(NOON), instantOf(NOON + 2 * DEADLINE_MS)] as const;
const clockAt = (time: 0 | 1): Instant => CLOCK[time];
const FOR_EVER = instantOf(NOON + 86_400_000);

export type Model = {
  readonly oracle: Oracle;
  readonly scenario: Scenario;
  readonly mutation: Mutation | undefined;
  /** By delivery and by when it is received. */
  readonly owns: readonly (readonly IssuanceRecord[])[];
  /** In how many steps the four reads of a request happen: all at once, two and two, or all of them apart. */
  readonly reads: 1 | 2 | 4;
};

/** Everything that may happen next. A crash is a step that never comes. */
export function stepsFrom(model: Model, state: State): readonly Step[] {
  const steps: Step[] = [];
  if (state.time === 0)
    steps.push({ label: 'the deadline of what was received passes', state: { ...state, time: 1 } });
  for (const index of state.deliveries.keys()) steps.push(...deliverySteps(model, state, index));
  for (const index of state.changes.keys()) steps.push(...changeSteps(model, state, index));
  for (const index of state.reports.keys()) steps.push(...reportSteps(model, state, index));
  return steps;
}

function changeSteps({ oracle, scenario }: Model, state: State, index: number): readonly Step[] {
  const view = state.changes[index] ?? -1;
  const { name, change } = scenario.changes[index] ?? { name: '', change: 'kill' };
  if (view === -1) return [];
  const changed = (to: number): readonly number[] => state.changes.with(index, to);
  if (change === 'kill') return [{ label: name, state: { ...state, isKilled: true, changes: changed(-1) } }];
  if (view === 0)
    return [{ label: `${name} is read for`, state: { ...state, changes: changed(state.registry + 1) } }];
  const { isDone, registry } = oracle.apply(change, view - 1, state.registry);
  if (!isDone) return [{ label: `${name} begins again`, state: { ...state, changes: changed(0) } }];
  return [{ label: `${name} takes effect`, state: { ...state, registry, changes: changed(-1) } }];
}

function reportSteps({ oracle, scenario }: Model, state: State, index: number): readonly Step[] {
  const read = state.reports[index] ?? -1;
  const outcome = OUTCOMES[index] ?? 'printed';
  const [request] = scenario.requests;
  const record = state.records[0] ?? 0;
  const to = (report: number): readonly number[] => state.reports.with(index, report);
  if (read === 0) {
    const isThere = [0, 1].some((one) => state.deliveries[one]?.reply === 'certificate');
    if (!isThere) return [];
    const isOpen = oracle.recordAt(record)?.state === 'responded';
    return [{ label: `${outcome} is reported`, state: { ...state, reports: to(isOpen ? record : -1) } }];
  }
  if (read === -1) return [];
  const { record: after } = oracle.finish(request, read, outcome, record);
  return [
    {
      label: `${outcome} takes effect`,
      state: { ...state, records: state.records.with(0, after), reports: to(-1) },
    },
  ];
}

/** The record of each delivery by when it is received, as the code makes it. */
export const ownRecords = ({ requests }: Scenario): readonly (readonly IssuanceRecord[])[] =>
  REQUEST_OF.map((which, index) =>
    ([0, 1] as const).map((received) => ownRecord(requests[which], index, received)),
  );

function ownRecord(request: IssueRequest, index: number, received: 0 | 1): IssuanceRecord {
  const { requestId, municipality, type, scope, options, copies, feeJpy, store, terminal, issuer, serial } =
    request;
  const receivedAt = clockAt(received);
  return {
    issuanceId: `issuance-${index}`,
    requestId,
    municipality,
    state: 'requested',
    contentHash: digestOf(request),
    receivedAt,
    deadlineAt: instantOf(receivedAt + DEADLINE_MS),
    type,
    scope,
    options,
    copies,
    feeJpy,
    store,
    terminal,
    issuer,
    serial,
    subjects: [],
    reasons: [],
  };
}

function deliverySteps(model: Model, state: State, index: number): readonly Step[] {
  const { oracle, scenario, mutation } = model;
  const which = REQUEST_OF[index] ?? 0;
  const request = scenario.requests[which];
  const delivery = state.deliveries[index];
  if (request === undefined || delivery === undefined) return [];
  const name = `delivery ${index + 1}`;
  const now = clockAt(state.time);
  const own = model.owns[index]?.[delivery.received];
  if (own === undefined) return [];
  const record = state.records[which] ?? 0;

  const to = (changes: Partial<Delivery>, more: Partial<State> = {}): State => ({
    ...state,
    ...more,
    deliveries: state.deliveries.with(index, { ...delivery, ...changes }),
  });
  const stored = (after: number): Partial<State> => ({ records: state.records.with(which, after) });
  /** The work is over; what it has to say counts only as long as the timer has not fired. */
  const ended = (reply: Delivery['reply'], more: Partial<State> = {}): State => {
    const isHeard = delivery.timer === 0;
    const { timer } = delivery;
    return {
      ...state,
      ...more,
      deliveries: state.deliveries.with(index, {
        ...ABSENT,
        work: 'ended',
        claim: delivery.claim,
        received: delivery.received,
        timer,
        reply: isHeard ? reply : delivery.reply,
      }),
    };
  };

  /** Once everything is read and the record is known, judging and drawing follow at once. */
  const whenRead = (changes: Partial<Delivery>, more: Partial<State> = {}): State => {
    const { seen, claim, existing, wasKilled } = { ...delivery, ...changes };
    if (seen.length < READS.length || claim === 0) return to(changes, more);
    const answered = oracle.recordAt(existing);
    const of = answered === undefined ? own : { ...answered, receivedAt: own.receivedAt };
    const judgement = oracle.judged(request, of, seen as Seen, wasKilled);
    const drawnKilled = state.isKilled;
    if (answered === undefined)
      return judgement.kind === 'refused'
        ? to({ ...changes, work: 'refusing', seen: [] }, more)
        : to({ ...changes, work: 'drawn', drawnKilled }, more);
    if (judgement.kind === 'refused' || judgement.digest !== digestIn(answered.drawing))
      return ended('refused', more);
    return to({ ...changes, work: 'redrawn', drawnKilled }, more);
  };

  if (delivery.work === 'absent') {
    if (index === 1 && state.deliveries[0]?.work === 'absent') return [];
    const read = Array.from({ length: READS.length / model.reads }, () => state.registry);
    const first = { seen: read, wasKilled: state.isKilled };
    return [{ label: `${name} arrives`, state: to({ work: 'reading', received: state.time, ...first }) }];
  }
  const steps: Step[] = [];
  const isLate = state.time > delivery.received;
  const { work, timer } = delivery;
  if (mutation?.withoutTimer !== true && isLate && timer === 0 && delivery.reply === 'none')
    steps.push({ label: `${name}: the timer fires`, state: to({ timer: 1 }) });
  if (timer === 1) {
    const reply = { timer: 2, reply: 'refused' } as const;
    if (work === 'committing' && mutation?.failsOnce === true)
      steps.push({ label: `${name}: its failure loses against its own commit`, state: to(reply) });
    const failed = oracle.fail(request, own, now, record);
    steps.push({
      label: `${name}: its failure is recorded (${failed.outcome})`,
      state: to(reply, stored(failed.record)),
    });
  }

  if (delivery.claim === 0 && work === 'reading') {
    const { outcome, record: after } = oracle.claim(request, own, record);
    if (outcome === 'done')
      steps.push({ label: `${name} claims`, state: whenRead({ claim: 1 }, stored(after)) });
    else {
      const state0 = stateAt(oracle.recordAt(record) ?? own, own.receivedAt, RESULT_WAIT_MS);
      const next = state0 === 'responded' ? to({ claim: 2, existing: record, seen: [] }) : ended('refused');
      steps.push({ label: `${name} finds the request taken (${state0})`, state: next });
    }
  }
  // A process whose timer is due does nothing else before the timer: what is on its way goes on.
  const mayGoOn = !isLate || timer !== 0 || mutation?.withoutTimer === true;
  const seen = delivery.seen as Seen;
  switch (work) {
    case 'reading': {
      if (!mayGoOn) break;
      if (delivery.seen.length === READS.length) break;
      const more = delivery.seen.length === 0 ? { wasKilled: state.isKilled } : {};
      const together = READS.length / model.reads;
      const what = READS.slice(delivery.seen.length, delivery.seen.length + together);
      const label = `${name} reads ${what.join(' and ')}`;
      const now = Array.from({ length: together }, () => state.registry);
      steps.push({ label, state: whenRead({ seen: [...delivery.seen, ...now], ...more }) });
      break;
    }
    case 'drawn':
    case 'redrawn': {
      if (!mayGoOn) break;
      const isClosed = mutation?.withoutLatchReread !== true && oracle.isClosed(state.isKilled, request, now);
      const isAgain = work === 'redrawn';
      if (isClosed)
        steps.push({
          label: `${name} finds it closed`,
          state: isAgain ? ended('refused') : to({ work: 'refusing' }),
        });
      else if (isAgain && now > own.deadlineAt)
        steps.push({ label: `${name} is too late`, state: ended('refused') });
      else
        steps.push({
          label: `${name} sends its ${isAgain ? 'confirmation' : 'commit'}`,
          state: to({ work: isAgain ? 'confirming' : 'committing', at: state.time }),
        });
      break;
    }
    case 'committing': {
      const done = oracle.commit(request, own, seen, clockAt(delivery.at), state.registry, record);
      if (done.outcome === 'done') {
        const count = (state.responded[which] ?? 0) + 1;
        const after = { ...stored(done.record), responded: state.responded.with(which, count) };
        const broken = effectFault(model, state, index);
        const violation = count > 1 ? 'a request is responded twice' : broken;
        const told = violation === undefined ? {} : { violation };
        steps.push({
          label: `${name}: its commit takes effect`,
          state: to({ work: 'committed' }, after),
          ...told,
        });
        steps.push({
          label: `${name}: its commit’s answer is lost`,
          state: to({ work: 'checking' }, after),
          ...told,
        });
      } else if (done.outcome === 'not-in-state')
        steps.push({ label: `${name}: its commit comes too late`, state: to({ work: 'failing' }) });
      else if (delivery.attempt === 1)
        steps.push({ label: `${name} begins again`, state: to({ work: 'reading', seen: [], attempt: 2 }) });
      else steps.push({ label: `${name} gives up`, state: to({ work: 'refusing' }) });
      break;
    }
    case 'checking': {
      if (!mayGoOn) break;
      const found = oracle.recordAt(record);
      const isOurs =
        found?.state === 'responded' &&
        found.issuanceId === own.issuanceId &&
        found.respondedAt === clockAt(delivery.at);
      steps.push({
        label: `${name} looks after its commit`,
        state: isOurs ? to({ work: 'committed' }) : ended('error'),
      });
      break;
    }
    case 'committed':
    case 'confirmed': {
      if (!mayGoOn) break;
      const isAfterDeadline = isLate && timer === 0;
      const next = { label: `${name} is answered with its certificate`, state: ended('certificate') };
      steps.push(isAfterDeadline ? { ...next, violation: 'a certificate leaves after its deadline' } : next);
      break;
    }
    case 'confirming': {
      const stepped = oracle.confirm(request, own, seen, state.registry, record, delivery.existing);
      const isDone = stepped.outcome === 'done' || mutation?.withoutConfirmation === true;
      if (!isDone) steps.push({ label: `${name} is not confirmed`, state: ended('refused') });
      else {
        const violation = effectFault(model, state, index);
        const next = {
          label: `${name} is confirmed`,
          state: to({ work: 'confirmed' }, stored(stepped.record)),
        };
        steps.push(violation === undefined ? next : { ...next, violation });
      }
      break;
    }
    case 'refusing':
    case 'failing': {
      const step = work === 'refusing' ? oracle.refuse : oracle.fail;
      const { outcome, record: after } = step(request, own, now, record);
      steps.push({ label: `${name}: ${work} (${outcome})`, state: ended('refused', stored(after)) });
      break;
    }
    case 'ended':
      break;
  }
  return steps;
}

const READS = ['serial and switches', 'applicant', 'household', 'others'];

/** What must not be so at the moment at which a certificate takes effect or is confirmed. */
function effectFault({ oracle, scenario, owns }: Model, state: State, index: number): string | undefined {
  const delivery = state.deliveries[index];
  const which = REQUEST_OF[index] ?? 0;
  const request = scenario.requests[which];
  if (delivery === undefined || request === undefined) return undefined;
  if (delivery.drawnKilled) return 'what was drawn after the switch was thrown takes effect';
  if (delivery.at > delivery.received) return 'a certificate takes effect after its deadline';
  const existing = oracle.recordAt(delivery.existing);
  const own = owns[index]?.[delivery.received];
  if (own === undefined) return undefined;
  const of = existing === undefined ? own : { ...existing, receivedAt: own.receivedAt };
  const { registry: now } = state;
  const said = oracle.judged(request, of, delivery.seen as Seen, false);
  const truth = oracle.judged(request, of, [now, now, now, now], false);
  if (truth.kind === 'refused') return 'a certificate takes effect that the registry does not allow any more';
  if (said.kind === 'refused' || said.applicant !== truth.applicant) return 'a certificate of somebody else';
  if (said.subjects.join() !== truth.subjects.join())
    return 'a certificate of other people than the registry says';
  return said.digest === truth.digest ? undefined : 'a certificate says what is not so any more';
}

/** What must not be so of a state even if nothing happened any more: everybody may have crashed. */
export function stateFault({ oracle }: Model, state: State): string | undefined {
  for (const which of [0, 1]) {
    const record = oracle.recordAt(state.records[which] ?? 0);
    const own = state.deliveries.filter((_, index) => REQUEST_OF[index] === which);
    const hasCertificate = own.some(({ reply }) => reply === 'certificate');
    if (record === undefined) {
      if (hasCertificate) return 'a certificate without a record';
      continue;
    }
    const end = stateAt(record, FOR_EVER, RESULT_WAIT_MS);
    if (!ENDS.has(end)) return `a request would stay ${end} for ever`;
    if (hasCertificate && (end === 'refused' || end === 'failed'))
      return `a certificate was handed over, and the request is ${end}`;
    const owner = own.find(({ claim }) => claim === 1);
    if (
      owner?.reply === 'refused' &&
      record.repeatedAt === undefined &&
      end !== 'refused' &&
      end !== 'failed'
    )
      return `a request was refused, and is ${end}`;
  }
  return undefined;
}

const ENDS = new Set(['refused', 'printed', 'cancelled', 'failed', 'unknown']);
