import type { RegistryStore } from '../registry/index.ts';
import type { Log } from '../shared/log.ts';
import type { Clock } from '../shared/time.ts';
import type { Inbox } from './inbox.ts';
import type { LinkageStore } from './store.ts';

/** What taking a file in needs from outside. */
export type IngestDependencies = {
  readonly registry: Pick<RegistryStore, 'apply'>;
  readonly linkage: LinkageStore;
  readonly inbox: Inbox;
  readonly clock: Clock;
  readonly log: Log;
  /** False when too little time is left for another slice of rows. */
  readonly mayContinue: () => boolean;
};

/**
 * done: there is nothing more to do with this object. again: the file is not finished; the message must come again
 * and goes on where this run stopped.
 */
export type IngestEnd = 'done' | 'again';
