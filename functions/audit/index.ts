export { createAnchorStore } from './anchor-store.ts';
export { createChainStore } from './chain-store.ts';
export { type AuditActor, AuditEvent } from './event.ts';
export type { Finding } from './finding.ts';
export { withReceipts } from './receipts.ts';
export { type AuditPut, type AuditStore, auditPutItem, createAuditStore } from './store.ts';
export { type Verified, type VerifyParts, verifyCity } from './verify-city.ts';
