import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Context, SQSEvent } from 'aws-lambda';
import { handler } from '../../../functions/linkage/handlers/ingest.ts';
import { createSqsClient } from '../../../functions/shared/aws.ts';

// The real function of the link, and before it what AWS has between a queue and a function. It is killed at any moment.

const queueUrl = process.env['QUEUE_URL'] ?? '';
const sqs = createSqsClient({
  environment: { ...process.env, AWS_ENDPOINT_URL: process.env['QUEUE_ENDPOINT'] },
});
/** What a function has left of its time; under 15 seconds it stops after the first part. */
const REMAINING_MS = [60_000, 60_000, 14_000] as const;

for (let turn = 0; ; turn += 1) {
  const { Messages: messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 3, WaitTimeSeconds: 1 }),
  );
  for (const { MessageId: messageId = '', Body: body = '', ReceiptHandle } of messages) {
    const event = { Records: [{ messageId, body }] } as SQSEvent;
    const getRemainingTimeInMillis = () => REMAINING_MS[turn % REMAINING_MS.length] ?? 0;
    const answer = await handler(event, { getRemainingTimeInMillis } as Context);
    if (answer.batchItemFailures.length > 0) continue;
    await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
  }
}
