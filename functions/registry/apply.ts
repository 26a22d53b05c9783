import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { z } from 'zod';
import { type Pause, readItems } from '../shared/batch-store.ts';
import type { MunicipalityCode } from '../shared/ids.ts';
import { unreachable } from '../shared/result.ts';
import { transact } from '../shared/transact-store.ts';
import { conditionOf, type TransactItem } from '../shared/versions.ts';
import { type Outcome, personOf, type RegistryChange } from './changes.ts';
import { decide, serialOfSubject } from './decide.ts';
import type { RegistryState, RegistryWrite } from './decision.ts';
import type { FamilyRegisterEntry } from './facts.ts';
import { DomicileItem, Gate, Household, KosekiPerson, Register, SerialItem } from './items.ts';
import {
  domicileKey,
  gateKey,
  householdKey,
  individualNumberKey,
  keyText,
  kosekiKey,
  kosekiPersonKey,
  type RegistryKey,
  registerKey,
  residentKey,
  sealKey,
  serialKey,
  taxKey,
} from './keys.ts';

/** A change writes at most seven items (fact, gate, household, two registers, two keys); a transaction holds 100. */
export const CHANGES_PER_TRANSACTION = 14;
const ATTEMPTS = 12;

type Table = { readonly client: DynamoDBDocumentClient; readonly table: string; readonly pause: Pause };

/**
 * Applies up to `CHANGES_PER_TRANSACTION` changes of one city in one transaction: reads what they need, decides one
 * after the other, and writes the result on condition that everything written over is still as it was read.
 * Whoever loses a race reads and decides again. Answers with one outcome per change, in their order.
 * Throws when the table stays busy; nothing of the last attempt has then taken effect, and a repeat is harmless.
 */
export async function applyChanges(
  { client, table, pause }: Table,
  municipality: MunicipalityCode,
  changes: readonly RegistryChange[],
): Promise<readonly Outcome[]> {
  if (changes.length > CHANGES_PER_TRANSACTION) throw new Error('registry: too many changes at once');
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if (attempt > 1) await pause(attempt - 1);
    const view = await readView({ client, table, pause }, municipality, changes);
    const outcomes = decideAll(changes, view) ?? decideAll(changes, await view.withNeighbours());
    if (outcomes === undefined) throw new Error('registry: a rule asked for an item that was not read');
    const puts = view.transactItems();
    if (puts.length === 0 || (await transact(client, puts)) === 'done') return outcomes;
  }
  throw new Error('registry: the rows stay contended');
}

/** The outcomes of the changes, whose writes are laid over the view; undefined where an item of it was not read. */
function decideAll(changes: readonly RegistryChange[], view: View): readonly Outcome[] | undefined {
  try {
    return changes.map((change) => {
      const { outcome, writes } = decide(change, view.state);
      for (const write of writes) view.put(write);
      return outcome;
    });
  } catch (error) {
    if (error instanceof NotRead) return undefined;
    throw error;
  }
}

/** A rule asked for an item that only a person's gate names: most changes have nothing to do with it. */
class NotRead extends Error {}

type View = {
  readonly state: RegistryState;
  readonly put: (write: RegistryWrite) => void;
  readonly transactItems: () => TransactItem[];
  /** The view as it was read, and what the gates name besides: households and registers that people are in. */
  readonly withNeighbours: () => Promise<View>;
};

