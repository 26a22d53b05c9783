export { isExempt, isForbidden, NOTHING_DECIDED, type PersonDecisions } from './decisions.ts';
export { createDecisionReader, type DecisionReader, type ReadDecisions } from './store.ts';
