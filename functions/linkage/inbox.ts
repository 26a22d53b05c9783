import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** One object of the inbox as an event names it. */
export type ObjectRef = {
  readonly key: string;
  readonly versionId?: string | undefined;
  readonly etag?: string | undefined;
};

export type InboxObject = { readonly ref: ObjectRef; readonly bytes: AsyncIterable<Uint8Array> };

/** The bucket into which the cities' link files arrive. */
export type Inbox = {
  /**
   * Opens exactly the content that the reference names, pinned by version or entity tag, from `offset` on (bytes,
   * 0 where nothing is said); undefined when it is no longer there (deleted, or replaced in a bucket without versions).
   */
  readonly open: (ref: ObjectRef, offset?: number) => Promise<InboxObject | undefined>;
};

const GONE: ReadonlySet<string> = new Set(['NoSuchKey', 'NoSuchVersion', 'NotFound', 'PreconditionFailed']);

export function createInbox({
  client,
  bucket,
}: {
  readonly client: S3Client;
  readonly bucket: string;
}): Inbox {
  return {
    open: async (ref, offset = 0) => {
      const pin =
        ref.versionId !== undefined
          ? { VersionId: ref.versionId }
          : ref.etag !== undefined
            ? { IfMatch: ref.etag }
            : {};
      try {
        const part = offset === 0 ? {} : { Range: `bytes=${offset}-` };
        const answer = await client.send(
          new GetObjectCommand({ Bucket: bucket, Key: ref.key, ...pin, ...part }),
        );
        if (answer.Body === undefined) return undefined;
        const bytes = answer.Body as unknown as AsyncIterable<Uint8Array>;
        const isWhole = answer.ContentRange === undefined;
        return {
          ref: {
            key: ref.key,
            versionId: ref.versionId ?? realVersion(answer.VersionId),
            etag: answer.ETag ?? ref.etag,
          },
          bytes: isWhole && offset > 0 ? after(bytes, offset) : bytes,
        };
      } catch (error) {
        if (error instanceof Error && GONE.has(error.name)) return undefined;
        throw error;
      }
    },
  };
}

/** A store may answer the wish for a part with the whole (RFC 9110, 14.2): what comes before the part is passed over. */
async function* after(whole: AsyncIterable<Uint8Array>, offset: number): AsyncGenerator<Uint8Array> {
  let left = offset;
  for await (const chunk of whole) {
    if (chunk.byteLength > left) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.byteLength);
  }
}

/** A bucket without versions calls every version `null`. */
const realVersion = (id: string | undefined): string | undefined => (id === 'null' ? undefined : id);
