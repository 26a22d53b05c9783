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
        if (offset > 0 && answer.ContentRange === undefined) throw new Error('linkage: a part was asked for');
        return {
          ref: {
            key: ref.key,
            versionId: ref.versionId ?? realVersion(answer.VersionId),
            etag: answer.ETag ?? ref.etag,
          },
          bytes: answer.Body as unknown as AsyncIterable<Uint8Array>,
        };
      } catch (error) {
        if (error instanceof Error && GONE.has(error.name)) return undefined;
        throw error;
      }
    },
  };
}

/** A bucket without versions calls every version `null`. */
const realVersion = (id: string | undefined): string | undefined => (id === 'null' ? undefined : id);
