export { type Case, type CaseOpening, caseEvent, caseIdOf, openingOf } from './case.ts';
export { EVIDENCE_KEY_CONTEXT, keepEvidence } from './evidence.ts';
export { CaseKind, ErrorCode, Sha256 } from './observed.ts';
export { type CaseStore, createCaseStore, openingItems } from './store.ts';
