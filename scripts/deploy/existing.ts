import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  type KMSClient,
} from '@aws-sdk/client-kms';
import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { DescribeSecretCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import type { EngineApi } from './engine-api.ts';

export type Engine = {
  readonly api: EngineApi;
  readonly dynamo: DynamoDBClient;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly kms: KMSClient;
  readonly secrets: SecretsManagerClient;
  readonly region: string;
};

type Reader = (engine: Engine, physicalId: string) => Promise<Readonly<Record<string, unknown>>>;

const Json = z.record(z.string(), z.unknown());
const parseJson = (text: string | undefined): unknown => (text === undefined ? undefined : JSON.parse(text));
/** A configuration that was never set is an error in S3's language. */
const orNothing = <T>(answer: Promise<T>): Promise<T | undefined> => answer.catch(() => undefined);

/** What exists, in the words of the template, for every type whose properties can be read. */
export const READERS: Readonly<Record<string, Reader>> = {
  'AWS::DynamoDB::GlobalTable': async ({ dynamo, region }, TableName) => {
    const { Table } = await dynamo.send(new DescribeTableCommand({ TableName }));
    const { TimeToLiveDescription } = await dynamo.send(new DescribeTimeToLiveCommand({ TableName }));
    const backups = await dynamo.send(new DescribeContinuousBackupsCommand({ TableName }));
    const recovery =
      backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
    return {
      ...Table,
      BillingMode: Table?.BillingModeSummary?.BillingMode,
      TimeToLiveSpecification: {
        AttributeName: TimeToLiveDescription?.AttributeName,
        Enabled: TimeToLiveDescription?.TimeToLiveStatus === 'ENABLED',
      },
      Replicas: [
        {
          Region: region,
          DeletionProtectionEnabled: Table?.DeletionProtectionEnabled ?? false,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: recovery === 'ENABLED' },
          GlobalSecondaryIndexes: Table?.GlobalSecondaryIndexes,
        },
      ],
    };
  },
  'AWS::S3::Bucket': async ({ s3 }, Bucket) => {
    const [versioning, ownership, access, encryption, lifecycle, events] = await Promise.all([
      s3.send(new GetBucketVersioningCommand({ Bucket })),
      orNothing(s3.send(new GetBucketOwnershipControlsCommand({ Bucket }))),
      orNothing(s3.send(new GetPublicAccessBlockCommand({ Bucket }))),
      orNothing(s3.send(new GetBucketEncryptionCommand({ Bucket }))),
      orNothing(s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))),
      s3.send(new GetBucketNotificationConfigurationCommand({ Bucket })),
    ]);
    return {
      BucketName: Bucket,
      VersioningConfiguration: { Status: versioning.Status },
      OwnershipControls: ownership?.OwnershipControls,
      PublicAccessBlockConfiguration: access?.PublicAccessBlockConfiguration,
      BucketEncryption: {
        ServerSideEncryptionConfiguration: encryption?.ServerSideEncryptionConfiguration?.Rules?.map(
          (rule) => ({
            ServerSideEncryptionByDefault: rule.ApplyServerSideEncryptionByDefault,
          }),
        ),
      },
      LifecycleConfiguration: {
        Rules: lifecycle?.Rules?.map((rule) => ({
          Id: rule.ID,
          Prefix: rule.Filter?.Prefix,
          Status: rule.Status,
          ExpirationInDays: rule.Expiration?.Days,
          NoncurrentVersionExpiration: rule.NoncurrentVersionExpiration,
          AbortIncompleteMultipartUpload: rule.AbortIncompleteMultipartUpload,
        })),
      },
      NotificationConfiguration: {
        QueueConfigurations: events.QueueConfigurations?.map((queue) => ({
          Event: queue.Events?.[0],
          Queue: queue.QueueArn,
          Filter: {
            S3Key: {
              Rules: queue.Filter?.Key?.FilterRules?.map((rule) => ({
                Name: rule.Name?.toLowerCase(),
                Value: rule.Value,
              })),
            },
          },
        })),
      },
    };
  },
  'AWS::SQS::Queue': async ({ sqs }, QueueUrl) => {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    return { ...Attributes, RedrivePolicy: parseJson(Attributes?.['RedrivePolicy']) };
  },
  'AWS::KMS::Key': async ({ kms }, KeyId) => {
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
    const { KeyRotationEnabled } = await kms.send(new GetKeyRotationStatusCommand({ KeyId }));
    const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));
    return {
      Description: KeyMetadata?.Description,
      KeySpec: KeyMetadata?.KeySpec,
      KeyUsage: KeyMetadata?.KeyUsage,
      MultiRegion: KeyMetadata?.MultiRegion ?? false,
      EnableKeyRotation: KeyRotationEnabled ?? false,
      KeyPolicy: parseJson(Policy),
    };
  },
  'AWS::KMS::Alias': async ({ kms }, AliasName) => {
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: AliasName }));
    return { AliasName, TargetKeyId: KeyMetadata?.KeyId };
  },
  'AWS::SecretsManager::Secret': async ({ secrets }, SecretId) => {
    const secret = await secrets.send(new DescribeSecretCommand({ SecretId }));
    return { Name: secret.Name, Description: secret.Description };
  },
  'AWS::Lambda::Function': async ({ api }, name) => {
    const configuration = Json.parse(await api.lambda(`/2015-03-31/functions/${name}/configuration`));
    const concurrency = Json.parse(
      await api.lambda(`/2019-09-30/functions/${name}/concurrency`).catch(() => ({})),
    );
    return { ...configuration, ...concurrency };
  },
  'AWS::Lambda::EventSourceMapping': async ({ api }, id) => {
    const mapping = Json.parse(await api.lambda(`/2015-03-31/event-source-mappings/${id}`));
    return { ...mapping, FunctionName: mapping['FunctionArn'] };
  },
  'AWS::Logs::LogGroup': async ({ api }, name) => {
    const answer = await api.logs('DescribeLogGroups', { logGroupNamePrefix: name });
    const { logGroups } = z.object({ logGroups: z.array(Json) }).parse(answer);
    const group = logGroups.find(({ logGroupName }) => logGroupName === name);
    return { LogGroupName: group?.['logGroupName'], RetentionInDays: group?.['retentionInDays'] };
  },
  'AWS::ApiGateway::RestApi': async ({ api }, id) => {
    const rest = Json.parse(await api.apiGateway(`/restapis/${id}`));
    const endpoint = Json.parse(rest['endpointConfiguration'] ?? {});
    return {
      Name: rest['name'],
      BinaryMediaTypes: rest['binaryMediaTypes'],
      // The engine keeps the template's own spelling.
      EndpointConfiguration: { Types: endpoint['types'] ?? endpoint['Types'] },
    };
  },
};
