import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { GetCommand, PutCommand, type PutCommandInput } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { sha256Hex } from '../shared/canonical.ts';
import type { MunicipalityCode } from '../shared/ids.ts';
import { partitionPages } from '../shared/partition-store.ts';
import { type Instant, jstTimestamp } from '../shared/time.ts';
import { type RowHead, type Setting, SettingRow } from './settings.ts';

const BlobItem = z.object({ content: z.string() });

const keyOf = (row: SettingRow) => ({
  pk: `C#${row.municipality}`,
  sk: `${row.kind}#${row.scope}#${jstTimestamp(row.validFrom)}#${row.id}`,
});

/** What is put to add a setting, alone or in a transaction; an existing row is never overwritten. */
export type SettingPut = {
  readonly TableName: string;
  readonly Item: Record<string, unknown>;
  readonly ConditionExpression: string;
};

/**
 * Throws where the row breaks a rule of its kind: a city whose rows cannot be read would have to refuse everything.
 */
export function settingPut(table: string, row: Setting & RowHead): SettingPut {
  const parsed = SettingRow.parse(row);
  return {
    TableName: table,
    Item: { ...keyOf(parsed), ...parsed },
    ConditionExpression: 'attribute_not_exists(pk)',
  };
}

export type SettingsStore = ReturnType<typeof createSettingsStore>;

/** Settings and the blobs (templates, seals) that they name by their SHA-256. Table `staff`. */
export function createSettingsStore({ client, table }: { client: DynamoDBDocumentClient; table: string }) {
  return {
    /** Every setting of a city, past and future, read strongly consistent. */
    async readSettings(municipality: MunicipalityCode): Promise<SettingRow[]> {
      const rows: SettingRow[] = [];
      for await (const items of partitionPages({ client, table }, `C#${municipality}`))
        for (const item of items) rows.push(SettingRow.parse(item));
      return rows;
    },

    /** Adds a setting, as `settingPut` says. */
    async putSetting(
      municipality: MunicipalityCode,
      id: string,
      validFrom: Instant,
      setting: Setting,
    ): Promise<void> {
      const put: PutCommandInput = settingPut(table, { ...setting, id, municipality, validFrom });
      await client.send(new PutCommand(put));
    },

    /** Keeps a text under its SHA-256 and gives that digest; the same text again changes nothing. */
    async putBlob(content: string): Promise<string> {
      const digest = sha256Hex(content);
      await client.send(
        new PutCommand({ TableName: table, Item: { pk: `B#${digest}`, sk: 'blob', content } }),
      );
      return digest;
    },

    /** The text that has this digest, verified; undefined where there is none. */
    async readBlob(digest: string): Promise<string | undefined> {
      const answer = await client.send(
        new GetCommand({ TableName: table, Key: { pk: `B#${digest}`, sk: 'blob' }, ConsistentRead: true }),
      );
      if (answer.Item === undefined) return undefined;
      const { content } = BlobItem.parse(answer.Item);
      if (sha256Hex(content) !== digest) throw new Error('a blob does not match its digest');
      return content;
    },
  };
}
