import type { MessageEnd } from '../shared/middleware/queue.ts';
import { InboxMessage } from './contract.ts';
import type { ObjectRef } from './inbox.ts';
import type { IngestDependencies } from './ingest.ts';
import { ingestFile } from './ingest-file.ts';

/**
 * One message of the inbox's queue; it may name several objects. The order of events means nothing: the rows carry
 * their own. A message that nobody can read is done with after its line in the log: its object, if there is one,
 * stays in the inbox, and the missing file number shows as a gap.
 */
export async function ingestMessage(
  deps: IngestDependencies,
  bucket: string,
  body: string,
): Promise<MessageEnd> {
  const refs = objectsNamedBy(body, bucket);
  if (refs === undefined) {
    deps.log('LNK-5002', {});
    return 'done';
  }
  if (refs.length === 0) deps.log('LNK-1001', {});
  let end: MessageEnd = 'done';
  for (const ref of refs) {
    if ((await ingestFile(deps, ref)) === 'again') end = 'again';
  }
  return end;
}

/** The objects that were put into the inbox; undefined when the message is none of its events. */
export function objectsNamedBy(body: string, bucket: string): readonly ObjectRef[] | undefined {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return undefined;
  }
  const message = InboxMessage.safeParse(json);
  if (!message.success) return undefined;
  const refs: ObjectRef[] = [];
  for (const { eventName, s3 } of message.data.Records) {
    if (s3.bucket.name !== bucket || !/^(s3:)?ObjectCreated:/.test(eventName)) continue;
    const key = decodedKey(s3.object.key);
    if (key === undefined) return undefined;
    const { versionId, eTag } = s3.object;
    refs.push({
      key,
      versionId: versionId === 'null' || versionId === '' ? undefined : versionId,
      etag: eTag === undefined || eTag === '' ? undefined : `"${eTag.replaceAll('"', '')}"`,
    });
  }
  return refs;
}

function decodedKey(key: string): string | undefined {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
