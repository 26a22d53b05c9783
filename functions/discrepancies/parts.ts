import type { AuditStore } from '../audit/index.ts';
import type { CaseStore } from '../cases/index.ts';
import type { SettingsStore } from '../changes/index.ts';
import type { NewId } from '../shared/ids.ts';
import type { Clock } from '../shared/time.ts';
import type { DiscrepancyStore } from './store.ts';

/** What taking in a list needs from outside. */
export type DiscrepancyParts = {
  readonly store: DiscrepancyStore;
  readonly cases: Pick<CaseStore, 'open' | 'read'>;
  readonly settings: Pick<SettingsStore, 'readSettings'>;
  readonly audit: AuditStore;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly resultWaitMs: number;
};
