import type { Setting, SettingRow } from '../../../functions/changes/index.ts';
import type { GaijiDeps } from '../../../functions/gaiji/index.ts';
import type { FontInbox } from '../../../functions/gaiji/ingest-gaiji-file.ts';
import type { NumberedFile } from '../../../functions/gaiji/store.ts';
import { sha256Hex } from '../../../functions/shared/canonical.ts';
import type { LogCode } from '../../../functions/shared/log.ts';
import { type Instant, instantOf } from '../../../functions/shared/time.ts';
import { city } from './fonts.ts';

export const municipality = city.code;
export const NOON = Date.parse('2026-11-23T12:00:00+09:00');

/** Stores in memory, a clock that a test turns, and every line that was logged. */
export function gaijiWorld() {
  const rows: SettingRow[] = [];
  const blobs = new Map<string, Uint8Array>();
  const files: NumberedFile[] = [];
  const logged: { code: LogCode; fields: object }[] = [];
  const objects = new Map<string, Uint8Array>();
  const meanwhile: (() => void | Promise<void>)[] = [];
  let head: { revision: number; newest: Awaited<ReturnType<GaijiDeps['store']['read']>>['newest'] } = {
    revision: 0,
    newest: undefined,
  };
  let ids = 0;
  let now = NOON;
  const put = (setting: Setting & { readonly validFrom: Instant }): void => {
    ids += 1;
    rows.push({ ...setting, municipality, id: `row-${String(ids).padStart(4, '0')}` });
  };
  const writeFile = (item: NumberedFile): void => {
    const same = files.findIndex(
      ({ epoch, fileNumber }) => epoch === item.epoch && fileNumber === item.fileNumber,
    );
    if (same >= 0) files[same] = item;
    else files.push(item);
  };
  const deps: GaijiDeps & { inbox: FontInbox } = {
    store: {
      read: async () => ({ rows: [...rows], ...head }),
      readFile: async (_, { epoch, fileNumber }) =>
        files.find((item) => item.epoch === epoch && item.fileNumber === fileNumber)?.file,
      listFiles: async () => files,
      writeFile: async (_, item) => writeFile(item),
      commit: async (_, commit) => {
        await meanwhile.shift()?.();
        if (commit.revision !== head.revision) return false;
        head = { revision: head.revision + 1, newest: commit.newest };
        commit.settings.forEach(put);
        if (commit.file !== undefined) writeFile(commit.file);
        return true;
      },
    },
    fonts: {
      put: async (_, kind, bytes) => {
        const digest = sha256Hex(bytes);
        blobs.set(`${digest}.${kind}`, bytes);
        return digest;
      },
      read: async (_, kind, digest) => blobs.get(`${digest}.${kind}`),
    },
    inbox: {
      open: async ({ key }) => {
        const bytes = objects.get(key);
        return bytes === undefined ? undefined : { bytes: inParts(bytes) };
      },
    },
    clock: () => instantOf(now),
    log: (code, fields) => void logged.push({ code, fields }),
  };
  return {
    deps,
    rows,
    put,
    blobs,
    files,
    logged,
    objects,
    /** Before the next commits these happen, one each. */
    meanwhile,
    setNow: (milliseconds: number): void => {
      now = milliseconds;
    },
    codes: () => logged.map(({ code }) => code),
  };
}

async function* inParts(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 70_000) yield bytes.subarray(at, at + 70_000);
}
