export { type Authenticate, authenticator } from './authenticate.ts';
export { createOperator } from './create-operator.ts';
export { createOperatorStore, createSessionStore, type OperatorStore, type SessionStore } from './store.ts';
