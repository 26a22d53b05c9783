import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Puts a message's text at the end of its own queue, so that work that needs many deliveries counts as no failure. */
export const createRequeue =
  ({ client, queueUrl }: { readonly client: SQSClient; readonly queueUrl: string }) =>
  async (body: string): Promise<void> => {
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));
  };
