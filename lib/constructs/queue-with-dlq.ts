import { Duration } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Stage } from '../config/stage.ts';

/** Deliveries of one message before it goes to the dead-letter queue. */
const MAX_RECEIVE_COUNT = 5;
/** AWS asks for six times the consumer's timeout, so that a slow batch is not delivered twice. */
const VISIBILITY_FACTOR = 6;

export type QueueWithDlqProps = {
  readonly stage: Stage;
  readonly key: IKey | undefined;
  readonly consumerTimeout: Duration;
};

/** A queue and its dead-letter queue, which keeps for 14 days what five deliveries could not settle. */
export class QueueWithDlq extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { stage, key, consumerTimeout }: QueueWithDlqProps) {
    super(scope, id);
    const common = {
      retentionPeriod: Duration.days(14),
      // The local engine speaks plain HTTP on the loopback.
      enforceSSL: stage.cloud === 'aws',
      ...(key === undefined
        ? { encryption: QueueEncryption.SQS_MANAGED }
        : { encryption: QueueEncryption.KMS, encryptionMasterKey: key }),
    };
    this.deadLetters = new Queue(this, 'Dlq', common);
    this.queue = new Queue(this, 'Queue', {
      ...common,
      visibilityTimeout: Duration.seconds(consumerTimeout.toSeconds() * VISIBILITY_FACTOR),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVE_COUNT },
    });
  }

  /** Lets S3 report what arrives in this one bucket, of this one account. */
  allowEventsOf(bucketArn: string, account: string): void {
    this.queue.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('s3.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [this.queue.queueArn],
        conditions: {
          ArnEquals: { 'aws:SourceArn': bucketArn },
          StringEquals: { 'aws:SourceAccount': account },
        },
      }),
    );
  }
}
