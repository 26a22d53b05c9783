import type { Context, SQSEvent } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { ingestMessage, objectsNamedBy } from '../../../functions/linkage/ingest-message.ts';
import { queueHandler } from '../../../functions/shared/middleware/queue.ts';
import { createWorld } from './ingest-world.ts';
import { fileOf, keyOf, nameOf } from './sample-files.ts';

const event = (...objects: readonly { key: string; versionId?: string; eTag?: string }[]): string =>
  JSON.stringify({
    Records: objects.map((object) => ({
      eventVersion: '2.1',
      eventName: 'ObjectCreated:Put',
      s3: { bucket: { name: 'inbox' }, object },
    })),
  });

describe('a message of the inbox', () => {
  test('names its objects with decoded keys and pinned versions', () => {
    const body = event(
      { key: 'inbox/a+b%E5%AE%A4.csv', versionId: 'v1', eTag: 'abc' },
      { key: 'inbox/c.csv', versionId: 'null' },
    );
    expect(objectsNamedBy(body, 'inbox')).toEqual([
      { key: 'inbox/a b室.csv', versionId: 'v1', etag: '"abc"' },
      { key: 'inbox/c.csv', versionId: undefined, etag: undefined },
    ]);
  });

  test.each([
    [
      'the test event of a new notification',
      JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'inbox' }),
    ],
    ['an event of another bucket', event({ key: 'x' }).replace('"inbox"', '"other"')],
    ['a deletion', event({ key: 'x' }).replace('ObjectCreated:Put', 'ObjectRemoved:Delete')],
  ])('is ignored when it is %s', async (_, body) => {
    const world = createWorld();
    expect(await ingestMessage(world.deps, 'inbox', body)).toBe('done');
    expect(world.codes()).toEqual(['LNK-1001']);
  });

  test.each([
    ['no JSON', '{'],
    ['no event', '{"a":1}'],
    ['a broken key', event({ key: '%E5' })],
  ])('is poison when it is %s: it says so and goes to the dead letters', async (_, body) => {
    const world = createWorld();
    await expect(ingestMessage(world.deps, 'inbox', body)).rejects.toThrow('not readable');
    expect(world.codes()).toEqual(['LNK-5002']);
  });

  test('takes in every object that it names', async () => {
    const world = createWorld();
    const names = [nameOf({ fileNumber: 1 }), nameOf({ fileNumber: 2 })];
    const refs = names.map((name) => world.put(keyOf(name), fileOf(name, [])));
    const body = event(...refs.map(({ key, versionId }) => ({ key, versionId: versionId ?? '' })));
    expect(await ingestMessage(world.deps, 'inbox', body)).toBe('done');
    expect(world.codes()).toEqual(['LNK-2001', 'LNK-2001']);
  });

  test('takes in the other objects too where one of them meets a bug', async () => {
    const world = createWorld();
    const names = [nameOf({ fileNumber: 1 }), nameOf({ fileNumber: 2 })];
    const [bad, good] = names.map((name) => world.put(keyOf(name), fileOf(name, [])));
    const open: typeof world.deps.inbox.open = async (ref, offset) => {
      if (ref.key === bad?.key) throw new TypeError('bug');
      return world.deps.inbox.open(ref, offset);
    };
    const deps = { ...world.deps, inbox: { open } };
    const refs = [bad, good].map((ref) => ({ key: ref?.key ?? '', versionId: ref?.versionId ?? '' }));
    await expect(ingestMessage(deps, 'inbox', event(...refs))).rejects.toThrow('bug');
    expect(world.codes()).toEqual(['LNK-2001']);
    // It comes again with the message, and what is done is not done twice.
    expect(await ingestMessage(world.deps, 'inbox', event(...refs))).toBe('done');
    expect(world.codes()).toEqual(['LNK-2001', 'LNK-2001', 'LNK-2003']);
  });
});

describe('a queue consumer', () => {
  const batch = (...bodies: readonly string[]) =>
    ({ Records: bodies.map((body, i) => ({ messageId: `m${i}`, body })) }) as unknown as SQSEvent;
  const context = { getRemainingTimeInMillis: () => 60_000 } as unknown as Context;

  test('names only the failed messages, and writes a line per invocation without the text of an error', async () => {
    const world = createWorld();
    const sentRound: string[] = [];
    const handler = queueHandler({
      log: world.deps.log,
      clock: world.deps.clock,
      requeue: async (body) => void sentRound.push(body),
      consume: async ({ body }) => {
        if (body === 'bug') throw new TypeError('秘密氏名');
        return body === 'later' ? 'again' : 'done';
      },
    });
    expect(await handler(batch('fine', 'bug', 'later', 'fine'), context)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm1' }],
    });
    // Work in parts is no failure: it is not counted against the message.
    expect(sentRound).toEqual(['later']);
    expect(world.lines).toMatchObject([
      { code: 'QUE-5001', defect: 'TypeError' },
      { code: 'QUE-2001', messages: 4, failed: 1 },
    ]);
    expect(JSON.stringify(world.lines)).not.toContain('秘密');
  });
});
