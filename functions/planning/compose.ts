import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { type CitySettings, unconfirmedKeys } from '../changes/index.ts';
import {
  FONT_LOOKUP,
  type FontSet,
  fontSet,
  type GlyphPack,
  openPack,
  sourceFromBytes,
  sourceFromDescriptor,
  withoutKeys,
} from '../pdf/index.ts';
import { sha256Hex } from '../shared/canonical.ts';
import type { MunicipalityCode } from '../shared/ids.ts';
import { unwrap } from '../shared/result.ts';

/** The fonts of a city's papers: those of the bundle, and its own one without what nobody has confirmed. */
export function composeFonts({ client, bucket }: { readonly client: S3Client; readonly bucket: string }) {
  let shared: Record<string, GlyphPack> | undefined;
  return async (municipality: MunicipalityCode, settings: CitySettings): Promise<FontSet> => {
    // Opened by the first plan that needs them: most need none.
    shared ??= bundledPacks();
    const gaiji = settings.valueOf('gaiji', 'city');
    if (gaiji === undefined) return fontSet(FONT_LOOKUP, shared);
    const Key = `gaiji/${municipality}/${gaiji.packDigest}.pack`;
    const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
    const bytes = (await answer.Body?.transformToByteArray()) ?? new Uint8Array(0);
    if (sha256Hex(bytes) !== gaiji.packDigest) throw new Error('a glyph pack does not match its digest');
    const pack = unwrap(openPack(sourceFromBytes(bytes), { id: gaiji.packDigest }));
    return fontSet(FONT_LOOKUP, { ...shared, eudc: withoutKeys(pack, unconfirmedKeys(gaiji, settings)) });
  };
}

/** The packs that every city shares; their hashes were verified when the bundle was built. */
function bundledPacks(): Record<string, GlyphPack> {
  const text = readFileSync(join(import.meta.dirname, 'packs.json'), 'utf8');
  const ids = z.record(z.string(), z.string()).parse(JSON.parse(text));
  return Object.fromEntries(
    Object.entries(ids).map(([name, id]) => {
      const descriptor = openSync(join(import.meta.dirname, `${name}.pack`), 'r');
      return [name, unwrap(openPack(sourceFromDescriptor(descriptor), { id }))];
    }),
  );
}
