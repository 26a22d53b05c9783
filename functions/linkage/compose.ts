import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { AuditActor } from '../audit/index.ts';
import { ageLimitsIn, createSettingsStore, settingsAt } from '../changes/index.ts';
import { createClosureRecorder, createClosureStore } from '../closures/index.ts';
import type { MunicipalityCode } from '../shared/ids.ts';
import type { Log } from '../shared/log.ts';
import { newUuid, systemClock } from '../shared/system.ts';
import type { Instant } from '../shared/time.ts';
import type { StatusParts } from './status.ts';
import { createLinkageStore } from './store.ts';
import type { WatchDependencies } from './watch-freshness.ts';

type Tables = { readonly REGISTRY_TABLE: string; readonly STAFF_TABLE: string };

/** What the state of a city's link is read from. */
export function composeStatus(client: DynamoDBDocumentClient, tables: Tables): StatusParts {
  const settings = createSettingsStore({ client, table: tables.STAFF_TABLE });
  return {
    linkage: createLinkageStore({ client, table: tables.REGISTRY_TABLE }),
    closures: createClosureStore({ client, table: tables.STAFF_TABLE }),
    limitsOf: async (municipality: MunicipalityCode, now: Instant) =>
      ageLimitsIn(settingsAt(await settings.readSettings(municipality), now)),
  };
}

/** What sets and heals the closures of stale feeds. */
export function composeWatch(
  client: DynamoDBDocumentClient,
  tables: Tables & { readonly AUDIT_TABLE: string },
  { log, actor = { kind: 'system' } }: { readonly log: Log; readonly actor?: AuditActor },
): WatchDependencies {
  const { linkage, closures, limitsOf } = composeStatus(client, tables);
  const table = tables.STAFF_TABLE;
  const recorder = createClosureRecorder({ client, table, auditTable: tables.AUDIT_TABLE });
  const closer = { closures, recorder, actor, clock: systemClock, newId: newUuid };
  return { linkage, limitsOf, closer, clock: systemClock, log };
}
