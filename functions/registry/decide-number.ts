import type { RegistryChange } from './changes.ts';
import type { RegistryWrite } from './decision.ts';
import type { GateBefore } from './gate-writes.ts';
import type { NumberPlace } from './items.ts';
import type { Standing } from './standing.ts';

type NumberDecision = {
  readonly standing: Standing;
  /** For the gate; the very same object where nothing changes. */
  readonly place: NumberPlace | undefined;
  readonly writes: readonly RegistryWrite[];
};

const NOTHING: NumberPlace = { since: 0 };

/**
 * 個人番号 is no part of the record's content: a core system repeats its rows as they are, whatever the city decides
 * about keeping numbers. Of two deliveries of one row the one under the later word of the city counts; only under one
 * word two numbers are two contents.
 * @param standing of the record beside it
 */
export function decideNumber(
  { fact, sealedNumber, numbersSince }: Extract<RegistryChange, { kind: 'resident' }>,
  standing: Standing,
  gate: GateBefore,
): NumberDecision {
  const stored = gate.individualNumber ?? NOTHING;
  const digest = sealedNumber?.digest;
  const incoming: NumberPlace = { since: numbersSince ?? 0, ...(digest === undefined ? {} : { digest }) };
  const own = standing === 'newer' || standing === 'older' ? standing : standingOfNumbers(incoming, stored);
  const isTaken = own === 'newer' || (own === 'conflict' && (digest ?? '') > (stored.digest ?? ''));
  if (!isTaken) return { standing: own, place: gate.individualNumber, writes: [] };
  const place = numbersSince === undefined && digest === undefined ? undefined : incoming;
  if (digest === undefined && stored.digest === undefined) return { standing: own, place, writes: [] };
  const item = { ...incoming, ciphertext: sealedNumber?.ciphertext };
  return { standing: own, place, writes: [{ kind: 'individual-number', personId: fact.personId, item }] };
}

/** Of one row. */
function standingOfNumbers(incoming: NumberPlace, stored: NumberPlace): Standing {
  if (incoming.since !== stored.since) return incoming.since > stored.since ? 'newer' : 'older';
  return incoming.digest === stored.digest ? 'same' : 'conflict';
}
