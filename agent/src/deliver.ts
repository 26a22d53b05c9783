import { type Content, sha256Base64, storedChecksum } from './content.ts';
import type { Disk, Store, StoredPart } from './ports.ts';

/**
 * `delivered`: the store has read the sum back, and it is that of the checked content. `name-reused`: under this key
 * lies another content. `changed`: the file no longer has the checked content.
 */
export type Delivery = 'delivered' | 'name-reused' | 'changed';

export type Consignment = {
  readonly path: string;
  readonly key: string;
  readonly content: Content;
  /** The upload that an earlier attempt began. */
  readonly upload: string | undefined;
  /** Keeps the name of an upload durably, before its first part is sent. */
  readonly remember: (upload: string) => Promise<void>;
};

type Ports = { readonly disk: Disk; readonly store: Store };

/**
 * Brings a file's checked content under its key, where nothing may be overwritten. May be repeated after a crash at
 * any point: what has arrived is found by its sum.
 * @throws Error where the store does not answer or does not confirm
 */
export async function deliver(ports: Ports, goods: Consignment): Promise<Delivery> {
  const { store } = ports;
  const sent =
    goods.content.parts.length === 1 ? await sendWhole(ports, goods) : await sendParts(ports, goods);
  if (sent === 'changed') return 'changed';
  const stored = await store.head(goods.key);
  if (stored === undefined) throw new Error('agent: the object is not there after it was sent');
  if (stored.size !== goods.content.size) return 'name-reused';
  if (stored.checksum === storedChecksum(goods.content)) return 'delivered';
  // Sums that were formed otherwise (none at all, or over other parts) say nothing: the bytes do.
  return (await store.sha256Of(goods.key)) === goods.content.sha256 ? 'delivered' : 'name-reused';
}

async function sendWhole(ports: Ports, goods: Consignment): Promise<'sent' | 'changed'> {
  const bytes = await readPart(ports.disk, goods, 0);
  if (bytes === undefined) return 'changed';
  await ports.store.create(goods.key, bytes, sha256Base64(bytes));
  return 'sent';
}

async function sendParts(ports: Ports, goods: Consignment): Promise<'sent' | 'changed'> {
  const { store } = ports;
  const { key, content } = goods;
  const begun = goods.upload === undefined ? undefined : await store.partsOf(key, goods.upload);
  // No upload (any more), but an object: it was put together before a crash, or somebody else was here.
  if (begun === undefined && (await store.head(key)) !== undefined) return 'sent';
  let upload = goods.upload;
  if (upload === undefined || begun === undefined) {
    upload = await store.begin(key);
    await goods.remember(upload);
  }
  const arrived = new Map((begun ?? []).map((part) => [part.number, part]));
  const parts: StoredPart[] = [];
  for (const [index, sha256] of content.parts.entries()) {
    const number = index + 1;
    const before = arrived.get(number);
    if (before?.sha256 === sha256 && before.size === lengthOf(content, index)) {
      parts.push(before);
      continue;
    }
    const bytes = await readPart(ports.disk, goods, index);
    if (bytes === undefined) {
      await store.abort(key, upload);
      return 'changed';
    }
    parts.push(await store.putPart({ key, upload, number, bytes, sha256 }));
  }
  const end = await store.complete({ key, upload, parts });
  if (end === 'exists') await store.abort(key, upload);
  return 'sent';
}

/** A part as it was checked, or undefined where the file has changed since. */
async function readPart(disk: Disk, goods: Consignment, index: number): Promise<Uint8Array | undefined> {
  const length = lengthOf(goods.content, index);
  const bytes = await disk.readAt(goods.path, index * goods.content.partBytes, length);
  return bytes.byteLength === length && sha256Base64(bytes) === goods.content.parts[index]
    ? bytes
    : undefined;
}

const lengthOf = ({ size, partBytes }: Content, index: number): number =>
  Math.min(partBytes, size - index * partBytes);
