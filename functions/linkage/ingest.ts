import type { RegistryScan, RegistryStore } from '../registry/index.ts';
import type { MunicipalityCode } from '../shared/ids.ts';
import type { Log } from '../shared/log.ts';
import type { Clock } from '../shared/time.ts';
import type { FullFileStore } from './full-files-store.ts';
import type { Inbox, ObjectRef } from './inbox.ts';
import type { RowSettings } from './row-to-fact.ts';
import type { LinkageStore } from './store.ts';
import type { EnclosurePorts } from './store-impressions.ts';

/** What taking a file in needs from outside. */
export type IngestDependencies = {
  readonly registry: Pick<RegistryStore, 'apply'>;
  readonly scan: RegistryScan;
  readonly linkage: LinkageStore;
  readonly fulls: FullFileStore;
  readonly inbox: Inbox;
  readonly enclosures: EnclosurePorts;
  /** What the city has set about its rows. */
  readonly rowSettings: (municipality: MunicipalityCode) => Promise<Partial<RowSettings>>;
  /** Takes in a file that has no rows: an EUDC font. */
  readonly takeFont: (object: ObjectRef) => Promise<IngestEnd>;
  /** Sets and heals the closures of a city by what its files say now. */
  readonly watch: (municipality: MunicipalityCode) => Promise<void>;
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
