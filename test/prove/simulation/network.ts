import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { BatchGetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Random } from '../../../simulator/sample/random.ts';
import { cancelled, type MemoryTables, named, type OnEffect } from '../memory/memory-tables.ts';
import type { VirtualTime } from './virtual-time.ts';

/** How often what goes wrong, as shares of calls. */
export type Odds = {
  /** A call that takes seconds, so that deadlines are met. */
  readonly slow: number;
  readonly throttled: number;
  /** A transaction that another one was faster than. */
  readonly conflict: number;
  /** A call that takes effect and whose answer never comes. */
  readonly lost: number;
  /** A batch that is read in part. */
  readonly unprocessed: number;
  /** A process that ends at a call, before or after its effect. */
  readonly crash: number;
};

export const NO_ODDS: Odds = { slow: 0, throttled: 0, conflict: 0, lost: 0, unprocessed: 0, crash: 0 };

/** One process that calls: whose calls they are, and whether it lives. */
export type Caller = { isDead: boolean };

export type FaultsMet = Record<keyof Odds, number>;

/** A call whose answer is lost is sent again by the SDK half of the time; otherwise its caller gets an error. */
const SENT_AGAIN = 0.5;
const SLOW_MS = [800, 6_000] as const;
const USUAL_MS = [1, 6] as const;

/** Calls as they travel: they take time before and after their effect, and go wrong as the seed decides. */
export function createNetwork({
  tables,
  time,
  random,
}: {
  readonly tables: MemoryTables;
  readonly time: VirtualTime;
  readonly random: Random;
}) {
  const met: FaultsMet = { ...NO_ODDS };

  const happens = (odds: Odds, name: keyof Odds): boolean => {
    if (odds[name] === 0 || !random.chance(odds[name])) return false;
    met[name] += 1;
    return true;
  };

  /** An operation with time before and after its effect. A dead caller never hears of it. */
  function call<T>(caller: Caller, odds: Odds, effect: () => T): Promise<T> {
    if (caller.isDead) return new Promise(() => undefined);
    if (happens(odds, 'crash')) {
      // Half of the deaths come while the call is on its way: it takes effect all the same.
      if (random.chance(0.5)) time.after(latency(odds), () => attempt(effect));
      caller.isDead = true;
      return new Promise(() => undefined);
    }
    return new Promise((resolve, reject) => {
      time.after(latency(odds), () => {
        const end = attempt(effect);
        time.after(latency(odds), () => {
          if (caller.isDead) return;
          if (end.isThrown) reject(end.error);
          else resolve(end.value);
        });
      });
    });
  }

  function latency(odds: Odds): number {
    const [least, most] = happens(odds, 'slow') ? SLOW_MS : USUAL_MS;
    return random.integer(least, most);
  }

  /** The document client of one process. `onEffect` is told what each of its calls has written. */
  function clientOf(caller: Caller, odds: Odds, onEffect: OnEffect): DynamoDBDocumentClient {
    const carryOut = (command: unknown) => () => tables.run(command, onEffect);

    const send = async (command: unknown): Promise<object> => {
      if (happens(odds, 'throttled'))
        return call(caller, NO_ODDS, () => {
          throw named('ThrottlingException');
        });
      if (command instanceof TransactWriteCommand && happens(odds, 'conflict')) {
        const codes = (command.input.TransactItems ?? []).map((_, index) =>
          index === 0 ? 'TransactionConflict' : 'None',
        );
        return call(caller, odds, () => {
          throw cancelled(codes);
        });
      }
      if (command instanceof BatchGetCommand && happens(odds, 'unprocessed'))
        return call(caller, odds, () => inPart(command));
      if (!happens(odds, 'lost')) return call(caller, odds, carryOut(command));

      const first = await call(caller, odds, () => attempt(carryOut(command)));
      if (!random.chance(SENT_AGAIN)) throw named('TimeoutError');
      // The SDK sends a transaction again under its token, and DynamoDB remembers what came of it.
      if (command instanceof TransactWriteCommand && !first.isThrown)
        return call(caller, odds, () => first.value);
      return call(caller, odds, carryOut(command));
    };
    return { send } as unknown as DynamoDBDocumentClient;
  }

  function inPart(command: BatchGetCommand): object {
    const entries = Object.entries(command.input.RequestItems ?? {});
    const UnprocessedKeys = Object.fromEntries(
      entries.map(([table, wanted]) => [table, { ...wanted, Keys: wanted.Keys?.slice(1) }]),
    );
    const RequestItems = Object.fromEntries(
      entries.map(([table, wanted]) => [table, { ...wanted, Keys: wanted.Keys?.slice(0, 1) }]),
    );
    const isWhole = entries.every(([, { Keys = [] }]) => Keys.length <= 1);
    const answer = tables.run(new BatchGetCommand({ RequestItems }));
    return isWhole ? answer : { ...answer, UnprocessedKeys };
  }

  return { call, clientOf, met };
}

export type Network = ReturnType<typeof createNetwork>;

type End<T> =
  | { readonly isThrown: false; readonly value: T }
  | { readonly isThrown: true; readonly error: unknown };

function attempt<T>(work: () => T): End<T> {
  try {
    return { isThrown: false, value: work() };
  } catch (error) {
    return { isThrown: true, error };
  }
}
