import { join } from 'node:path';

/** The folder of the whole project. */
export const PROJECT = join(import.meta.dirname, '../..');

/** Where the bundles lie, one folder per function. */
export const BUNDLES = join(PROJECT, '.build/functions');

/** Every function's name and the source file that exports its `handler`. */
export const ENTRIES = {
  'link-ingest': 'functions/linkage/handlers/ingest.ts',
  'link-ingest-priority': 'functions/linkage/handlers/ingest.ts',
  'link-watch': 'functions/linkage/handlers/watch.ts',
  'audit-seal': 'functions/audit/handlers/seal.ts',
  'kiosk-menu': 'functions/issuance/handlers/menu.ts',
  'kiosk-issue': 'functions/issuance/handlers/issue.ts',
  'kiosk-result': 'functions/issuance/handlers/result.ts',
  'kiosk-request': 'functions/issuance/handlers/request.ts',
  'staff-session': 'functions/operators/handlers/session.ts',
  'staff-history': 'functions/history/handlers/history.ts',
  'staff-link': 'functions/linkage/handlers/staff-link.ts',
  'staff-cases': 'functions/cases/handlers/staff-cases.ts',
  'staff-decisions': 'functions/decisions/handlers/decisions.ts',
  'staff-closures': 'functions/closures/handlers/closures.ts',
  'staff-proof': 'functions/issuance/handlers/staff-proof.ts',
  'staff-changes': 'functions/planning/handlers/staff-changes.ts',
  'staff-console': 'functions/operators/handlers/console-files.ts',
} as const satisfies Readonly<Record<string, string>>;

export type FunctionName = keyof typeof ENTRIES;
