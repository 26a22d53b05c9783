import type { AuditEvent, AuditStore } from '../audit/index.ts';
import { type SettingRow, settingsAt, typeIn } from '../changes/index.ts';
import type { ReadPerson, RegistryStore } from '../registry/index.ts';
import type { Staff } from '../shared/http/staff.ts';
import type { MunicipalityCode, NewId, PersonId } from '../shared/ids.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { type Clock, type Instant, jstDateOf, jstTimestamp } from '../shared/time.ts';
import type { DecisionChange, DecisionRequest, DecisionsView } from './contract.ts';
import { type ChangeFault, decide, standingOn } from './decisions.ts';
import type { DecisionFile, DecisionStore } from './store.ts';

export type DecisionParts = {
  readonly store: DecisionStore;
  readonly registry: Pick<RegistryStore, 'readPerson'>;
  readonly settings: { readonly readSettings: (m: MunicipalityCode) => Promise<readonly SettingRow[]> };
  readonly audit: AuditStore;
  readonly clock: Clock;
  readonly newId: NewId;
};

/** `changed`: somebody else was faster, or the operator has not seen the newest revision. */
export type DecisionFault = ChangeFault | 'unknown-person' | 'unknown-type' | 'changed';

/** What is decided about a person of the operator's own city. Whoever looks is put on record, found or not. */
export async function readPersonDecisions(
  parts: DecisionParts,
  operator: Staff,
  personId: PersonId,
): Promise<Result<DecisionsView, 'unknown-person'>> {
  const at = parts.clock();
  await parts.audit.append(eventOf(parts, operator, at, 'decisions.read', { persons: [personId] }));
  const [person, file] = await readBoth(parts, operator, personId);
  if (!isKnown(person)) return err('unknown-person');
  return ok(viewOf(person, file, at));
}

/** What a person's decisions are after a change, and the audit event that says so. */
type Changed = { readonly view: DecisionsView; readonly eventId: string };

/**
 * Changes what is decided about a person (仕様書 3(3)ウ). What the core systems restrict is in the registry, where staff
 * write nothing: a decision comes beside it and never in its place.
 */
export async function changePersonDecisions(
  parts: DecisionParts,
  operator: Staff,
  personId: PersonId,
  { revision, change: wish }: DecisionRequest,
): Promise<Result<Changed, DecisionFault>> {
  const at = parts.clock();
  const [[person, file], known] = await Promise.all([
    readBoth(parts, operator, personId),
    isKnownType(parts, operator, wish, at),
  ]);
  if (!isKnown(person)) return err('unknown-person');
  if (!known) return err('unknown-type');
  if (file.revision !== revision) return err('changed');
  const decided = decide(file.decisions, wish, { operatorId: operator.operatorId, at });
  if (!decided.ok) return decided;
  const { change, decisions } = decided.value;
  const entry = { revision: revision + 1, at, operatorId: operator.operatorId, change };
  const event = eventOf(parts, operator, at, ACTIONS[change.action], {
    persons: [personId],
    ...('certificateType' in change ? { certificateType: change.certificateType } : {}),
    reason: change.reason,
    revision: entry.revision,
  });
  const end = await parts.store.write(operator.municipality, personId, { entry, decisions, event });
  if (end !== 'done') return err('changed');
  const entries = [...file.entries, entry];
  const view = viewOf(person, { revision: entry.revision, decisions, entries }, at);
  return ok({ view, eventId: event.eventId });
}

const ACTIONS = {
  forbid: 'eligibility.forbidden',
  lift: 'eligibility.lifted',
  'grant-exemption': 'age-exemption.granted',
  'withdraw-exemption': 'age-exemption.withdrawn',
} as const satisfies Record<DecisionChange['action'], AuditEvent['action']>;

const readBoth = (
  { registry, store }: DecisionParts,
  { municipality }: Staff,
  personId: PersonId,
): Promise<[ReadPerson, DecisionFile]> =>
  Promise.all([registry.readPerson(municipality, personId), store.readFile(municipality, personId)]);

/** A number that was mistyped must not take a decision to nobody. */
const isKnown = ({ gate, resident }: ReadPerson): boolean => gate !== undefined || resident !== undefined;

/** What was forbidden for a type that the city never had would bind nothing. */
async function isKnownType(
  { settings }: DecisionParts,
  { municipality }: Staff,
  change: DecisionChange,
  at: Instant,
): Promise<boolean> {
  if (change.action !== 'forbid' || change.certificateType === 'all') return true;
  return (
    typeIn(settingsAt(await settings.readSettings(municipality), at), change.certificateType) !== undefined
  );
}

function viewOf(
  person: ReadPerson,
  { revision, decisions, entries }: DecisionFile,
  now: Instant,
): DecisionsView {
  const today = jstDateOf(now);
  const { exemption, forbidden } = decisions;
  const shown = <D extends { readonly decidedAt: Instant } & Parameters<typeof standingOn>[0]>(
    decision: D,
  ) => ({
    ...decision,
    standing: standingOn(decision, today),
    decidedAt: jstTimestamp(decision.decidedAt),
  });
  return {
    personId: person.personId,
    fullName: person.resident?.fact.fullName ?? null,
    revision,
    exemption: exemption === undefined ? null : shown(exemption),
    forbidden: forbidden.map(shown),
    changes: entries.toReversed().map(({ at, ...entry }) => ({ ...entry, at: jstTimestamp(at) })),
  };
}

function eventOf(
  { newId }: DecisionParts,
  { municipality, operatorId }: Staff,
  at: Instant,
  action: AuditEvent['action'],
  about: AuditEvent['about'],
): AuditEvent {
  return { eventId: newId(), municipality, at, actor: { kind: 'operator', operatorId }, action, about };
}
