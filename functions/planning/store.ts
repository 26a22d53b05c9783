import { GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { type AuditEvent, auditPutItem } from '../audit/index.ts';
import { type SettingRow, type SettingsStore, settingPut } from '../changes/index.ts';
import type { MunicipalityCode } from '../shared/ids.ts';
import type { Table } from '../shared/partition-store.ts';
import { cancellationCodes, unlessRefused } from '../shared/refused-write.ts';
import { conditionOf } from '../shared/versions.ts';

/** All that a plan rests on; `revision` rises with every plan and every cancellation of the city. */
export type PlanningState = { readonly rows: readonly SettingRow[]; readonly revision: number };

export type PlanningStore = {
  readonly read: (municipality: MunicipalityCode) => Promise<PlanningState>;
  /**
   * Adds rows with the event that says so: all of it, or nothing where somebody else was faster (false).
   * @param withinMs gives up after so many milliseconds: rows must be there before they begin
   */
  readonly commit: (
    municipality: MunicipalityCode,
    revision: number,
    rows: readonly SettingRow[],
    event: AuditEvent,
    withinMs: number,
  ) => Promise<boolean>;
};

const Head = z.object({ revision: z.int().min(1) });
const headKey = (municipality: MunicipalityCode) => ({ pk: `S#${municipality}`, sk: 'head' });

/** What staff plan. The rows are settings; beside them lies a revision, so that no two plans are made of one reading. Table `staff`. */
export function createPlanningStore({
  client,
  table,
  auditTable,
  settings,
}: Table & {
  readonly auditTable: string;
  readonly settings: Pick<SettingsStore, 'readSettings'>;
}): PlanningStore {
  return {
    async read(municipality) {
      // The head first: rows that are newer than it fail the commit, rows that are older cannot be read.
      const answer = await client.send(
        new GetCommand({ TableName: table, Key: headKey(municipality), ConsistentRead: true }),
      );
      const head = Head.optional().parse(answer.Item);
      return { rows: await settings.readSettings(municipality), revision: head?.revision ?? 0 };
    },

    async commit(municipality, revision, rows, event, withinMs) {
      const head = {
        TableName: table,
        Item: { ...headKey(municipality), revision: revision + 1 },
        ...conditionOf([revision]),
      };
      const puts = [head, ...rows.map((row) => settingPut(table, row)), auditPutItem(auditTable, event)];
      const command = new TransactWriteCommand({ TransactItems: puts.map((Put) => ({ Put })) });
      const sent = client.send(command, { abortSignal: AbortSignal.timeout(withinMs) });
      return unlessRefused(sent, isOvertaken);
    },
  };
}

const OVERTAKEN = new Set(['None', 'ConditionalCheckFailed', 'TransactionConflict']);

const isOvertaken = (error: unknown): boolean =>
  cancellationCodes(error)?.every((code) => OVERTAKEN.has(code)) ?? false;
