import type { MessageEnd } from '../shared/middleware/queue.ts';
import { InboxMessage } from './contract.ts';
import type { ObjectRef } from './inbox.ts';
import type { IngestDependencies } from './ingest.ts';
import { ingestFile } from './ingest-file.ts';

/**
 * One message of the inbox's queue; it may name several objects, of which none keeps another one waiting. The order of
 * events means nothing: the rows carry their own. A message that nobody can read is thrown back until it lies among the
 * dead letters, where somebody looks; its object, if there is one, stays in the inbox, and its number shows as a gap.
 */
export async function ingestMessage(
  deps: IngestDependencies,
  bucket: string,
  body: string,
): Promise<MessageEnd> {
  const refs = objectsNamedBy(body, bucket);
  if (refs === undefined) {
    deps.log('LNK-5002', {});
    throw new Error('linkage: a message is not readable');
  }
  if (refs.length === 0) deps.log('LNK-1001', {});
  let end: MessageEnd = 'done';
  const defects: unknown[] = [];
  for (const ref of refs) {
    const one = await ingestFile(deps, ref).catch((error: unknown) => {
      defects.push(error);
    });
    if (one === 'again') end = 'again';
  }
  // The others have been done all the same; doing them again changes nothing.
  if (defects.length > 0) throw defects[0];
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
