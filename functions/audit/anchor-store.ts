import {
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { MunicipalityCode } from '../shared/ids.ts';
import { isLocalDate, type LocalDate } from '../shared/time.ts';
import { type Block, blockDay } from './chain.ts';

/** One block as the anchors' store knows it. */
export type Anchor = { readonly day: LocalDate; readonly index: number; readonly hash: string };

export type AnchorStore = ReturnType<typeof createAnchorStore>;

/**
 * Anchors lie apart from the table, where whoever may write the one may not write the other, and where nothing can be
 * taken away (object lock). The name says everything, so that no other contents can be put under it.
 */
export function createAnchorStore({ client, bucket }: { client: S3Client; bucket: string }) {
  return {
    /** Fixes a block; the same one again changes nothing. */
    async put(
      block: Pick<Block, 'municipality' | 'index' | 'hash' | 'previous' | 'sealedAt'>,
    ): Promise<void> {
      const { municipality, index, hash, previous, sealedAt } = block;
      try {
        await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: keyOf(municipality, { day: blockDay(block), index, hash }),
            Body: Buffer.from(`${JSON.stringify({ municipality, index, hash, previous, sealedAt })}\n`),
            ContentType: 'application/json',
            IfNoneMatch: '*',
          }),
        );
      } catch (error) {
        if (!(error instanceof Error && error.name === 'PreconditionFailed')) throw error;
      }
    },

    /**
     * The anchors of a city in their order, page by page, also those that a later deletion hides.
     * @param day only those of blocks that were sealed then
     */
    async *anchors(municipality: MunicipalityCode, day?: LocalDate): AsyncGenerator<readonly Anchor[]> {
      const Prefix = day === undefined ? `${municipality}/` : `${municipality}/${day}/`;
      let after: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
      while (after !== undefined) {
        const page: ListObjectVersionsCommandOutput = await client.send(
          new ListObjectVersionsCommand({ Bucket: bucket, Prefix, ...after }),
        );
        const found = (page.Versions ?? []).flatMap(({ Key = '' }) => anchorOf(municipality, Key) ?? []);
        yield found;
        after =
          page.IsTruncated === true
            ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
            : undefined;
      }
    },
  };
}

const keyOf = (municipality: string, { day, index, hash }: Anchor): string =>
  `${municipality}/${day}/${String(index).padStart(10, '0')}-${hash}`;

function anchorOf(municipality: string, key: string): Anchor | undefined {
  const [, city, day = '', index, hash = ''] =
    /^(\d{6})\/([\d-]{10})\/(\d{10})-([0-9a-f]{64})$/.exec(key) ?? [];
  if (city !== municipality || !isLocalDate(day)) return undefined;
  return { day, index: Number(index), hash };
}
