import { createHash } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { encodeImage } from '../../../functions/pdf/index.ts';
import {
  createImpressionStore,
  ImpressionRules,
  impressionOf,
  type SealImpression,
} from '../../../functions/seal-images/index.ts';
import { canonicalJson } from '../../../functions/shared/canonical.ts';
import { MunicipalityCode } from '../../../functions/shared/ids.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { type Grid, gridOf, RED, sealGrid, WHITE, writeBmp } from './bmp-writer.ts';
import { createFakeBucket } from './fake-bucket.ts';

const muroran = MunicipalityCode.parse('012050');
const noboribetsu = MunicipalityCode.parse('012301');
const rules = ImpressionRules.parse({ dpi: 508 });

const impression = (grid: Grid) => unwrap(impressionOf(writeBmp(grid, { bitCount: 24 }), rules));
const noise = gridOf(200, 200, (x, y) => createHash('sha256').update(`${x} ${y}`).digest().readUIntBE(0, 3));
/** The same with plain byte arrays: Node gives some as buffers. */
function plain({ image, ...sizes }: SealImpression): unknown {
  const pixels = 'bits' in image ? image.bits : image.samples;
  const { digest, deflated } = encodeImage(image).encoded ?? {};
  const encoded = { digest, deflated: Uint8Array.from(deflated ?? []) };
  return { ...sizes, image: { ...image, encoded }, pixels: Uint8Array.from(pixels) };
}

const seals = {
  black: impression(sealGrid(200)),
  red: impression(sealGrid(200, { ink: RED })),
  'on tinted paper': impression(sealGrid(200, { paper: 0xfffff0 })),
  'of many colours': impression(
    sealGrid(200).map((row, y) => row.map((c, x) => (c === WHITE ? 0xffffff - ((x + y) % 50) : c))),
  ),
  'of 24 bits': impression(noise),
};

function world() {
  const bucket = createFakeBucket();
  const store = createImpressionStore({ client: bucket.client, bucket: 'bucket' });
  const only = () => [...bucket.objects.values()][0] ?? new Uint8Array(0);
  const replace = (bytes: Uint8Array) => {
    for (const key of bucket.objects.keys()) bucket.objects.set(key, bytes);
  };
  return { ...bucket, store, only, replace };
}

const headOf = (bytes: Uint8Array) => bytes.subarray(0, bytes.indexOf(10) + 1);
const bodyOf = (bytes: Uint8Array) => bytes.subarray(bytes.indexOf(10) + 1);
const withHead = (bytes: Uint8Array, change: (head: string) => string) =>
  Buffer.concat([Buffer.from(change(Buffer.from(headOf(bytes)).toString())), bodyOf(bytes)]);

describe('an impression that is kept', () => {
  test.each(Object.entries(seals))('comes back as it was: %s', async (_, seal) => {
    const { store } = world();
    const digest = await store.put(muroran, seal);
    const kept = await store.read(muroran, digest);
    expect(kept && plain(kept)).toEqual(plain(seal));
  });

  test('may be larger than an item of the tables', async () => {
    const large = impression(
      gridOf(400, 400, (x, y) => createHash('sha256').update(`${x} ${y}`).digest().readUIntBE(0, 3)),
    );
    const { store, only } = world();
    const digest = await store.put(muroran, large);
    expect(only().length).toBeGreaterThan(400_000);
    const kept = await store.read(muroran, digest);
    expect(kept && plain(kept)).toEqual(plain(large));
  });

  test('lies under its city and its digest, and its key says nothing else', async () => {
    const { store, objects } = world();
    const digest = await store.put(muroran, seals.black);
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect([...objects.keys()]).toEqual([`impressions/012050/${digest}`]);
  });

  test('is not another city’s', async () => {
    const { store } = world();
    const digest = await store.put(muroran, seals.black);
    expect(await store.read(noboribetsu, digest)).toBeUndefined();
  });

  test('has one digest however it was compressed, and another for another colour or size', async () => {
    const { store } = world();
    const { black, red } = seals;
    const digest = await store.put(muroran, black);
    const pixels = 'bits' in black.image ? black.image.bits : black.image.samples;
    const encoded = { digest: '', deflated: deflateSync(pixels, { level: 1 }) };
    expect(await store.put(muroran, { ...black, image: { ...black.image, encoded } })).toBe(digest);
    expect(await store.put(muroran, red)).not.toBe(digest);
    expect(await store.put(muroran, { ...black, widthPt: black.widthPt + 0.001 })).not.toBe(digest);
  });

  test('has a head in canonical JSON', async () => {
    for (const seal of Object.values(seals)) {
      const { store, only } = world();
      await store.put(muroran, seal);
      const head = Buffer.from(headOf(only())).toString();
      expect(head).toBe(`${canonicalJson(JSON.parse(head))}\n`);
    }
  });

  test('is written once: the bytes that certificates were drawn with stay', async () => {
    const { store, only } = world();
    const { image } = seals.black;
    await store.put(muroran, seals.black);
    const before = only();
    const pixels = 'bits' in image ? image.bits : image.samples;
    const encoded = { digest: '', deflated: deflateSync(pixels, { level: 0 }) };
    await store.put(muroran, { ...seals.black, image: { ...image, encoded } });
    expect(only()).toEqual(before);
  });
});

