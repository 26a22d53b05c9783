import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetObjectLockConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, test } from 'vitest';
import { api, client, inlineFunction, withStack } from './engine.ts';

const dynamo = new DynamoDBClient(client);
const s3 = new S3Client({ ...client, forcePathStyle: true });

const TABLE = {
  Table: {
    Type: 'AWS::DynamoDB::GlobalTable',
    Properties: {
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      Replicas: [
        {
          Region: 'ap-northeast-1',
          DeletionProtectionEnabled: false,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        },
        { Region: 'ap-northeast-3' },
      ],
    },
  },
};

/** What CloudFormation of the local engine drops; where a test fails, the gap is closed: adapt `scripts/deploy`. */
describe("the local engine's CloudFormation still drops", () => {
  test('the time to live, the recovery, the encryption and the replicas of a table', async () => {
    await withStack(TABLE, { Name: { Ref: 'Table' } }, async ({ Name: TableName }) => {
      const { TimeToLiveDescription } = await dynamo.send(new DescribeTimeToLiveCommand({ TableName }));
      expect(TimeToLiveDescription?.TimeToLiveStatus).toBe('DISABLED');
      const { ContinuousBackupsDescription } = await dynamo.send(
        new DescribeContinuousBackupsCommand({ TableName }),
      );
      const recovery = ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
      expect(recovery?.PointInTimeRecoveryStatus).toBe('DISABLED');
      const { Table } = await dynamo.send(new DescribeTableCommand({ TableName }));
      expect(Table?.SSEDescription).toBeUndefined();
      expect(Table?.Replicas ?? []).toEqual([]);
    });
  });

  test('the lifecycle, the encryption and the lock of a bucket', async () => {
    const bucket = {
      Bucket: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          LifecycleConfiguration: { Rules: [{ Id: 'x', Status: 'Enabled', ExpirationInDays: 1 }] },
          ObjectLockEnabled: true,
          ObjectLockConfiguration: {
            ObjectLockEnabled: 'Enabled',
            Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 1 } },
          },
          BucketEncryption: {
            ServerSideEncryptionConfiguration: [
              { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } },
            ],
          },
        },
      },
    };
    await withStack(bucket, { Name: { Ref: 'Bucket' } }, async ({ Name: Bucket }) => {
      await expect(s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).rejects.toThrow();
      await expect(s3.send(new GetObjectLockConfigurationCommand({ Bucket }))).rejects.toThrow();
      const kept = await s3.send(new GetBucketEncryptionCommand({ Bucket })).catch(() => undefined);
      expect(JSON.stringify(kept?.ServerSideEncryptionConfiguration ?? '')).not.toContain('aws:kms');
    });
  });

  test('the reserved concurrency of a function', async () => {
    const reserved = inlineFunction('exports.handler = async () => ({})', {
      ReservedConcurrentExecutions: 2,
    });
    await withStack(reserved, { Name: { Ref: 'Function' } }, async ({ Name }) => {
      const concurrency = await api.lambda(`/2019-09-30/functions/${Name}/concurrency`).catch(() => ({}));
      expect(concurrency).not.toHaveProperty('ReservedConcurrentExecutions', 2);
    });
  });

  test('the ARN of a secret from its reference, and all exclusions but single characters', async () => {
    const secret = {
      Secret: {
        Type: 'AWS::SecretsManager::Secret',
        Properties: {
          GenerateSecretString: { PasswordLength: 400, ExcludeUppercase: true, ExcludePunctuation: true },
        },
      },
    };
    await withStack(secret, { Reference: { Ref: 'Secret' } }, async ({ Reference: SecretId }) => {
      expect(SecretId).not.toMatch(/^arn:/);
      const secrets = new SecretsManagerClient(client);
      const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId }));
      expect(SecretString).toMatch(/[A-Z]/);
    });
  });
});
