import { createHash } from 'node:crypto';
import { sha256Base64 } from '../../../agent/src/content.ts';
import type { Store, StoredPart } from '../../../agent/src/ports.ts';
import { instantOf } from '../../../functions/shared/time.ts';

type Stored = { readonly bytes: Uint8Array; readonly checksum: string | undefined; readonly etag: string };

export type MemoryStore = {
  readonly store: Store;
  /** How often an object was created under each key: more than once would be a doubled file. */
  readonly created: ReadonlyMap<string, number>;
  readonly bytesAt: (key: string) => Uint8Array | undefined;
  readonly plant: (key: string, bytes: Uint8Array, checksum?: string) => void;
  readonly uploads: () => number;
};

/** A bucket in memory that judges sums and conditions as S3 does; its times are of its own clock, by the second. */
export function createMemoryStore(clock: () => number): MemoryStore {
  const objects = new Map<string, Stored & { readonly modified: number }>();
  const uploads = new Map<
    string,
    { readonly key: string; readonly parts: Map<number, StoredPart & { bytes: Uint8Array }> }
  >();
  const created = new Map<string, number>();
  let count = 0;
  const second = () => instantOf(Math.floor(clock() / 1_000) * 1_000);
  const put = (key: string, bytes: Uint8Array, checksum: string | undefined): void => {
    count += 1;
    objects.set(key, { bytes, checksum, etag: `"${count}"`, modified: second() });
    created.set(key, (created.get(key) ?? 0) + 1);
  };
  return {
    created,
    bytesAt: (key) => objects.get(key)?.bytes,
    plant: put,
    uploads: () => uploads.size,
    store: {
      create: async (key, bytes, sha256) => {
        if (objects.has(key)) return 'exists';
        if (sha256Base64(bytes) !== sha256) throw new Error('BadDigest');
        put(key, Uint8Array.from(bytes), sha256);
        return 'created';
      },
      begin: async (key) => {
        count += 1;
        uploads.set(`u${count}`, { key, parts: new Map() });
        return `u${count}`;
      },
      partsOf: async (_key, upload) => {
        const begun = uploads.get(upload);
        return begun === undefined ? undefined : [...begun.parts.values()];
      },
      putPart: async ({ upload, number, bytes, sha256 }) => {
        const begun = uploads.get(upload);
        if (begun === undefined) throw new Error('NoSuchUpload');
        if (sha256Base64(bytes) !== sha256) throw new Error('BadDigest');
        const part = { number, etag: `"p${number}"`, size: bytes.byteLength, sha256 };
        begun.parts.set(number, { ...part, bytes: Uint8Array.from(bytes) });
        return part;
      },
      complete: async ({ key, upload, parts }) => {
        const begun = uploads.get(upload);
        if (begun === undefined) return 'no-such-upload';
        if (objects.has(key)) return 'exists';
        const pieces = parts.map(({ number, sha256 }) => {
          const piece = begun.parts.get(number);
          if (piece === undefined || piece.sha256 !== sha256) throw new Error('InvalidPart');
          return piece;
        });
        const sums = Buffer.concat(pieces.map(({ sha256 }) => Buffer.from(sha256 ?? '', 'base64')));
        put(key, Buffer.concat(pieces.map(({ bytes }) => bytes)), `${sha256Base64(sums)}-${pieces.length}`);
        uploads.delete(upload);
        return 'created';
      },
      abort: async (_key, upload) => void uploads.delete(upload),
      head: async (key) => {
        const stored = objects.get(key);
        return stored === undefined
          ? undefined
          : { size: stored.bytes.byteLength, checksum: stored.checksum };
      },
      sha256Of: async (key) => {
        const stored = objects.get(key);
        return stored === undefined ? undefined : createHash('sha256').update(stored.bytes).digest('hex');
      },
      readNote: async (key) => {
        const stored = objects.get(key);
        if (stored === undefined) return undefined;
        const { bytes, etag, modified } = stored;
        return { text: Buffer.from(bytes).toString(), etag, modified: instantOf(modified), now: second() };
      },
      writeNote: async (key, text, condition) => {
        const stored = objects.get(key);
        if (condition.when === 'absent' && stored !== undefined) return 'conflict';
        if (condition.when === 'unchanged' && stored?.etag !== condition.etag) return 'conflict';
        put(key, Buffer.from(text), undefined);
        return 'written';
      },
    },
  };
}
