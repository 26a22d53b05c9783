export { type Case, type CaseOpening, caseIdOf, openingOf } from './case.ts';
export { EVIDENCE_KEY_CONTEXT } from './environment.ts';
export { keepEvidence } from './evidence.ts';
export type { CaseKind } from './observed.ts';
export { awaitingKey, type CaseStore, createCaseStore, openingItems } from './store.ts';