/** What is stored, with the writes decided so far laid over it. */
async function readView(
  at: Table,
  municipality: MunicipalityCode,
  changes: readonly RegistryChange[],
): Promise<View> {
  const read = new Map<string, unknown>();
  const load = async (keys: readonly RegistryKey[]): Promise<void> => {
    const missing = keys.filter((key) => !read.has(keyText(key)));
    const found = await readItems(at.client, at.table, missing, at.pause);
    for (const key of missing) read.set(keyText(key), found.get(keyText(key)));
  };
  const current = new Map<string, unknown>();
  const dirty = new Map<string, RegistryKey>();
  const get = <S extends z.ZodType>(schema: S, key: RegistryKey): z.infer<S> | undefined => {
    const text = keyText(key);
    if (!current.has(text)) {
      if (!read.has(text)) throw new NotRead(text);
      const item = read.get(text);
      current.set(text, item === undefined ? undefined : schema.parse(item));
    }
    return current.get(text) as z.infer<S> | undefined;
  };
  const state: RegistryState = {
    gate: (person) => get(Gate, gateKey(municipality, person)),
    household: (household) => get(Household, householdKey(municipality, household)),
    register: (koseki) => get(Register, registerKey(municipality, koseki)),
    kosekiPerson: (key) => get(KosekiPerson, kosekiPersonKey(municipality, key)),
    serial: ({ issuer, serial }) => get(SerialItem, serialKey(municipality, issuer, serial)),
    domicile: ({ issuer, serial }) => get(DomicileItem, domicileKey(municipality, issuer, serial)),
  };

  await load(changes.flatMap((change) => keysNamedBy(municipality, change)));
  const view: View = {
    state,
    withNeighbours: async () => {
      current.clear();
      dirty.clear();
      await load(changes.flatMap((change) => keysOfGate(municipality, state.gate(personOf(change)))));
      return view;
    },
    put: (write: RegistryWrite): void => {
      const key = keyOf(municipality, write);
      current.set(keyText(key), write.item);
      dirty.set(keyText(key), key);
    },
    transactItems: (): TransactItem[] =>
      [...dirty].map(([text, key]) => {
        const item = current.get(text) as object;
        const put = { TableName: at.table, Item: { ...key, ...item } };
        // A fact follows its gate: every change of it raises the gate's revision.
        if (!('revision' in item)) return { Put: put };
        return { Put: { ...put, ...conditionOf([revisionOf(read.get(text))]) } };
      }),
  };
  return view;
}

const revisionOf = (item: unknown): number =>
  typeof item === 'object' && item !== null && 'revision' in item && typeof item.revision === 'number'
    ? item.revision
    : 0;

/** What a person is leaving, or what is bumped with the person, is known only from the gate. */
function keysOfGate(municipality: MunicipalityCode, gate: Gate | undefined): RegistryKey[] {
  const { householdId, koseki } = gate ?? {};
  return [
    ...(householdId === undefined ? [] : [householdKey(municipality, householdId)]),
    ...(koseki === undefined ? [] : kosekiKeys(municipality, koseki)),
  ];
}

const kosekiKeys = (
  municipality: MunicipalityCode,
  entry: Pick<FamilyRegisterEntry, 'kosekiId' | 'kosekiPersonKey'>,
): RegistryKey[] => [
  registerKey(municipality, entry.kosekiId),
  kosekiPersonKey(municipality, entry.kosekiPersonKey),
];

/** The keys that a change itself names. */
function keysNamedBy(municipality: MunicipalityCode, change: RegistryChange): RegistryKey[] {
  const gate = gateKey(municipality, personOf(change));
  switch (change.kind) {
    case 'resident':
      return change.fact.state === 'active'
        ? [gate, householdKey(municipality, change.fact.householdId)]
        : [gate];
    case 'restriction':
    case 'seal':
    case 'tax':
      return [gate];
    case 'koseki-index':
      return [gate, ...kosekiKeys(municipality, change.fact)];
    case 'serial':
      return [gate, serialKey(municipality, change.fact.issuer, change.fact.serial)];
    case 'domicile-registration':
      return [gate, domicileKey(municipality, change.fact.issuer, change.fact.serial)];
    case 'rejected': {
      const { feed, subject } = change;
      const keyOfLink =
        feed === 'serial' ? serialKey : feed === 'domicile-registration' ? domicileKey : undefined;
      const link = subject === undefined ? undefined : serialOfSubject(subject);
      if (keyOfLink === undefined || link === undefined) return [gate];
      return [gate, keyOfLink(municipality, link.issuer, link.serial)];
    }
    case 'absence':
      return [gate];
    default:
      return unreachable(change);
  }
}

function keyOf(municipality: MunicipalityCode, write: RegistryWrite): RegistryKey {
  switch (write.kind) {
    case 'gate':
      return gateKey(municipality, write.personId);
    case 'resident':
      return residentKey(municipality, write.personId);
    case 'household':
      return householdKey(municipality, write.householdId);
    case 'individual-number':
      return individualNumberKey(municipality, write.personId);
    case 'seal':
      return sealKey(municipality, write.personId);
    case 'tax':
      return taxKey(municipality, write.personId, write.item.fact.taxYear);
    case 'koseki':
      return kosekiKey(municipality, write.personId);
    case 'register':
      return registerKey(municipality, write.kosekiId);
    case 'koseki-person':
      return kosekiPersonKey(municipality, write.kosekiPersonKey);
    case 'serial':
      return serialKey(municipality, write.item.fact.issuer, write.item.fact.serial);
    case 'domicile-registration':
      return domicileKey(municipality, write.item.fact.issuer, write.item.fact.serial);
    default:
      return unreachable(write);
  }
}
