import { ArnFormat, CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Stage } from '../config/stage.ts';
import { dataKey } from '../constructs/data-key.ts';
import { type DataKeys, DataTable } from '../constructs/data-table.ts';
import { IndividualNumberKeys } from '../constructs/individual-number-keys.ts';
import { itemStatement } from '../constructs/permissions.ts';
import { QueueWithDlq } from '../constructs/queue-with-dlq.ts';

/** Index of issuance records by city and day. */
export const BY_DAY = 'byDay';

/** Index of issuance records that wait for their result, by city; a record leaves it with the step that ends it. */
export const BY_AWAITING = 'byAwaiting';

/** All characters that a key in lower-case hexadecimal does not have; the generator knows exclusions only. */
const NOT_HEX = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index))
  .filter((character) => !/[0-9a-f]/.test(character))
  .join('');

/** Never less than a year. */
const DAYS_OF_A_YEAR = 366;

export type StorageProps = StackProps & {
  readonly stage: Stage;
  /** ARN of the second region's key, where the stage has one. */
  readonly pairKeyArn: string | undefined;
};

/**
 * What outlives every deployment: the tables by class of data, the inbox with its two queues (S3 knows them by their
 * ARNs, so they belong together), the keys of the snapshots and of 個人番号, and the secret shared with the centre; the anchors of the audit.
 */
export class StorageStack extends Stack {
  readonly registry: DataTable;
  readonly issuance: DataTable;
  readonly staff: DataTable;
  readonly audit: DataTable;
  readonly inbox: Bucket;
  /** Anchors of the audit's chain: nobody who may write the table may take one away. */
  readonly anchors: Bucket;
  readonly link: QueueWithDlq;
  readonly linkPriority: QueueWithDlq;
  readonly key: Key | undefined;
  readonly snapshotKey: Key;
  readonly numberKeys: IndividualNumberKeys;
  readonly centerSecret: { readonly name: string; readonly arn: string };

