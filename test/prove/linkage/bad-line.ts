import { type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Inbox } from '../../../functions/linkage/inbox.ts';
import type { Random } from '../../../simulator/sample/random.ts';

/** What a process meets on its way to its stores. */
export type BadLine = {
  readonly client: (client: DynamoDBDocumentClient) => DynamoDBDocumentClient;
  readonly inbox: (inbox: Inbox) => Inbox;
  /** Whether the process has been killed: nothing that it still tries takes effect. */
  readonly isDead: () => boolean;
};

export type Weather = {
  /** Kills the process at that call, undefined never. */
  readonly killAt: number | undefined;
  /** How often a call goes wrong otherwise, 0 to 1. */
  readonly share: number;
  /** Lets calls of deliveries that run at the same time overtake each other: at most so many turns of waiting. */
  readonly turns: number;
};

const named = (name: string, more: object = {}): Error => Object.assign(new Error(name), { name, ...more });
const killed = (): Error => named('Killed');

/** What a call is to the store: an object's bytes are read only, and an answer that nobody reads must not be left open. */
type Call = 'read-object' | 'other' | 'transaction';

/** One life of a process: calls wait, are throttled, conflict, time out, take effect without an answer; then it ends. */
export function badLine(random: Random, { killAt, share, turns }: Weather): BadLine {
  let calls = 0;
  let isDead = false;

  /** Calls once, or not, and throws what a caller would see. */
  const through = async <T>(call: () => Promise<T>, kind: Call): Promise<T> => {
    for (let turn = turns === 0 ? 0 : random.integer(0, turns); turn > 0; turn -= 1) await null;
    if (isDead) throw killed();
    calls += 1;
    if (calls === killAt) {
      // Killed right before the call, or right after it has taken effect.
      const takesEffect = kind !== 'read-object' && random.chance(0.5);
      isDead = true;
      if (takesEffect) await call();
      throw killed();
    }
    if (!random.chance(share)) return call();
    const fault = random.pick(['time-out', 'lost-answer', 'throttle', 'conflict'] as const);
    if (fault === 'conflict' && kind === 'transaction') {
      const CancellationReasons = [{ Code: 'TransactionConflict' }];
      throw named('TransactionCanceledException', { CancellationReasons });
    }
    if (fault === 'throttle') throw named('ProvisionedThroughputExceededException');
    if (fault === 'lost-answer' && kind !== 'read-object') await call();
    throw named('TimeoutError');
  };

  return {
    isDead: () => isDead,
    client: (client) => {
      const send = (command: never): Promise<unknown> =>
        through(
          () => client.send(command),
          (command as unknown) instanceof TransactWriteCommand ? 'transaction' : 'other',
        );
      return { send } as unknown as DynamoDBDocumentClient;
    },
    inbox: (inbox) => ({
      open: async (ref, offset) => {
        const object = await through(() => inbox.open(ref, offset), 'read-object');
        return object === undefined ? undefined : { ref: object.ref, bytes: broken(object.bytes) };
      },
    }),
  };

  /** A connection that may break between two chunks. */
  async function* broken(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) yield await through(async () => chunk, 'read-object');
  }
}
