import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { LinkIngestEnvironment, LinkWatchEnvironment } from '../../functions/linkage/environment.ts';
import type { Stage } from '../config/stage.ts';
import { LinkAgentRole } from '../constructs/link-agent-role.ts';
import { LinkAlarms } from '../constructs/link-alarms.ts';
import { itemStatement, keyStatements, statement } from '../constructs/permissions.ts';
import type { QueueWithDlq } from '../constructs/queue-with-dlq.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import type { StorageStack } from './storage.ts';

type Lane = {
  readonly name: string;
  readonly prefix: string;
  readonly queue: QueueWithDlq;
  /** What this lane alone has to do. */
  readonly permissions: readonly PolicyStatement[];
  readonly reservedConcurrency?: number;
};

/** 連携: the two lanes from the inbox to the registry, which share nothing but the registry, and the watch over them. */
export class LinkageStack extends Stack {
  private readonly stage: Stage;
  private readonly storage: StorageStack;

  constructor(
    scope: Construct,
    id: string,
    { stage, storage, ...props }: StackProps & { stage: Stage; storage: StorageStack },
  ) {
    super(scope, id, props);
    this.stage = stage;
    this.storage = storage;
    this.lane('LinkIngest', {
      name: 'link-ingest',
      prefix: 'inbox',
      queue: storage.link,
      permissions: [
        // EUDC fonts: kept under their hash, and put in force as settings.
        statement(['s3:GetObject', 's3:PutObject'], [storage.inbox.arnForObjects('gaiji/*')]),
        itemStatement(storage.staff.access, { actions: ['GetItem', 'PutItem'], leadingKeys: ['G#*'] }),
        itemStatement(storage.staff.access, { actions: ['PutItem'], leadingKeys: ['C#*'] }),
      ],
    });
    // Restrictions, revocations and erasures never wait behind ordinary files.
    this.lane('LinkIngestPriority', {
      name: 'link-ingest-priority',
      prefix: 'inbox-priority',
      queue: storage.linkPriority,
      permissions: [],
      reservedConcurrency: stage.ingest.priorityConcurrency,
    });
    this.watch();
    for (const agent of stage.linkAgents)
      new LinkAgentRole(this, `LinkAgent${agent.municipality}`, {
        stage,
        agent,
        inbox: storage.inbox,
        key: storage.key,
      });
    if (stage.alarms) {
      new LinkAlarms(this, 'LinkAlarms', {
        municipalities: stage.municipalities,
        deadLetters: [storage.link.deadLetters, storage.linkPriority.deadLetters],
      });
    }
  }

  /** What sets and heals the closures of stale feeds. */
  private watching(): PolicyStatement[] {
    const { staff } = this.storage;
    return [
      itemStatement(staff.access, { actions: ['Query'], leadingKeys: ['C#*', 'X#*'] }),
      itemStatement(staff.access, { actions: ['PutItem', 'UpdateItem'], leadingKeys: ['X#*'] }),
      this.storage.audits(),
    ];
  }

  private tables() {
    const { registry, staff, audit } = this.storage;
    return {
      STAGE: this.stage.name,
      REGISTRY_TABLE: registry.table.tableName,
      STAFF_TABLE: staff.table.tableName,
      AUDIT_TABLE: audit.table.tableName,
    };
  }

  private lane(id: string, { queue: { queue }, reservedConcurrency, ...lane }: Lane): void {
    const { stage, storage } = this;
    const ingest = new ServiceFunction(this, id, {
      stage,
      name: lane.name,
      schema: LinkIngestEnvironment,
      environment: {
        ...this.tables(),
        INBOX_BUCKET: storage.inbox.bucketName,
        NUMBER_KEY: storage.numberKeys.encryption.keyArn,
        NUMBER_DIGEST_KEY: storage.numberKeys.digests.keyArn,
        QUEUE_URL: queue.queueUrl,
      },
      permissions: [
        itemStatement(storage.registry.access, {
          actions: ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query'],
        }),
        statement(['s3:GetObject', 's3:GetObjectVersion'], [storage.inbox.arnForObjects(`${lane.prefix}/*`)]),
        statement(['s3:PutObject'], [storage.inbox.arnForObjects('impressions/*')]),
        statement(
          ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage', 'sqs:SendMessage'],
          [queue.queueArn],
        ),
        // 個人番号 goes in here and never comes out.
        ...storage.numberKeys.sealing(),
        ...this.watching(),
        ...lane.permissions,
        ...keyStatements(this, storage.key, ['dynamodb', 's3', 'sqs'], ['s3', 'sqs']),
      ],
      memory: stage.memory.ingest,
      timeout: Duration.seconds(stage.ingest.timeoutSeconds),
      key: storage.key,
      callsItself: true,
      ...(reservedConcurrency === undefined ? {} : { reservedConcurrency }),
    });
    const source = new EventSourceMapping(this, `${id}Source`, {
      target: ingest.lambda,
      eventSourceArn: queue.queueArn,
      // One file each: the timeout and the repetition are then a file's own.
      batchSize: 1,
      reportBatchItemFailures: true,
      ...(reservedConcurrency === undefined ? {} : { maxConcurrency: Math.max(2, reservedConcurrency) }),
    });
    // Lambda refuses the mapping while the role may not read the queue.
    source.node.addDependency(ingest.role);
  }

  /** Data grow old without an event, so that somebody has to look. */
  private watch(): void {
    const { stage, storage } = this;
    const { lambda } = new ServiceFunction(this, 'LinkWatch', {
      stage,
      name: 'link-watch',
      schema: LinkWatchEnvironment,
      environment: {
        ...this.tables(),
        MUNICIPALITIES: JSON.stringify(stage.municipalities.map(({ code }) => code)),
      },
      permissions: [
        itemStatement(storage.registry.access, { actions: ['Query'], leadingKeys: ['L#*'] }),
        ...this.watching(),
        ...keyStatements(this, storage.key, ['dynamodb']),
      ],
      memory: stage.memory.staff,
      timeout: Duration.seconds(50),
      key: storage.key,
    });
    new Rule(this, 'EveryMinute', {
      description: 'Closes what is made of data that are not known to be up to date',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaTarget(lambda)],
    });
  }
}