  constructor(scope: Construct, id: string, { stage, pairKeyArn, ...props }: StorageProps) {
    super(scope, id, props);
    this.key = stage.customerManagedKeys ? dataKey(this, 'DataKey') : undefined;
    const keys = this.key === undefined ? undefined : dataKeys(this.key, pairKeyArn);

    this.registry = new DataTable(this, 'Registry', { stage, keys });
    this.issuance = new DataTable(this, 'Issuance', {
      stage,
      keys,
      timeToLive: 'expiresAt',
      indexes: [
        {
          indexName: BY_DAY,
          partitionKey: { name: 'day', type: AttributeType.STRING },
          sortKey: { name: 'dayOrder', type: AttributeType.STRING },
        },
        {
          indexName: BY_AWAITING,
          partitionKey: { name: 'awaiting', type: AttributeType.STRING },
          sortKey: { name: 'respondedAt', type: AttributeType.NUMBER },
        },
      ],
    });
    this.staff = new DataTable(this, 'Staff', { stage, keys, timeToLive: 'expiresAt' });
    this.audit = new DataTable(this, 'Audit', { stage, keys });

    const consumerTimeout = Duration.seconds(stage.ingest.timeoutSeconds);
    this.link = new QueueWithDlq(this, 'Link', { stage, key: this.key, consumerTimeout });
    this.linkPriority = new QueueWithDlq(this, 'LinkPriority', { stage, key: this.key, consumerTimeout });
    this.inbox = this.inboxOf(stage);
    this.anchors = this.anchorsOf(stage);

    this.snapshotKey = new Key(this, 'SnapshotKey', {
      description: 'Snapshots of issued certificates',
      enableKeyRotation: true,
      // A key cannot become a multi-region key later; its copy in the pair opens the snapshots after a failover.
      multiRegion: stage.secondaryRegion !== undefined,
      removalPolicy: stage.customerManagedKeys ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.numberKeys = new IndividualNumberKeys(this, 'IndividualNumber', stage);
    this.centerSecret = this.centerSecretOf(stage, pairKeyArn);
    this.outputs();
  }

  /** Statement: puts events on record; the chain over them is out of reach. */
  audits(): PolicyStatement {
    return itemStatement(this.audit.access, { actions: ['PutItem'], leadingKeys: ['E#*'] });
  }

  private inboxOf(stage: Stage): Bucket {
    // A name of its own lets the queues trust exactly this bucket, before it exists.
    const bucketName = `kofu-${stage.name}-inbox-${this.account}`;
    const bucketArn = this.formatArn({
      service: 's3',
      region: '',
      account: '',
      resource: bucketName,
      arnFormat: ArnFormat.NO_RESOURCE_NAME,
    });
    this.link.allowEventsOf(bucketArn, this.account);
    this.linkPriority.allowEventsOf(bucketArn, this.account);

    const bucket = new Bucket(this, 'Inbox', {
      bucketName,
      versioned: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: stage.cloud === 'aws',
      ...(this.key === undefined
        ? { encryption: BucketEncryption.S3_MANAGED }
        : { encryption: BucketEncryption.KMS, encryptionKey: this.key, bucketKeyEnabled: true }),
      // Link files only: fonts beside them live as long as the records that name them.
      lifecycleRules: [
        ...['inbox', 'inbox-priority'].map((lane) => ({
          id: lane,
          prefix: `${lane}/`,
          expiration: Duration.days(stage.inboxDays),
          noncurrentVersionExpiration: Duration.days(stage.inboxDays),
          abortIncompleteMultipartUploadAfter: Duration.days(7),
        })),
        // Written anew every few seconds; only the newest says anything.
        ...['lease', 'heartbeat'].map((note) => ({
          id: note,
          prefix: `${note}/`,
          noncurrentVersionExpiration: Duration.days(1),
        })),
      ],
      removalPolicy: stage.customerManagedKeys ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const resource = bucket.node.defaultChild;
    if (!(resource instanceof CfnBucket)) throw new Error('a bucket without its resource');
    // Bucket.addEventNotification would be a custom resource.
    resource.notificationConfiguration = {
      queueConfigurations: [
        eventsUnder('inbox/', this.link.queue.queueArn),
        eventsUnder('inbox-priority/', this.linkPriority.queue.queueArn),
      ],
    };
    bucket.node.addDependency(this.link, this.linkPriority);
    return bucket;
  }

  private anchorsOf(stage: Stage): Bucket {
    return new Bucket(this, 'Anchors', {
      versioned: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: stage.cloud === 'aws',
      ...(stage.auditLockYears === undefined
        ? {}
        : {
            objectLockEnabled: true,
            objectLockDefaultRetention: ObjectLockRetention.compliance(
              Duration.days(stage.auditLockYears * DAYS_OF_A_YEAR),
            ),
          }),
      ...(this.key === undefined
        ? { encryption: BucketEncryption.S3_MANAGED }
        : { encryption: BucketEncryption.KMS, encryptionKey: this.key, bucketKeyEnabled: true }),
      removalPolicy: stage.customerManagedKeys ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }

  private centerSecretOf(stage: Stage, pairKeyArn: string | undefined): { name: string; arn: string } {
    const name = `kofu-${stage.name}-center-key`;
    const secret = new CfnSecret(this, 'CenterSecret', {
      name,
      description: 'HMAC key shared with the issuance centre: {"keyId": text, "key": 64 hex digits}',
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ keyId: 'center-1' }),
        generateStringKey: 'key',
        passwordLength: 64,
        excludeUppercase: true,
        excludePunctuation: true,
        excludeCharacters: NOT_HEX,
        requireEachIncludedType: false,
      },
      ...(this.key === undefined ? {} : { kmsKeyId: this.key.keyArn }),
      ...(stage.secondaryRegion === undefined || pairKeyArn === undefined
        ? {}
        : { replicaRegions: [{ region: stage.secondaryRegion, kmsKeyId: pairKeyArn }] }),
    });
    secret.applyRemovalPolicy(stage.customerManagedKeys ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
    // Not Ref: the local engine answers it with the name.
    return { name, arn: secret.attrId };
  }

  private outputs(): void {
    const values = {
      RegistryTableName: this.registry.table.tableName,
      IssuanceTableName: this.issuance.table.tableName,
      StaffTableName: this.staff.table.tableName,
      AuditTableName: this.audit.table.tableName,
      AnchorBucketName: this.anchors.bucketName,
      InboxBucketName: this.inbox.bucketName,
      LinkQueueUrl: this.link.queue.queueUrl,
      LinkDlqUrl: this.link.deadLetters.queueUrl,
      LinkPriorityQueueUrl: this.linkPriority.queue.queueUrl,
      LinkPriorityDlqUrl: this.linkPriority.deadLetters.queueUrl,
      CenterSecretName: this.centerSecret.name,
      SnapshotKeyArn: this.snapshotKey.keyArn,
    };
    for (const [name, value] of Object.entries(values)) new CfnOutput(this, name, { value });
  }
}

function dataKeys(key: Key, pairKeyArn: string | undefined): DataKeys {
  if (pairKeyArn === undefined) throw new Error('keys of the customer need one in the second region too');
  return { key, pairKeyArn };
}

function eventsUnder(prefix: string, queue: string): CfnBucket.QueueConfigurationProperty {
  return {
    event: 's3:ObjectCreated:*',
    queue,
    filter: { s3Key: { rules: [{ name: 'prefix', value: prefix }] } },
  };
}
