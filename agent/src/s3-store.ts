import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { type Instant, instantOf } from '../../functions/shared/time.ts';
import type { AgentConfig } from './config.ts';
import type { Credentials } from './credentials.ts';
import type { Store, StoredPart } from './ports.ts';

const CONNECT_MS = 10_000;
const ANSWER_MS = 120_000;
/** A lease or a heartbeat; whatever is longer is none of ours. */
const MOST_NOTE_BYTES = 65_536;

/** One host, named by path and not by bucket, so that a firewall has one address to let through. */
export const createS3Client = (
  config: Pick<AgentConfig, 'endpoint' | 'region'>,
  credentials: () => Promise<Credentials>,
): S3Client =>
  new S3Client({
    endpoint: config.endpoint,
    region: config.region,
    credentials,
    forcePathStyle: true,
    maxAttempts: 3,
    // Nothing of the machine's own AWS settings has a say.
    useArnRegion: false,
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    disableMultiregionAccessPoints: true,
    disableS3ExpressSessionAuth: true,
    followRegionRedirects: false,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    userAgentAppId: 'kofu-link-agent',
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: ANSWER_MS,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, maxSockets: 16 },
      httpsAgent: { keepAlive: true, maxSockets: 16 },
    },
  });

/** What S3 says when something is not there. Without the right to list it says 403 instead of 404. */
const isAbsent = (error: unknown): boolean =>
  error instanceof S3ServiceException && [403, 404].includes(error.$metadata.httpStatusCode ?? 0);
const isNoSuchUpload = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.name === 'NoSuchUpload';
const isConflict = (error: unknown): boolean =>
  error instanceof S3ServiceException && [409, 412].includes(error.$metadata.httpStatusCode ?? 0);

async function unless<T, E>(work: Promise<T>, is: (error: unknown) => boolean, end: E): Promise<T | E> {
  try {
    return await work;
  } catch (error) {
    if (is(error)) return end;
    throw error;
  }
}

