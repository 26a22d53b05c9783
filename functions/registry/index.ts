export { jitteredPause, type Pause } from '../shared/batch-store.ts';
export { ABSENT_RULE, absenceKey, isAbsent, isMarkedAbsent, knownBy, marksJudged } from './absence.ts';
export { CHANGES_PER_TRANSACTION } from './apply.ts';
export {
  type AbsenceJudgement,
  type ConflictRule,
  type FilePlace,
  type MarkFeed,
  type NewFact,
  type Origin,
  type Outcome,
  personOf,
  type RegistryChange,
  restrictionSubject,
  type SealedNumber,
  serialSubject,
  subjectOfFact,
  taxSubject,
} from './changes.ts';
export * from './facts.ts';
export type {
  Gate,
  KosekiFact,
  RejectedMark,
  ResidentFact,
  SealFact,
  StoredRestriction,
  TaxFact,
} from './items.ts';
export { personBuckets } from './keys.ts';
export { markKey } from './marks.ts';
export { isNegative } from './negative.ts';
export type { PersonFacts, ReadPerson, With } from './read-persons.ts';
export { createRegistryScan, type PersonGate, type RegistryScan } from './scan-store.ts';
export {
  createRegistryStore,
  type ReadDomicile,
  type ReadHousehold,
  type ReadKosekiPerson,
  type ReadRegister,
  type ReadSerial,
  type RegistryStore,
} from './store.ts';
export {
  type AssignedFeed,
  createStoredFacts,
  type StoredEntry,
  type StoredFact,
  type StoredFacts,
} from './stored-facts-store.ts';
export { TAX_ROW_NAMES, TaxRecord, TaxRecordAmounts } from './tax-record.ts';
