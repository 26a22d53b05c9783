export type { FileState } from './file-state.ts';
export { Feed, type FileName, formatFileName, inboxKey, parseFileName } from './layouts/envelope.ts';
export { createLinkageStore, type LinkageStore } from './store.ts';
export type { Watermark } from './watermark.ts';