/** The bucket of the link files. */
export function createS3Store(client: S3Client, bucket: string): Store {
  const at = (Key: string) => ({ Bucket: bucket, Key });

  const partsOf = async (key: string, upload: string): Promise<readonly StoredPart[]> => {
    const parts: StoredPart[] = [];
    let after: string | undefined;
    do {
      const page = await client.send(
        new ListPartsCommand({ ...at(key), UploadId: upload, PartNumberMarker: after }),
      );
      for (const { PartNumber, ETag, Size, ChecksumSHA256 } of page.Parts ?? [])
        if (PartNumber !== undefined && ETag !== undefined)
          parts.push({ number: PartNumber, etag: ETag, size: Size ?? -1, sha256: ChecksumSHA256 });
      after = page.IsTruncated === true ? page.NextPartNumberMarker : undefined;
    } while (after !== undefined);
    return parts;
  };

  const complete = async ({ key, upload, parts }: Parameters<Store['complete']>[0]) => {
    await client.send(
      new CompleteMultipartUploadCommand({
        ...at(key),
        UploadId: upload,
        IfNoneMatch: '*',
        MultipartUpload: {
          Parts: parts.map(({ number, etag, sha256 }) => ({
            PartNumber: number,
            ETag: etag,
            ChecksumSHA256: sha256,
          })),
        },
      }),
    );
    return 'created' as const;
  };

  return {
    create: (key, bytes, sha256) => {
      const put = new PutObjectCommand({
        ...at(key),
        Body: bytes,
        ContentType: 'application/octet-stream',
        ChecksumSHA256: sha256,
        IfNoneMatch: '*',
      });
      return unless(
        client.send(put).then(() => 'created' as const),
        isConflict,
        'exists' as const,
      );
    },
    begin: async (key) => {
      const answer = await client.send(
        new CreateMultipartUploadCommand({
          ...at(key),
          ContentType: 'application/octet-stream',
          ChecksumAlgorithm: 'SHA256',
        }),
      );
      if (answer.UploadId === undefined) throw new Error('s3: an upload without an id');
      return answer.UploadId;
    },
    partsOf: (key, upload) => unless(partsOf(key, upload), isNoSuchUpload, undefined),
    putPart: async ({ key, upload, number, bytes, sha256 }) => {
      const { ETag } = await client.send(
        new UploadPartCommand({
          ...at(key),
          UploadId: upload,
          PartNumber: number,
          Body: bytes,
          ChecksumSHA256: sha256,
        }),
      );
      if (ETag === undefined) throw new Error('s3: a part without an entity tag');
      return { number, etag: ETag, size: bytes.byteLength, sha256 };
    },
    complete: async (upload) => {
      const end = await unless(complete(upload), isNoSuchUpload, 'no-such-upload' as const).catch(
        (error: unknown) => {
          if (isConflict(error)) return 'exists' as const;
          throw error;
        },
      );
      return end;
    },
    abort: async (key, upload) => {
      const abort = client.send(new AbortMultipartUploadCommand({ ...at(key), UploadId: upload }));
      await unless(abort, isNoSuchUpload, undefined);
    },
    head: async (key) => {
      const head = client.send(new HeadObjectCommand({ ...at(key), ChecksumMode: 'ENABLED' }));
      const answer = await unless(head, isAbsent, undefined);
      return answer === undefined
        ? undefined
        : { size: answer.ContentLength ?? -1, checksum: answer.ChecksumSHA256 };
    },
    sha256Of: async (key) => {
      const answer = await unless(client.send(new GetObjectCommand(at(key))), isAbsent, undefined);
      if (answer?.Body === undefined) return undefined;
      const hash = createHash('sha256');
      for await (const chunk of answer.Body as unknown as AsyncIterable<Uint8Array>) hash.update(chunk);
      return hash.digest('hex');
    },
    readNote: async (key) => {
      const dated = withDate(new GetObjectCommand({ ...at(key), Range: `bytes=0-${MOST_NOTE_BYTES - 1}` }));
      const answer = await unless(client.send(dated.command), isAbsent, undefined);
      if (answer === undefined) return undefined;
      const now = dated.date();
      const { ETag, LastModified, Body } = answer;
      if (ETag === undefined || LastModified === undefined || Body === undefined || now === undefined)
        throw new Error('s3: an answer without entity tag or times');
      return {
        text: await Body.transformToString('utf-8'),
        etag: ETag,
        modified: instantOf(LastModified.getTime()),
        now,
      };
    },
    writeNote: (key, text, condition) => {
      const put = new PutObjectCommand({
        ...at(key),
        Body: text,
        ContentType: 'application/json',
        ChecksumSHA256: createHash('sha256').update(text).digest('base64'),
        ...(condition.when === 'absent' ? { IfNoneMatch: '*' } : {}),
        ...(condition.when === 'unchanged' ? { IfMatch: condition.etag } : {}),
      });
      const written = client.send(put).then(() => 'written' as const);
      // The object that was to be replaced may be gone, too.
      const isBeaten = (error: unknown): boolean =>
        condition.when !== 'always' &&
        (isConflict(error) || (error instanceof S3ServiceException && error.name === 'NoSuchKey'));
      return unless(written, isBeaten, 'conflict' as const);
    },
  };
}

/** The SDK keeps the store's own time (the answer's Date) to itself. */
function withDate(command: GetObjectCommand): {
  readonly command: GetObjectCommand;
  readonly date: () => Instant | undefined;
} {
  let seen: Instant | undefined;
  command.middlewareStack.add(
    (next) => async (given) => {
      const result = await next(given);
      const { response } = result;
      const headers: unknown =
        typeof response === 'object' && response !== null && 'headers' in response
          ? response.headers
          : undefined;
      const date =
        typeof headers === 'object' && headers !== null && 'date' in headers ? headers.date : undefined;
      const time = typeof date === 'string' ? Date.parse(date) : Number.NaN;
      seen = Number.isNaN(time) ? undefined : instantOf(time);
      return result;
    },
    { step: 'deserialize', priority: 'low' },
  );
  return { command, date: () => seen };
}
