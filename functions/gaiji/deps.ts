import type { Log } from '../shared/log.ts';
import type { Clock } from '../shared/time.ts';
import type { FontStore } from './font-store.ts';
import type { GaijiStore } from './store.ts';

/** Everything that the versions of a city's font need from outside. */
export type GaijiDeps = {
  readonly store: GaijiStore;
  readonly fonts: FontStore;
  readonly clock: Clock;
  readonly log: Log;
};

/** How often a change starts again from the read where somebody else has changed something meanwhile. */
const ATTEMPTS = 5;

/** Repeats until a change could be committed; `undefined` from it says that somebody else was first. */
export async function untilCommitted<T>(change: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const done = await change();
    if (done !== undefined) return done;
  }
  throw new Error('gaiji: the versions of a city stay contended');
}
