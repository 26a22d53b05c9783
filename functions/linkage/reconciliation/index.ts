export {
  DIFFERENCE_KINDS,
  type Difference,
  type DifferenceKind,
  isFinding,
  type Remedy,
} from './difference.ts';
export type { ExtractSource, Spill } from './extract.ts';
export {
  type FeedCounts,
  type ReconcileDependencies,
  type Reconciliation,
  reconcile,
  type Watcher,
} from './reconcile.ts';
