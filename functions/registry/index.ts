export { CHANGES_PER_TRANSACTION } from './apply.ts';
export {
  type ConflictRule,
  type MarkFeed,
  type Origin,
  type Outcome,
  personOf,
  type RegistryChange,
  restrictionSubject,
  serialSubject,
} from './changes.ts';
export * from './facts.ts';
export type { Gate, RejectedMark, ResidentFact, StoredRestriction } from './items.ts';
export {
  createRegistryStore,
  type PersonFacts,
  type ReadHousehold,
  type ReadPerson,
  type ReadSerial,
  type RegistryStore,
} from './store.ts';
export { jitteredPause, type Pause } from './table.ts';
export type { TransactItem, VersionCheck } from './versions.ts';
