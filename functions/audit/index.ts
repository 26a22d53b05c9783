export {
  type Anchor,
  type AnchorStore,
  createAnchorStore,
} from './anchor-store.ts';
export { type ChainStore, createChainStore } from './chain-store.ts';
export { type AuditActor, AuditEvent } from './event.ts';
export { type AuditPut, type AuditStore, auditPutItem, createAuditStore } from './store.ts';
