import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  type Closer,
  createClosureRecorder,
  createClosureStore,
  healLatch,
} from '../../../functions/closures/index.ts';
import type { MunicipalityCode } from '../../../functions/shared/ids.ts';
import { type Instant, instantOf } from '../../../functions/shared/time.ts';
import type { KosekiFaultName } from '../../../simulator/koseki/faults.ts';
import type { Random } from '../../../simulator/sample/random.ts';
import { createTimeline } from './timeline.ts';

/**
 * What a koseki system answers that is no answer, or is somebody else's. Not `wrong-person`: where the echo itself vouches
 * for another's paper, only a text can tell, and of a 附票 without 本籍 a namesake's text does not.
 */
const FAULTS: readonly KosekiFaultName[] = [
  ...(['swapped', 'swapped', 'swapped-body', 'swapped-body', 'wrong-echo', 'missing-echo'] as const),
  ...(['truncated', 'error', 'not-a-pdf', 'duplicate', 'encrypted'] as const),
];

type Stack = {
  readonly staffTable: string;
  readonly auditTable: string;
  readonly kosekiUrl?: string | undefined;
};

/** Lets the koseki systems answer wrongly for a while, and opens again what the gate has closed for it. */
export function createTroubles(
  stack: Stack,
  client: DynamoDBDocumentClient,
  { newId, random }: { readonly newId: () => string; readonly random: Random },
) {
  const fault = createTimeline<KosekiFaultName | undefined>(undefined);
  const closures = createClosureStore({ client, table: stack.staffTable });
  const closer: Closer = {
    closures,
    recorder: createClosureRecorder({ client, table: stack.staffTable, auditTable: stack.auditTable }),
    actor: { kind: 'system' },
    clock: () => instantOf(Date.now()),
    newId,
  };
  /** Every latch of the gate that was found, with the time by which it was gone. */
  const latched: {
    readonly municipality: string;
    readonly type: string;
    readonly from: Instant;
    readonly until: number;
  }[] = [];

  const plan = async (wish: object): Promise<void> => {
    const answer = await fetch(`${stack.kosekiUrl}/admin/fault`, {
      method: 'POST',
      body: JSON.stringify(wish),
    });
    if (!answer.ok) throw new Error(`the koseki stand-in takes no fault: ${answer.status}`);
  };

  return {
    /** What goes wrong with the koseki systems now, if anything. */
    fault,
    latched,
    async begin(): Promise<void> {
      const name = random.pick(FAULTS);
      await fault.change(name, () => plan({ fault: name, times: random.integer(1, 3) }));
    },
    end: (): Promise<void> => fault.change(undefined, () => plan({})),
    /** Heals what the gate has closed in these cities. */
    async heal(cities: readonly MunicipalityCode[]): Promise<void> {
      for (const municipality of cities)
        for (const latch of await closures.readLatches(municipality)) {
          if (latch.cause !== 'gate') continue;
          await healLatch(closer, latch);
          latched.push({ municipality, type: latch.type, from: latch.closedAt, until: Date.now() });
        }
    },
  };
}

export type Troubles = ReturnType<typeof createTroubles>;
