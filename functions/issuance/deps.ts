import type { Case } from '../cases/index.ts';
import type { SettingsStore } from '../changes/index.ts';
import type { ClosureStore } from '../closures/index.ts';
import type { DecisionReader } from '../decisions/index.ts';
import type { KosekiGateway } from '../koseki/index.ts';
import type { LinkageStore, NumberReader } from '../linkage/index.ts';
import type { RegistryStore } from '../registry/index.ts';
import type { ImpressionStore } from '../seal-images/index.ts';
import type { NewId } from '../shared/ids.ts';
import type { Clock } from '../shared/time.ts';
import type { MaterialShelf } from './materials.ts';
import type { Press } from './press.ts';
import type { SnapshotCipher } from './snapshot.ts';
import type { RecordStore } from './store.ts';

/** What is known of a city and its people, as a judgement reads it. */
export type FactDeps = {
  readonly registry: RegistryStore;
  /** What staff have decided about a person. */
  readonly decisions: DecisionReader;
  readonly settings: Pick<SettingsStore, 'readSettings'>;
  readonly closures: ClosureStore;
  readonly linkage: Pick<LinkageStore, 'readSeries'>;
  /** Which cities have a link to a koseki system. */
  readonly koseki: Pick<KosekiGateway, 'isLinked'>;
};

/** Everything that issuing needs from outside. */
export type IssueDeps = FactDeps & {
  readonly records: RecordStore;
  readonly materials: MaterialShelf;
  readonly press: Press;
  /** 印影 by city and digest. */
  readonly impressions: Pick<ImpressionStore, 'read'>;
  /** The way to the cities' koseki systems. */
  readonly koseki: KosekiGateway;
  /** Opens 個人番号, for the drawing of which it was asked. */
  readonly numbers: NumberReader;
  readonly cipher: SnapshotCipher;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Resolves after these milliseconds, or as soon as the signal aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** HMAC-SHA-256 (hex) under a secret of the stage: binds the bytes to the request without naming a person. */
  readonly tagOf: (text: string) => string;
  /** Tells the operators that the gate has refused finished bytes. */
  readonly alarm: (issuanceId: string) => void;
  /**
   * Keeps bytes that the gate has refused until their case is closed, encrypted. It never fails and takes a bounded time:
   * the refusal and its case stand without it.
   */
  readonly keepEvidence: (
    of: Pick<Case, 'municipality' | 'caseId'>,
    issuanceId: string,
    bytes: Uint8Array,
  ) => Promise<void>;
  /** Identity of the running build; kept with every record. */
  readonly program: string;
  /** For the whole of a request, in milliseconds. */
  readonly deadlineMs: number;
  /** How long an answer waits for its result notice before it counts as unknown. */
  readonly resultWaitMs: number;
  readonly snapshotDays: number;
};
