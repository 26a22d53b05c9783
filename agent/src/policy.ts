import type { MunicipalityCode } from '../../functions/shared/ids.ts';
import { heartbeatKey } from './heartbeat.ts';
import { leaseKey } from './lease.ts';

type Statement = {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
};
export type Policy = { readonly Version: '2012-10-17'; readonly Statement: readonly Statement[] };

/**
 * All that the agents of a city need: to create link files under that city's names, to read their sums back, and to
 * write lease and heartbeats. No listing, no deleting, nothing of another city; a link file that is there cannot be
 * replaced even by a broken agent.
 */
export function minimalPolicy(what: {
  readonly bucket: string;
  readonly municipality: MunicipalityCode;
  readonly region: string;
  /** ARN of the customer's key of the bucket, where it has one. */
  readonly keyArn?: string | undefined;
}): Policy {
  const { bucket, municipality, region, keyArn } = what;
  const objects = (...keys: string[]): string[] => keys.map((key) => `arn:aws:s3:::${bucket}/${key}`);
  const files = objects(`inbox/${municipality}-*`, `inbox-priority/${municipality}-*`);
  const notes = objects(leaseKey(municipality), heartbeatKey(municipality, '*'));
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'LinkFiles',
        Effect: 'Allow',
        Action: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
        Resource: files,
      },
      {
        Sid: 'NeverReplaceALinkFile',
        Effect: 'Deny',
        Action: ['s3:PutObject'],
        Resource: files,
        // Parts of an upload are no objects yet.
        Condition: {
          Null: { 's3:if-none-match': 'true' },
          Bool: { 's3:ObjectCreationOperation': 'true' },
        },
      },
      {
        Sid: 'LeaseAndHeartbeat',
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject'],
        Resource: notes,
      },
      ...(keyArn === undefined
        ? []
        : [
            {
              Sid: 'KeyOfTheBucket',
              Effect: 'Allow' as const,
              Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
              Resource: [keyArn],
              Condition: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
            },
          ]),
    ],
  };
}
