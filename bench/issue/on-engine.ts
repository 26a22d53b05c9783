import { readCenterKey } from '../../test/prove/kiosk-connection.ts';
import { issuingOnEngine } from '../../test/support/issuing.ts';
import { type Wishes, wishesOf } from './wishes.ts';

/** The running system, the centre's key, and who asks. */
export type OnEngine = ReturnType<typeof issuingOnEngine> & {
  readonly key: Awaited<ReturnType<typeof readCenterKey>>;
  readonly wishes: Wishes;
};

export async function onEngine(): Promise<OnEngine> {
  const system = issuingOnEngine();
  return { ...system, key: await readCenterKey(system.stack), wishes: wishesOf(system.stack.world) };
}
