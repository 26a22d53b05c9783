import { createHash } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Inbox, ObjectRef } from '../../../functions/linkage/inbox.ts';
import type { Random } from '../../../simulator/sample/random.ts';
import { chunksOf } from '../../unit/linkage/sample-files.ts';
import { createFakeTable } from '../../unit/registry/fake-table.ts';

type Item = Readonly<Record<string, unknown>>;

/** Where a city's link lives: tables and an inbox of its own, empty at first. */
export type Storage = {
  readonly registry: DynamoDBDocumentClient;
  readonly staff: DynamoDBDocumentClient;
  readonly tables: { readonly registry: string; readonly staff: string; readonly audit: string };
  readonly inbox: Inbox;
  readonly put: (key: string, bytes: Uint8Array) => Promise<ObjectRef>;
  /** All that the registry's table holds. */
  readonly items: () => Promise<ReadonlyMap<string, Item>>;
  readonly close: () => Promise<void>;
};

/** Opens storage; its chunks come in any size. */
export type OpenStorage = (random: Random) => Promise<Storage>;

export const openMemory: OpenStorage = async (random) => {
  const [registry, staff] = [createFakeTable(), createFakeTable()];
  const objects = new Map<string, { readonly key: string; readonly bytes: Uint8Array }>();
  return {
    registry: registry.client,
    staff: staff.client,
    tables: { registry: 'registry', staff: 'staff', audit: 'audit' },
    inbox: {
      open: async (ref, offset = 0) => {
        const object = objects.get(ref.versionId ?? '');
        if (object?.key !== ref.key) return undefined;
        const rest = object.bytes.subarray(offset);
        return { ref, bytes: chunksOf(rest, random.pick([700, 4_096, 65_536])) };
      },
    },
    put: async (key, bytes) => {
      const versionId = createHash('sha256').update(key).update(bytes).digest('hex');
      objects.set(versionId, { key, bytes });
      return { key, versionId };
    },
    items: async () => registry.items,
    close: async () => undefined,
  };
};
