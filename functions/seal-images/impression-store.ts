import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { MunicipalityCode } from '../shared/ids.ts';
import type { SealImpression } from './impression.ts';
import { impressionFile, impressionFrom } from './impression-file.ts';

export type ImpressionStore = {
  /** Keeps an impression for a city and gives its digest; the same one again changes nothing. */
  readonly put: (municipality: MunicipalityCode, impression: SealImpression) => Promise<string>;
  /** The city's impression that has this digest, verified; undefined where there is none. */
  readonly read: (municipality: MunicipalityCode, digest: string) => Promise<SealImpression | undefined>;
};

/** What the rules of any city allow, and its head: a larger object is not ours. */
const MAX_BYTES = 4_100_000;

const DIGEST = /^[0-9a-f]{64}$/;

/** No part of a key says whose impression it is (INV-11: the city is in every key). */
function keyOf(municipality: MunicipalityCode, digest: string): string {
  if (!DIGEST.test(digest)) throw new Error('an impression is named by its digest');
  return ['impressions', municipality, digest].join('/');
}

export function createImpressionStore({
  client,
  bucket,
}: {
  readonly client: S3Client;
  readonly bucket: string;
}): ImpressionStore {
  return {
    async put(municipality, impression) {
      const { digest, bytes } = impressionFile(impression);
      try {
        await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: keyOf(municipality, digest),
            Body: bytes,
            ContentType: 'application/octet-stream',
            // Written once: the compressed bytes of a certificate that may have to be drawn again stay the same.
            IfNoneMatch: '*',
          }),
        );
      } catch (error) {
        if (!isNamed(error, 'PreconditionFailed')) throw error;
      }
      return digest;
    },

    async read(municipality, digest) {
      try {
        const answer = await client.send(
          new GetObjectCommand({ Bucket: bucket, Key: keyOf(municipality, digest) }),
        );
        if (answer.Body === undefined) return undefined;
        if ((answer.ContentLength ?? 0) > MAX_BYTES) throw new Error('an impression is too large');
        return impressionFrom(await answer.Body.transformToByteArray(), digest);
      } catch (error) {
        // Without the right to list, S3 says of what is not there that access is denied.
        if (isNamed(error, 'NoSuchKey') || isNamed(error, 'AccessDenied')) return undefined;
        throw error;
      }
    },
  };
}

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;