describe('an impression is not read', () => {
  test('where there is none', async () => {
    expect(await world().store.read(muroran, 'a'.repeat(64))).toBeUndefined();
  });

  test('is not there where S3 says that it is forbidden, as it does without the right to list', async () => {
    const send = async () => {
      throw Object.assign(new Error('AccessDenied'), { name: 'AccessDenied' });
    };
    const store = createImpressionStore({ client: { send } as never, bucket: 'bucket' });
    expect(await store.read(muroran, 'a'.repeat(64))).toBeUndefined();
  });

  test('under a name that is no digest', async () => {
    const { store } = world();
    for (const name of ['', '../012301/x', 'A'.repeat(64)]) {
      await expect(store.read(muroran, name)).rejects.toThrow('named by its digest');
    }
  });

  test('when it is another impression', async () => {
    const { store, only, replace } = world();
    await store.put(muroran, seals.red);
    const other = only();
    const digest = await store.put(muroran, seals.black);
    replace(other);
    await expect(store.read(muroran, digest)).rejects.toThrow('does not match its digest');
  });

  test('when its colour, size or pixels have been changed', async () => {
    const { store, only, replace } = world();
    const digest = await store.put(muroran, seals.black);
    const kept = only();
    const pixels = inflateSync(bodyOf(kept));
    pixels[500] = (pixels[500] ?? 0) ^ 1;
    const changed = [
      withHead(kept, (head) => head.replace('"ink":[0,0,0]', '"ink":[1,0,0]')),
      withHead(kept, (head) => head.replace(/"widthPt":[\d.]+/, '"widthPt":30')),
      Buffer.concat([headOf(kept), deflateSync(pixels)]),
    ];
    for (const bytes of changed) {
      expect(Buffer.compare(bytes, kept)).not.toBe(0);
      replace(bytes);
      await expect(store.read(muroran, digest)).rejects.toThrow('does not match its digest');
    }
  });

  test('when something hangs on to its compressed pixels, which go into documents as they are', async () => {
    const { store, only, replace } = world();
    const digest = await store.put(muroran, seals.black);
    replace(Buffer.concat([only(), Buffer.from('more')]));
    await expect(store.read(muroran, digest)).rejects.toThrow();
  });

  test('when it would inflate to more than its size, or is larger than any impression', async () => {
    const { store, only, replace } = world();
    const digest = await store.put(muroran, seals.black);
    const kept = only();
    replace(Buffer.concat([headOf(kept), deflateSync(Buffer.alloc(50_000_000))]));
    await expect(store.read(muroran, digest)).rejects.toThrow('Cannot create a Buffer larger than');
    replace(withHead(kept, (head) => head.replace('"columns":204', '"columns":99999')));
    await expect(store.read(muroran, digest)).rejects.toThrow();
    replace(new Uint8Array(5_000_000));
    await expect(store.read(muroran, digest)).rejects.toThrow('too large');
  });

  test('when it is cut off or has no head', async () => {
    const { store, only, replace } = world();
    const digest = await store.put(muroran, seals.black);
    const kept = only();
    for (const bytes of [kept.subarray(0, 30), kept.subarray(0, -3), headOf(kept), new Uint8Array(0)]) {
      replace(bytes);
      await expect(store.read(muroran, digest)).rejects.toThrow();
    }
  });
});
