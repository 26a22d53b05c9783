import { describe, expect, test } from 'vitest';
import { type Resource, readable, resourcesOf, synthesize } from './synthesized.ts';

const LOCAL = synthesize('local');
const CLOSED = synthesize('closed-network');
const STAGES = [
  { name: 'local', templates: LOCAL },
  { name: 'closed-network', templates: CLOSED },
];

const property = ({ properties }: Resource, name: string): unknown => readable(properties[name]);

const bucketOf = (templates: typeof LOCAL, id: string): Resource | undefined =>
  resourcesOf(templates, 'AWS::S3::Bucket').find((bucket) => bucket.id.startsWith(id));

describe.each(STAGES)('the storage of stage $name', ({ templates }) => {
  const tables = resourcesOf(templates, 'AWS::DynamoDB::GlobalTable');
  const queues = resourcesOf(templates, 'AWS::SQS::Queue');

  test('has one table for each class of data, with string keys and capacity on demand', () => {
    expect(tables.map(({ id }) => id.replace(/Table.*$/, ''))).toEqual([
      'Registry',
      'Issuance',
      'Staff',
      'Audit',
    ]);
    for (const table of tables) {
      expect(property(table, 'KeySchema')).toEqual([
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ]);
      expect(property(table, 'BillingMode')).toBe('PAY_PER_REQUEST');
    }
  });

  test('can bring every table back to any moment, in every region', () => {
    for (const table of tables)
      for (const replica of [property(table, 'Replicas')].flat())
        expect(replica).toMatchObject({
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        });
  });

  test('lets time delete from the tables of requests and of sessions only', () => {
    const times = tables.map((table) => property(table, 'TimeToLiveSpecification'));
    expect(times).toEqual([
      undefined,
      { AttributeName: 'expiresAt', Enabled: true },
      { AttributeName: 'expiresAt', Enabled: true },
      undefined,
    ]);
  });

  test('finds issuance records by city and day, and those that wait for their result', () => {
    expect(tables[1] && property(tables[1], 'GlobalSecondaryIndexes')).toMatchObject([
      {
        IndexName: 'byDay',
        KeySchema: [{ AttributeName: 'day' }, { AttributeName: 'dayOrder' }],
      },
      {
        IndexName: 'byAwaiting',
        KeySchema: [{ AttributeName: 'awaiting' }, { AttributeName: 'respondedAt' }],
      },
    ]);
  });

  test('gives each queue a dead-letter queue after five deliveries, and six timeouts of patience', () => {
    const working = queues.filter(({ id }) => id.includes('Queue'));
    expect(queues).toHaveLength(working.length * 2);
    const timeouts = resourcesOf(templates, 'AWS::Lambda::Function')
      .filter(({ id }) => id.startsWith('LinkIngest'))
      .map(({ properties }) => Number(properties['Timeout']));
    expect(timeouts).toHaveLength(working.length);
    for (const queue of working) {
      const lane = queue.id.replace(/Queue.*$/, '');
      expect(property(queue, 'RedrivePolicy')).toEqual({
        deadLetterTargetArn: `{${lane}Dlq.Arn}`,
        maxReceiveCount: 5,
      });
      expect(property(queue, 'VisibilityTimeout')).toBeGreaterThanOrEqual(6 * Math.max(...timeouts));
    }
  });

  test('reports each lane of the inbox to its own queue, which trusts this bucket alone', () => {
    const bucket = bucketOf(templates, 'Inbox');
    expect(bucket && property(bucket, 'NotificationConfiguration')).toEqual({
      QueueConfigurations: [
        {
          Event: 's3:ObjectCreated:*',
          Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'inbox/' }] } },
          Queue: '{LinkQueue.Arn}',
        },
        {
          Event: 's3:ObjectCreated:*',
          Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'inbox-priority/' }] } },
          Queue: '{LinkPriorityQueue.Arn}',
        },
      ],
    });
    const name = String(bucket && property(bucket, 'BucketName'));
    const policies = JSON.stringify(
      readable(resourcesOf(templates, 'AWS::SQS::QueuePolicy').map((p) => p.properties)),
    );
    expect(policies.split(`"aws:SourceArn":"arn:aws:s3:::${name}"`).length - 1).toBe(2);
  });

  test('keeps every version of a link file, in private, until its time is over; fonts stay', () => {
    const bucket = bucketOf(templates, 'Inbox');
    expect(bucket && property(bucket, 'VersioningConfiguration')).toEqual({ Status: 'Enabled' });
    expect(bucket && property(bucket, 'PublicAccessBlockConfiguration')).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    const rules = bucket?.properties['LifecycleConfiguration'];
    const days = templates === LOCAL ? 30 : 90;
    const ofFiles = (lane: string) => ({
      Id: lane,
      Prefix: `${lane}/`,
      Status: 'Enabled',
      ExpirationInDays: days,
      NoncurrentVersionExpiration: { NoncurrentDays: days },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
    });
    const ofNotes = (note: string) => ({
      Id: note,
      Prefix: `${note}/`,
      Status: 'Enabled',
      NoncurrentVersionExpiration: { NoncurrentDays: 1 },
    });
    // Of lease and heartbeats every version but the newest goes; the newest stays.
    expect(rules).toEqual({
      Rules: [ofFiles('inbox'), ofFiles('inbox-priority'), ofNotes('lease'), ofNotes('heartbeat')],
    });
  });

  test('draws the key shared with the centre as 64 hexadecimal digits', () => {
    const [secret] = resourcesOf(templates, 'AWS::SecretsManager::Secret');
    const generate = secret?.properties['GenerateSecretString'];
    expect(generate).toMatchObject({ GenerateStringKey: 'key', PasswordLength: 64 });
    const excluded = JSON.stringify(generate);
    const printable = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index));
    const { ExcludeCharacters } = generate as { ExcludeCharacters: string };
    expect(printable.filter((character) => !ExcludeCharacters.includes(character)).join('')).toBe(
      '0123456789abcdef',
    );
    expect(excluded).toContain('"RequireEachIncludedType":false');
  });

  test("turns the snapshots' key every year", () => {
    const key = resourcesOf(templates, 'AWS::KMS::Key').find(({ id }) => id.startsWith('SnapshotKey'));
    expect(key?.properties['EnableKeyRotation']).toBe(true);
  });
});

