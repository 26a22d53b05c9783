import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createContentDigest, sha256Base64, storedChecksum } from '../../../agent/src/content.ts';
import type { Store } from '../../../agent/src/ports.ts';
import { createS3Client, createS3Store } from '../../../agent/src/s3-store.ts';
import { type FakeS3, startFakeS3 } from './fake-s3.ts';

const KEY = 'inbox/012050-resident-diff-1-000001.csv';
const BYTES = Buffer.from('連携ファイルの中身');
let s3: FakeS3;
let store: Store;

beforeEach(async () => {
  s3 = await startFakeS3('kofu-inbox');
  const client = createS3Client({ endpoint: s3.endpoint, region: 'ap-northeast-1' }, async () => ({
    accessKeyId: 'test',
    secretAccessKey: 'test',
  }));
  store = createS3Store(client, 'kofu-inbox');
});
afterEach(() => s3.close());

const digestOf = (bytes: Uint8Array, part: number) => {
  const digest = createContentDigest(part);
  digest.update(bytes);
  return digest.end();
};

describe('an object of the bucket', () => {
  test('is created once, and its sum is read back', async () => {
    expect(await store.create(KEY, BYTES, sha256Base64(BYTES))).toBe('created');
    expect(await store.create(KEY, Buffer.from('他'), sha256Base64(Buffer.from('他')))).toBe('exists');
    expect(await store.head(KEY)).toEqual({ size: BYTES.byteLength, checksum: sha256Base64(BYTES) });
    expect(await store.sha256Of(KEY)).toBe(createHash('sha256').update(BYTES).digest('hex'));
    expect(s3.objects.get(KEY)?.bytes).toEqual(BYTES);
  });

  test('is not created with another sum than the one that was checked', async () => {
    await expect(store.create(KEY, BYTES, sha256Base64(Buffer.from('他')))).rejects.toThrow('BadDigest');
    expect(await store.head(KEY)).toBeUndefined();
  });

  test('is there although the answer was lost', async () => {
    let calls = 0;
    s3.fail((call) => {
      calls += call.startsWith('PUT') ? 1 : 0;
      return call.startsWith('PUT') && calls === 1 ? 'drop' : undefined;
    });
    expect(await store.create(KEY, BYTES, sha256Base64(BYTES))).toBe('exists');
    expect(s3.created.get(KEY)).toBe(1);
  });

  test('that may not be seen counts as absent, for the right to list is not needed', async () => {
    s3.fail(() => 403);
    expect(await store.head(KEY)).toBeUndefined();
    expect(await store.readNote(KEY)).toBeUndefined();
    await expect(store.create(KEY, BYTES, sha256Base64(BYTES))).rejects.toThrow();
  });
});

describe('an upload in parts', () => {
  test('is put together only of the parts as they were checked, and has the sum that we expect', async () => {
    const bytes = Buffer.concat([BYTES, BYTES, BYTES]);
    const content = digestOf(bytes, 30);
    const upload = await store.begin(KEY);
    const parts = [];
    for (const [index, sha256] of content.parts.entries()) {
      const piece = bytes.subarray(index * 30, index * 30 + 30);
      parts.push(await store.putPart({ key: KEY, upload, number: index + 1, bytes: piece, sha256 }));
    }
    expect(parts).toHaveLength(3);
    expect(await store.partsOf(KEY, upload)).toEqual(parts);
    expect(await store.complete({ key: KEY, upload, parts })).toBe('created');
    expect((await store.head(KEY))?.checksum).toBe(storedChecksum(content));
    expect(await store.partsOf(KEY, upload)).toBeUndefined();
    expect(await store.complete({ key: KEY, upload, parts })).toBe('no-such-upload');
  });

  test('never replaces an object, and can be given up twice', async () => {
    const upload = await store.begin(KEY);
    const sha256 = sha256Base64(BYTES);
    const part = await store.putPart({ key: KEY, upload, number: 1, bytes: BYTES, sha256 });
    await store.create(KEY, Buffer.from('先'), sha256Base64(Buffer.from('先')));
    expect(await store.complete({ key: KEY, upload, parts: [part] })).toBe('exists');
    await store.abort(KEY, upload);
    await store.abort(KEY, upload);
    expect(s3.objects.get(KEY)?.bytes.toString()).toBe('先');
  });
});

describe('a note', () => {
  test('is written only as the condition says, and read with the times of the store', async () => {
    const key = 'lease/012050.json';
    expect(await store.readNote(key)).toBeUndefined();
    expect(await store.writeNote(key, 'a', { when: 'absent' })).toBe('written');
    expect(await store.writeNote(key, 'b', { when: 'absent' })).toBe('conflict');
    const note = await store.readNote(key);
    expect(note?.text).toBe('a');
    expect(Math.abs((note?.now ?? 0) - Date.now())).toBeLessThan(5_000);
    expect((note?.now ?? 0) - (note?.modified ?? 0)).toBeLessThan(2_000);
    const unchanged = { when: 'unchanged', etag: note?.etag ?? '' } as const;
    expect(await store.writeNote(key, 'c', unchanged)).toBe('written');
    expect(await store.writeNote(key, 'd', unchanged)).toBe('conflict');
    expect(await store.writeNote('lease/other.json', 'd', unchanged)).toBe('conflict');
    expect(await store.writeNote(key, 'e', { when: 'always' })).toBe('written');
  });
});
