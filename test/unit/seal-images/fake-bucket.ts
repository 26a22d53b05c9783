import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';

/** Keys of one answer. */
const LISTED = 3;

/** A bucket in memory with S3's semantics of a conditional write, as far as the stores use them. */
export function createFakeBucket() {
  const objects = new Map<string, Uint8Array>();
  const named = (name: string): Error => Object.assign(new Error(name), { name });

  const send = async (command: unknown): Promise<object> => {
    await Promise.resolve();
    if (command instanceof PutObjectCommand) {
      const { Key = '', Body, IfNoneMatch } = command.input;
      if (!(Body instanceof Uint8Array)) throw named('InvalidRequest');
      if (IfNoneMatch !== undefined && IfNoneMatch !== '*') throw named('NotImplemented');
      if (IfNoneMatch === '*' && objects.has(Key)) throw named('PreconditionFailed');
      objects.set(Key, Uint8Array.from(Body));
      return {};
    }
    if (command instanceof GetObjectCommand) {
      const bytes = objects.get(command.input.Key ?? '');
      if (bytes === undefined) throw named('NoSuchKey');
      const body = { transformToByteArray: () => Promise.resolve(Uint8Array.from(bytes)) };
      return { ContentLength: bytes.length, Body: body };
    }
    if (command instanceof ListObjectVersionsCommand) {
      const { Prefix = '', KeyMarker = '' } = command.input;
      const keys = [...objects.keys()].filter((key) => key.startsWith(Prefix) && key > KeyMarker).sort();
      const page = keys.slice(0, LISTED);
      return {
        Versions: page.map((Key) => ({ Key })),
        IsTruncated: keys.length > LISTED,
        NextKeyMarker: page.at(-1),
      };
    }
    throw new Error('fake bucket: unknown command');
  };

  return { client: { send } as unknown as S3Client, objects };
}