describe('the storage of the closed network', () => {
  const tables = resourcesOf(CLOSED, 'AWS::DynamoDB::GlobalTable');
  const pairKey = (value: unknown): string => JSON.stringify(value);

  test("has a replica of every table in Osaka, each side under the customer's key of its region", () => {
    for (const table of tables) {
      expect(table.properties['SSESpecification']).toEqual({ SSEEnabled: true, SSEType: 'KMS' });
      expect(readable(table.properties['Replicas'])).toMatchObject([
        {
          Region: 'ap-northeast-3',
          SSESpecification: {
            KMSMasterKeyId: { 'Fn::GetStackOutput': { StackName: 'KofuPair', Region: 'ap-northeast-3' } },
          },
        },
        { Region: 'ap-northeast-1', SSESpecification: { KMSMasterKeyId: '{DataKey.Arn}' } },
      ]);
    }
  });

  test('cannot lose a table, the inbox, a key, the secret or a log by a deployment', () => {
    const kept = [
      'DynamoDB::GlobalTable',
      'S3::Bucket',
      'KMS::Key',
      'SecretsManager::Secret',
      'Logs::LogGroup',
    ];
    for (const template of CLOSED.values())
      for (const type of kept)
        for (const resource of Object.values(template.findResources(`AWS::${type}`)))
          expect(resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    for (const table of tables)
      for (const replica of [table.properties['Replicas']].flat())
        expect(replica).toMatchObject({ DeletionProtectionEnabled: true });
  });

  test("puts the inbox, the queues, the secret and the logs under the customer's key", () => {
    for (const bucket of resourcesOf(CLOSED, 'AWS::S3::Bucket'))
      expect(pairKey(readable(bucket.properties['BucketEncryption']))).toContain('{DataKey.Arn}');
    for (const queue of resourcesOf(CLOSED, 'AWS::SQS::Queue'))
      expect(readable(queue.properties['KmsMasterKeyId'])).toBe('{DataKey.Arn}');
    const [secret] = resourcesOf(CLOSED, 'AWS::SecretsManager::Secret');
    expect(readable(secret?.properties['KmsKeyId'])).toBe('{DataKey.Arn}');
    for (const log of resourcesOf(CLOSED, 'AWS::Logs::LogGroup'))
      expect(readable(log.properties['KmsKeyId'])).toBe('{DataKey.Arn}');
  });

  test('lets the snapshots be opened in Osaka one day', () => {
    const key = resourcesOf(CLOSED, 'AWS::KMS::Key').find(({ id }) => id.startsWith('SnapshotKey'));
    expect(key?.properties['MultiRegion']).toBe(true);
  });

  test('takes no request over plain HTTP', () => {
    const policies = JSON.stringify([
      ...resourcesOf(CLOSED, 'AWS::SQS::QueuePolicy'),
      ...resourcesOf(CLOSED, 'AWS::S3::BucketPolicy'),
    ]);
    expect(policies.split('"aws:SecureTransport":"false"').length - 1).toBe(6);
  });

  test('lets nobody take an anchor of the audit away for ten years', () => {
    const anchors = bucketOf(CLOSED, 'Anchors');
    expect(anchors?.properties).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 3_660 } } },
    });
  });
});
