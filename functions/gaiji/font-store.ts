import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { sha256Hex } from '../shared/canonical.ts';
import type { MunicipalityCode } from '../shared/ids.ts';

/** `tte` is the font as it was delivered, `pack` the glyph pack made of it. */
export type FontFileKind = 'tte' | 'pack';

/** The cities' fonts and packs under their SHA-256: nothing is ever replaced, and nothing is taken away. */
export type FontStore = {
  /** Keeps the bytes and gives their digest. */
  readonly put: (municipality: MunicipalityCode, kind: FontFileKind, bytes: Uint8Array) => Promise<string>;
  /** The bytes that have this digest, verified; undefined where there are none. */
  readonly read: (
    municipality: MunicipalityCode,
    kind: FontFileKind,
    digest: string,
  ) => Promise<Uint8Array | undefined>;
};

/** Bucket `inbox`, under `gaiji/<city>/`. */
export function createFontStore({
  client,
  bucket,
}: {
  readonly client: S3Client;
  readonly bucket: string;
}): FontStore {
  const where = (municipality: MunicipalityCode, kind: FontFileKind, digest: string) => ({
    Bucket: bucket,
    Key: `gaiji/${municipality}/${digest}.${kind}`,
  });
  return {
    async put(municipality, kind, bytes) {
      const digest = sha256Hex(bytes);
      await client.send(new PutObjectCommand({ ...where(municipality, kind, digest), Body: bytes }));
      return digest;
    },
    async read(municipality, kind, digest) {
      try {
        const answer = await client.send(new GetObjectCommand(where(municipality, kind, digest)));
        const bytes = await answer.Body?.transformToByteArray();
        if (bytes !== undefined && sha256Hex(bytes) !== digest)
          throw new Error('a font does not match its digest');
        return bytes;
      } catch (error) {
        if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
        throw error;
      }
    },
  };
}
