export type { Authenticate } from './authenticate.ts';
export { composeStaff } from './compose.ts';
export { createOperator } from './create-operator.ts';
export { createOperatorStore, type OperatorStore, type SessionStore } from './store.ts';
