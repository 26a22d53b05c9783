import { randomBytes } from 'node:crypto';
import { CreateTableCommand, DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { createInbox } from '../../../functions/linkage/inbox.ts';
import { createDocumentClient, createS3Client } from '../../../functions/shared/aws.ts';
import { inPool } from '../../support/pool.ts';
import type { Storage } from './storage.ts';

export type EngineStorage = Storage & { readonly bucket: string };

/** Tables and a bucket of their own on a local engine, gone when they are closed. */
export async function openOnEngine(endpoint: string): Promise<EngineStorage> {
  const environment = { ...process.env, STAGE: 'local', AWS_ENDPOINT_URL: endpoint };
  const documents = createDocumentClient({ environment });
  const s3 = createS3Client({ environment });
  const label = `prove-${randomBytes(6).toString('hex')}`;
  const tables = { registry: `${label}-registry`, staff: `${label}-staff`, audit: `${label}-audit` };
  const keys = [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ] as const;
  for (const TableName of Object.values(tables)) {
    await documents.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [...keys],
        AttributeDefinitions: keys.map(({ AttributeName }) => ({ AttributeName, AttributeType: 'S' })),
      }),
    );
  }
  await s3.send(new CreateBucketCommand({ Bucket: label }));
  await s3.send(
    new PutBucketVersioningCommand({ Bucket: label, VersioningConfiguration: { Status: 'Enabled' } }),
  );

  const items: Storage['items'] = async () => {
    const found = new Map<string, Record<string, unknown>>();
    let start: Record<string, unknown> | undefined;
    do {
      const page = await documents.send(
        new ScanCommand({
          TableName: tables.registry,
          ConsistentRead: true,
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      );
      for (const item of page.Items ?? []) found.set(`${item['pk']}\n${item['sk']}`, item);
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return found;
  };

  return {
    registry: documents,
    staff: documents,
    tables,
    bucket: label,
    inbox: createInbox({ client: s3, bucket: label }),
    put: async (Key, Body) => {
      const { ETag, VersionId } = await s3.send(new PutObjectCommand({ Bucket: label, Key, Body }));
      return { key: Key, etag: ETag, versionId: VersionId === 'null' ? undefined : VersionId };
    },
    items,
    close: async () => {
      for (const TableName of Object.values(tables))
        await documents.send(new DeleteTableCommand({ TableName }));
      for (;;) {
        const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: label }));
        if (Versions.length === 0) break;
        await inPool(Versions, 16, ({ Key, VersionId }) =>
          s3.send(new DeleteObjectCommand({ Bucket: label, Key, VersionId })),
        );
      }
      await s3.send(new DeleteBucketCommand({ Bucket: label }));
      documents.destroy();
      s3.destroy();
    },
  };
}
