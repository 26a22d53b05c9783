export { type AuditActor, AuditEvent } from './event.ts';
export { type AuditPut, type AuditStore, auditPutItem, createAuditStore } from './store.ts';
