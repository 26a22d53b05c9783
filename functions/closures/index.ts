export { type Closer, closeLatch, healLatch } from './closing.ts';
export { approveInitialLoad, closeForInitialLoad } from './initial-load.ts';
export { isClosed, Latch, type LatchName, latchesOn, latchText } from './latch.ts';
export {
  type ClosureRecorder,
  type ClosureStore,
  createClosureRecorder,
  createClosureStore,
} from './store.ts';
