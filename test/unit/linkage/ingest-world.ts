import { createHash } from 'node:crypto';
import type { Inbox, ObjectRef } from '../../../functions/linkage/inbox.ts';
import { ingestFile } from '../../../functions/linkage/ingest-file.ts';
import type { FileName } from '../../../functions/linkage/layouts/envelope.ts';
import { createLinkageStore } from '../../../functions/linkage/store.ts';
import { createRegistryStore } from '../../../functions/registry/index.ts';
import { createLog } from '../../../functions/shared/log.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { createFakeTable } from '../registry/fake-table.ts';
import { chunksOf, keyOf } from './sample-files.ts';

export const NOW = instantOf(Date.parse('2026-11-23T10:00:00+09:00'));

/** Everything that takes a file in, over a table and an inbox in memory. */
export function createWorld() {
  const table = createFakeTable();
  const objects = new Map<string, { key: string; bytes: Uint8Array }>();
  const lines: { code: string; [field: string]: unknown }[] = [];
  const inbox: Inbox = {
    open: async (ref) => {
      const object = objects.get(ref.versionId ?? '');
      if (object?.key !== ref.key) return undefined;
      return { ref, bytes: chunksOf(object.bytes, 10_000) };
    },
  };
  const clock = () => NOW;
  const pause = async () => {};
  const linkage = createLinkageStore({ client: table.client, table: 'registry' });
  const registry = createRegistryStore({ client: table.client, table: 'registry', pause });
  const deps = {
    registry,
    linkage,
    inbox,
    clock,
    log: createLog((line) => lines.push(JSON.parse(line)), clock),
    mayContinue: () => true,
  };
  const put = (key: string, bytes: Uint8Array): ObjectRef => {
    const versionId = createHash('sha256').update(key).update(bytes).digest('hex');
    objects.set(versionId, { key, bytes });
    return { key, versionId };
  };
  return {
    table,
    lines,
    deps,
    registry,
    linkage,
    put,
    codes: () => lines.map(({ code }) => code),
    deliver: (name: FileName, bytes: Uint8Array, over: Partial<typeof deps> = {}) =>
      ingestFile({ ...deps, ...over }, put(keyOf(name), bytes)),
    state: async (name: FileName) => (await linkage.readFile(name))?.state,
  };
}
