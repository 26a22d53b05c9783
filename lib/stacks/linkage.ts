import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { LinkIngestEnvironment } from '../../functions/linkage/environment.ts';
import type { Stage } from '../config/stage.ts';
import { itemStatement, keyStatements, statement } from '../constructs/permissions.ts';
import type { QueueWithDlq } from '../constructs/queue-with-dlq.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import type { StorageStack } from './storage.ts';

/** 連携: the two lanes from the inbox to the registry. They share nothing but the registry. */
export class LinkageStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { stage, storage, ...props }: StackProps & { stage: Stage; storage: StorageStack },
  ) {
    super(scope, id, props);
    const { priorityConcurrency } = stage.ingest;
    this.lane('LinkIngest', { stage, storage, name: 'link-ingest', prefix: 'inbox', queue: storage.link });
    // Restrictions, revocations and erasures never wait behind ordinary files.
    this.lane('LinkIngestPriority', {
      stage,
      storage,
      name: 'link-ingest-priority',
      prefix: 'inbox-priority',
      queue: storage.linkPriority,
      reservedConcurrency: priorityConcurrency,
    });
  }

  private lane(
    id: string,
    lane: {
      readonly stage: Stage;
      readonly storage: StorageStack;
      readonly name: string;
      readonly prefix: string;
      readonly queue: QueueWithDlq;
      readonly reservedConcurrency?: number;
    },
  ): void {
    const { stage, storage, queue, reservedConcurrency } = lane;
    const ingest = new ServiceFunction(this, id, {
      stage,
      name: lane.name,
      schema: LinkIngestEnvironment,
      environment: {
        REGISTRY_TABLE: storage.registry.table.tableName,
        INBOX_BUCKET: storage.inbox.bucketName,
        STAGE: stage.name,
      },
      permissions: [
        itemStatement(storage.registry.access, {
          actions: ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem'],
        }),
        statement(['s3:GetObject', 's3:GetObjectVersion'], [storage.inbox.arnForObjects(`${lane.prefix}/*`)]),
        statement(
          ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
          [queue.queue.queueArn],
        ),
        ...keyStatements(this, storage.key, ['dynamodb', 's3', 'sqs']),
      ],
      memory: stage.memory.ingest,
      timeout: Duration.seconds(stage.ingest.timeoutSeconds),
      key: storage.key,
      ...(reservedConcurrency === undefined ? {} : { reservedConcurrency }),
    });
    const source = new EventSourceMapping(this, `${id}Source`, {
      target: ingest.lambda,
      eventSourceArn: queue.queue.queueArn,
      // One file each: the timeout and the repetition are then a file's own.
      batchSize: 1,
      reportBatchItemFailures: true,
      ...(reservedConcurrency === undefined ? {} : { maxConcurrency: Math.max(2, reservedConcurrency) }),
    });
    // Lambda refuses the mapping while the role may not read the queue.
    source.node.addDependency(ingest.role);
  }
}
