import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { defectOf, type Log } from '../log.ts';
import type { Clock } from '../time.ts';

/** What became of a message: done with, or to be gone on with. */
export type MessageEnd = 'done' | 'again';

export type QueueConsumer = {
  readonly log: Log;
  readonly clock: Clock;
  /** Puts a message's text at the end of the queue. */
  readonly requeue: (body: string) => Promise<void>;
  /**
   * Handles one message. `again` sends it round once more as a new message: work in parts is no failure. Throwing means
   * a failure; after the queue's limit the message goes to its DLQ.
   */
  readonly consume: (
    record: SQSRecord,
    context: Pick<Context, 'getRemainingTimeInMillis'>,
  ) => Promise<MessageEnd>;
};

/**
 * The chain of all queue consumers: each message by itself, so that a bad one takes no other with it; the failed ones
 * are named to the queue; one catalogued line per invocation. An error's text never reaches a log.
 */
export function queueHandler({ log, clock, requeue, consume }: QueueConsumer) {
  const consumeAll = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
    for (const record of event.Records) {
      if ((await endOf(record, context)) === 'failed')
        batchItemFailures.push({ itemIdentifier: record.messageId });
    }
    return { batchItemFailures };
  };
  const endOf = async (record: SQSRecord, context: Context): Promise<'done' | 'failed'> => {
    try {
      if ((await consume(record, context)) === 'again') await requeue(record.body);
      return 'done';
    } catch (error) {
      log('QUE-5001', { defect: defectOf(error) });
      return 'failed';
    }
  };
  return middy<SQSEvent, SQSBatchResponse>().use(summaryLine(log, clock)).handler(consumeAll);
}

function summaryLine(log: Log, clock: Clock): middy.MiddlewareObj<SQSEvent, SQSBatchResponse> {
  const startedAt = new WeakMap<SQSEvent, number>();
  return {
    before: ({ event }) => {
      startedAt.set(event, clock());
    },
    after: ({ event, response }) => {
      log('QUE-2001', {
        messages: event.Records.length,
        failed: response?.batchItemFailures.length ?? 0,
        elapsedMs: clock() - (startedAt.get(event) ?? clock()),
      });
    },
  };
}
