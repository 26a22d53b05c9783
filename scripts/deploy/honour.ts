import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DynamoDBClient,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { PutBucketLifecycleConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import type { Stage } from '../../lib/config/stage.ts';
import { type Difference, differences } from './compare.ts';
import { engineApi, stackMembers } from './engine-api.ts';
import { type Engine, READERS } from './existing.ts';
import { NOT_HONOURED, PRESENCE_IS_ENOUGH, UNREADABLE } from './known-gaps.ts';
import { engineClient } from './loopback.ts';
import type { Assembly } from './synth.ts';

const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
});

type Resource = {
  readonly name: string;
  readonly type: string;
  readonly physicalId: string;
  readonly properties: Readonly<Record<string, unknown>>;
};

/**
 * Sets what the engine's CloudFormation drops, then compares everything that exists with the templates.
 * Returns one sentence for each known thing that this engine does not honour.
 * @throws Error where something differs that is not known to
 */
export async function honour(run: {
  readonly endpoint: string;
  readonly stage: Stage;
  readonly assembly: Pick<Assembly, 'directory' | 'stacks'>;
}): Promise<string[]> {
  const engine = engineOf(run.endpoint, run.stage.region);
  const known = new Set<string>();
  const unknown: string[] = [];
  for (const stack of run.assembly.stacks) {
    for (const resource of await resourcesOf(engine, run.assembly.directory, stack)) {
      await setWhatWasDropped(engine, resource);
      for (const difference of await differencesOf(engine, resource)) {
        const sentence = NOT_HONOURED[`${resource.type} ${withoutNumbers(difference.path)}`];
        if (sentence === undefined) unknown.push(describe(resource, difference));
        else known.add(sentence);
      }
    }
  }
  if (unknown.length > 0)
    throw new Error(
      `The engine differs from the templates in a way that is not known: ${unknown.join('; ')}.`,
    );
  return [...known].sort();
}

function engineOf(endpoint: string, region: string): Engine {
  const client = engineClient(endpoint, region);
  return {
    api: engineApi(endpoint, region),
    dynamo: new DynamoDBClient(client),
    s3: new S3Client({ ...client, forcePathStyle: true }),
    sqs: new SQSClient(client),
    kms: new KMSClient(client),
    secrets: new SecretsManagerClient(client),
    region,
  };
}

async function resourcesOf(engine: Engine, directory: string, stack: string): Promise<Resource[]> {
  const template = Template.parse(
    JSON.parse(await readFile(join(directory, `${stack}.template.json`), 'utf8')),
  );
  const members = await stackMembers(engine.api, stack);
  return Object.entries(template.Resources).map(([logicalId, { Type, Properties }]) => {
    const member = members.get(logicalId);
    if (member === undefined || !member.status.endsWith('_COMPLETE'))
      throw new Error(`The engine has no ${Type} ${stack}/${logicalId}.`);
    return {
      name: `${stack}/${logicalId}`,
      type: Type,
      physicalId: member.physicalId,
      properties: Properties,
    };
  });
}

const Wanted = z.object({
  TimeToLiveSpecification: z.object({ AttributeName: z.string(), Enabled: z.literal(true) }).optional(),
  LifecycleConfiguration: z
    .object({
      Rules: z.array(
        z.strictObject({
          Id: z.string(),
          Prefix: z.string(),
          Status: z.enum(['Enabled', 'Disabled']),
          ExpirationInDays: z.number().optional(),
          NoncurrentVersionExpiration: z.object({ NoncurrentDays: z.number() }),
          AbortIncompleteMultipartUpload: z.object({ DaysAfterInitiation: z.number() }).optional(),
        }),
      ),
    })
    .optional(),
});

async function setWhatWasDropped(engine: Engine, { type, physicalId, properties }: Resource): Promise<void> {
  const wanted = Wanted.parse(properties);
  if (type === 'AWS::DynamoDB::GlobalTable') {
    const TableName = physicalId;
    const current = await READERS[type]?.(engine, physicalId);
    const ttl = wanted.TimeToLiveSpecification;
    if (ttl !== undefined && differences(ttl, current?.['TimeToLiveSpecification']).length > 0)
      await engine.dynamo.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: ttl }));
    await engine.dynamo.send(
      new UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    );
  }
  if (type === 'AWS::S3::Bucket') {
    const Bucket = physicalId;
    const rules = wanted.LifecycleConfiguration?.Rules ?? [];
    if (rules.length === 0) return;
    await engine.s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: {
          Rules: rules.map(({ Id, Prefix, ExpirationInDays, ...rule }) => ({
            ...rule,
            ID: Id,
            Filter: { Prefix },
            ...(ExpirationInDays === undefined ? {} : { Expiration: { Days: ExpirationInDays } }),
          })),
        },
      }),
    );
  }
}

async function differencesOf(engine: Engine, resource: Resource): Promise<readonly Difference[]> {
  if (PRESENCE_IS_ENOUGH.has(resource.type)) return [];
  const read = READERS[resource.type];
  if (read === undefined) throw new Error(`Nobody knows how to read a ${resource.type} (${resource.name}).`);
  const unreadable = UNREADABLE[resource.type] ?? [];
  const asked = Object.fromEntries(
    Object.entries(resource.properties).filter(([property]) => !unreadable.includes(property)),
  );
  return differences(asked, await read(engine, resource.physicalId));
}

const withoutNumbers = (path: string): string => path.replaceAll(/\.\d+/g, '');

function describe({ name, type }: Resource, { path, asked, found }: Difference): string {
  return `${type} ${name}: ${path} should be ${JSON.stringify(asked)} and is ${JSON.stringify(found)}`;
}
