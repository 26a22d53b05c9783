import { describe, expect, test } from 'vitest';
import { createSettingsStore } from '../../../functions/changes/index.ts';
import { createFontStore, createGaijiStore } from '../../../functions/gaiji/index.ts';
import type { NumberedFile } from '../../../functions/gaiji/store.ts';
import { sha256Hex } from '../../../functions/shared/canonical.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { createFakeTable } from '../registry/fake-table.ts';
import { createFakeBucket } from '../seal-images/fake-bucket.ts';
import { municipality } from './gaiji-world.ts';

const at = instantOf(1_000);
const version = (letter: string, unconfirmed = ['U+E000-U+E003']) => ({
  kind: 'gaiji' as const,
  scope: 'city' as const,
  value: { fontDigest: letter.repeat(64), packDigest: 'f'.repeat(64), unconfirmed },
  validFrom: at,
});
const taken = (fileNumber: number): NumberedFile => ({
  epoch: 1,
  fileNumber,
  file: { state: 'taken', at, end: 'activated', fontDigest: 'a'.repeat(64) },
});

function storeInMemory() {
  const table = createFakeTable();
  let ids = 0;
  const settings = createSettingsStore({ client: table.client, table: 'staff' });
  const newId = (): string => {
    ids += 1;
    return `id-${ids}`;
  };
  return { table, store: createGaijiStore({ client: table.client, table: 'staff', settings, newId }) };
}

describe('the versions of a city’s font in the table', () => {
  test('are settings, and the file and the revision come with them', async () => {
    const { store } = storeInMemory();
    expect(await store.read(municipality)).toEqual({ rows: [], revision: 0, newest: undefined });
    const newest = { epoch: 1, fileNumber: 3 };
    expect(
      await store.commit(municipality, { revision: 0, newest, settings: [version('a')], file: taken(3) }),
    ).toBe(true);
    expect(await store.read(municipality)).toMatchObject({ rows: [version('a')], revision: 1, newest });
    expect(await store.readFile(municipality, newest)).toEqual(taken(3).file);
    expect(await store.readFile(municipality, { epoch: 1, fileNumber: 4 })).toBeUndefined();
  });

  test('change all together or, where somebody was first, not at all', async () => {
    const { store, table } = storeInMemory();
    const commit = { revision: 0, newest: undefined, settings: [version('a')] };
    expect(await store.commit(municipality, commit)).toBe(true);
    const before = table.items.size;
    expect(await store.commit(municipality, { ...commit, settings: [version('b')], file: taken(1) })).toBe(
      false,
    );
    expect(table.items.size).toBe(before);
    for (const done of [true, false])
      expect(await store.commit(municipality, { ...commit, revision: 1, settings: [version('b')] })).toBe(
        done,
      );
  });

  test('never hold a row that could not be read again', async () => {
    const { store, table } = storeInMemory();
    const settings = [version('a', ['E000'])];
    await expect(store.commit(municipality, { revision: 0, newest: undefined, settings })).rejects.toThrow();
    expect(table.items.size).toBe(0);
  });
});

describe('the fonts of a city in the bucket', () => {
  test('lie under their hash and are verified when they are read', async () => {
    const bucket = createFakeBucket();
    const fonts = createFontStore({ client: bucket.client, bucket: 'inbox' });
    const bytes = Uint8Array.of(1, 2, 3);
    const digest = await fonts.put(municipality, 'tte', bytes);
    expect(digest).toBe(sha256Hex(bytes));
    expect([...bucket.objects.keys()]).toEqual([`gaiji/${municipality}/${digest}.tte`]);
    expect(await fonts.read(municipality, 'tte', digest)).toEqual(bytes);
    expect(await fonts.read(municipality, 'pack', digest)).toBeUndefined();
    bucket.objects.set(`gaiji/${municipality}/${digest}.tte`, Uint8Array.of(9));
    await expect(fonts.read(municipality, 'tte', digest)).rejects.toThrow('digest');
  });
});
