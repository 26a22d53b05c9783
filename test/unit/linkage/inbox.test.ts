import type { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { createInbox } from '../../../functions/linkage/inbox.ts';
import { chunksOf } from './sample-files.ts';

const WHOLE = Buffer.from('0123456789');
const ref = { key: 'inbox/x', versionId: 'v1' };

/** A bucket with one object that does, or does not, know what a range is. */
function bucketWith({ knowsRanges }: { readonly knowsRanges: boolean }) {
  const asked: GetObjectCommand['input'][] = [];
  const send = async ({ input }: GetObjectCommand): Promise<object> => {
    asked.push(input);
    const from = /^bytes=(\d+)-$/.exec(input.Range ?? '')?.[1];
    if (!knowsRanges || from === undefined) return { Body: chunksOf(WHOLE, 3), VersionId: 'v1' };
    return { Body: chunksOf(WHOLE.subarray(Number(from)), 3), ContentRange: `bytes ${from}-9/10` };
  };
  return { asked, inbox: createInbox({ client: { send } as unknown as S3Client, bucket: 'inbox' }) };
}

const textFrom = async (inbox: ReturnType<typeof createInbox>, offset: number): Promise<string> => {
  const object = await inbox.open(ref, offset);
  const chunks: Uint8Array[] = [];
  for await (const chunk of object?.bytes ?? []) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

describe('an object of the inbox, from an offset on', () => {
  test.each([0, 1, 3, 4, 9, 10])(
    'begins at byte %i, whether the store knows ranges or not',
    async (offset) => {
      for (const knowsRanges of [true, false]) {
        const { inbox } = bucketWith({ knowsRanges });
        expect(await textFrom(inbox, offset)).toBe('0123456789'.slice(offset));
      }
    },
  );

  test('is asked for by version and range', async () => {
    const { inbox, asked } = bucketWith({ knowsRanges: true });
    await textFrom(inbox, 4);
    expect(asked).toEqual([{ Bucket: 'inbox', Key: 'inbox/x', VersionId: 'v1', Range: 'bytes=4-' }]);
  });
});
