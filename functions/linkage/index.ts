export type { FileState } from './file-state.ts';
export {
  type AgeLimits,
  type FeedFreshness,
  type FreshnessReason,
  familiesClosedBy,
  freshnessOf,
  partsAgainst,
} from './freshness.ts';
export { objectsNamedBy } from './ingest-message.ts';
export {
  Feed,
  type FileName,
  formatFileName,
  inboxKey,
  isRowFile,
  type Lane,
  laneOf,
  parseFileName,
  RowFeed,
  type RowFileName,
  Series,
  seriesOf,
} from './layouts/envelope.ts';
export { createNumberReader, type NumberReader } from './number-vault.ts';
export { createSplitter, type RawRecord } from './split-records.ts';
export { readLinkStatus, type StatusParts } from './status.ts';
export { createLinkageStore, type LinkageStore } from './store.ts';
export type { FeedSeries, Watermark } from './watermark.ts';
