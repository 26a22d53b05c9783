import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { endpointOf } from '../../functions/shared/aws.ts';

/** What a sample world needs to know of a running stack; the file says more. */
export const SampleStack = z.object({
  endpoint: z.url(),
  region: z.string().min(1),
  inboxBucket: z.string().min(1),
  registryTable: z.string().min(1),
  staffTable: z.string().min(1),
});
export type SampleStack = z.infer<typeof SampleStack>;

export type SampleClients = { readonly s3: S3Client; readonly documents: DynamoDBDocumentClient };

const CREDENTIALS = { accessKeyId: 'sample', secretAccessKey: 'sample' };

/** Clients for a stack on this machine. Throws where the endpoint is any other: made-up people belong nowhere else. */
export function sampleClients(stack: SampleStack): SampleClients {
  endpointOf({
    STAGE: 'local',
    AWS_ENDPOINT_URL: stack.endpoint,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  });
  const common = {
    endpoint: stack.endpoint,
    region: stack.region,
    credentials: CREDENTIALS,
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 20_000 },
  };
  return {
    s3: new S3Client({ ...common, forcePathStyle: true }),
    documents: DynamoDBDocumentClient.from(new DynamoDBClient(common), {
      marshallOptions: { removeUndefinedValues: true },
    }),
  };
}
