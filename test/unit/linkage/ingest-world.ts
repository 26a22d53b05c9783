import { createHash } from 'node:crypto';
import { createClosureRecorder, createClosureStore } from '../../../functions/closures/index.ts';
import { createFullFileStore } from '../../../functions/linkage/full-files-store.ts';
import type { Inbox, ObjectRef } from '../../../functions/linkage/inbox.ts';
import { ingestFile } from '../../../functions/linkage/ingest-file.ts';
import type { RowFileName } from '../../../functions/linkage/layouts/envelope.ts';
import { createLinkageStore } from '../../../functions/linkage/store.ts';
import { watchFreshness } from '../../../functions/linkage/watch-freshness.ts';
import { createRegistryScan, createRegistryStore } from '../../../functions/registry/index.ts';
import type { MunicipalityCode } from '../../../functions/shared/ids.ts';
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
  const opened: number[] = [];
  const inbox: Inbox = {
    open: async (ref, offset = 0) => {
      const object = objects.get(ref.versionId ?? '');
      if (object?.key !== ref.key) return undefined;
      opened.push(offset);
      return { ref, bytes: chunksOf(object.bytes.subarray(offset), 10_000) };
    },
  };
  const staff = createFakeTable();
  const at = { now: NOW };
  const clock = () => at.now;
  const pause = async () => {};
  const linkage = createLinkageStore({ client: table.client, table: 'registry' });
  const registry = createRegistryStore({ client: table.client, table: 'registry', pause });
  const log = createLog((line) => lines.push(JSON.parse(line)), clock);
  const closures = createClosureStore({ client: staff.client, table: 'staff' });
  const recorder = createClosureRecorder({ client: staff.client, table: 'staff', auditTable: 'audit' });
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `00000000-0000-7000-8000-${String(ids).padStart(12, '0')}`;
  };
  const limitsOf = async () => () => Array.from({ length: 24 }, () => 60);
  const actor = { kind: 'system' } as const;
  // What it logs is not what these files are about.
  const quiet = createLog(() => undefined, clock);
  const watching = {
    linkage,
    limitsOf,
    closer: { closures, recorder, actor, clock, newId },
    clock,
    log: quiet,
  };
  const deps = {
    registry,
    scan: createRegistryScan({ client: table.client, table: 'registry' }),
    linkage,
    fulls: createFullFileStore({ client: table.client, table: 'registry' }),
    inbox,
    enclosures: {},
    rowSettings: async (_: MunicipalityCode) => ({}),
    takeFont: async () => 'done' as const,
    watch: async (municipality: MunicipalityCode) => {
      await watchFreshness(watching, municipality);
    },
    clock,
    log,
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
    staff,
    closures,
    watching,
    /** The time may be moved. */
    at,
    /** From which bytes on objects have been opened. */
    opened,
    codes: () => lines.map(({ code }) => code),
    deliver: (name: RowFileName, bytes: Uint8Array, over: Partial<typeof deps> = {}) =>
      ingestFile({ ...deps, ...over }, put(keyOf(name), bytes)),
    state: async (name: RowFileName) => (await linkage.readFile(name))?.state,
  };
}
