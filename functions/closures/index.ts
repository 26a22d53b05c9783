export { isClosed, Latch } from './latch.ts';
export { type ClosureStore, createClosureStore } from './store.ts';
