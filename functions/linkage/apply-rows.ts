import {
  CHANGES_PER_TRANSACTION,
  type Outcome,
  personOf,
  type RegistryChange,
  type RegistryStore,
  serialSubject,
} from '../registry/index.ts';
import type { MunicipalityCode } from '../shared/ids.ts';

/** How many transactions run side by side; the local engine and one partition of the table are busy with that. */
const LANES = 16;
/** Few enough that a lost race repeats little, many enough that round trips do not dominate. */
const CHANGES_PER_STEP = Math.min(12, CHANGES_PER_TRANSACTION);

/**
 * Applies a slice of rows in parallel. Rows that touch the same person, household or serial run in one lane, in the
 * file's order: not for the result, which no order changes, but so that they do not compete. Outcomes in the order
 * of the changes.
 */
export async function applyRows(
  registry: Pick<RegistryStore, 'apply'>,
  municipality: MunicipalityCode,
  changes: readonly RegistryChange[],
): Promise<readonly Outcome[]> {
  const outcomes = new Map<RegistryChange, Outcome>();
  const open = stepsOf(changes).values();
  let failed = false;
  const lane = async (): Promise<void> => {
    for (const chain of open) {
      for (const step of chain) {
        if (failed) return;
        const ends = await registry.apply(municipality, step);
        for (const [index, change] of step.entries()) {
          const end = ends[index];
          if (end !== undefined) outcomes.set(change, end);
        }
      }
    }
  };
  const stopping = (): Promise<void> =>
    lane().catch((error: unknown) => {
      failed = true;
      throw error;
    });
  // All lanes have ended before an error leaves: nothing goes on writing behind the back of the next delivery.
  const ends = await Promise.allSettled(Array.from({ length: LANES }, stopping));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return changes.map((change) => {
    const outcome = outcomes.get(change);
    if (outcome === undefined) throw new Error('linkage: a row has no outcome');
    return outcome;
  });
}

type Step = readonly RegistryChange[];

/** Chains of steps: the steps of one chain run one after the other, chains run side by side. */
function stepsOf(changes: readonly RegistryChange[]): readonly (readonly Step[])[] {
  const chains: Step[][] = [];
  let gathered: RegistryChange[] = [];
  for (const group of relatedGroups(changes)) {
    if (group.length > CHANGES_PER_STEP) {
      chains.push(
        Array.from({ length: Math.ceil(group.length / CHANGES_PER_STEP) }, (_, i) =>
          group.slice(i * CHANGES_PER_STEP, (i + 1) * CHANGES_PER_STEP),
        ),
      );
      continue;
    }
    if (gathered.length + group.length > CHANGES_PER_STEP) {
      chains.push([gathered]);
      gathered = [];
    }
    gathered.push(...group);
  }
  if (gathered.length > 0) chains.push([gathered]);
  return chains;
}

/** Changes that share a person, household or serial, directly or through others. */
function relatedGroups(changes: readonly RegistryChange[]): Iterable<readonly RegistryChange[]> {
  const parents = new Map<string, string>();
  const rootOf = (token: string): string => {
    let root = token;
    for (let up = parents.get(root); up !== undefined && up !== root; up = parents.get(root)) root = up;
    parents.set(token, root);
    return root;
  };
  for (const change of changes) {
    const [first = '', ...others] = tokensOf(change);
    for (const token of others) parents.set(rootOf(token), rootOf(first));
  }
  const groups = new Map<string, RegistryChange[]>();
  for (const change of changes) {
    const root = rootOf(tokensOf(change)[0] ?? '');
    const group = groups.get(root) ?? [];
    groups.set(root, group);
    group.push(change);
  }
  return groups.values();
}

function tokensOf(change: RegistryChange): readonly string[] {
  const person = `person ${personOf(change)}`;
  if (change.kind === 'resident') return [person, `household ${change.fact.householdId}`];
  if (change.kind === 'serial') return [person, `serial ${serialSubject(change.fact)}`];
  return [person];
}
