import { z } from 'zod';
import { CertificateFamily } from '../shared/certificate-types.ts';
import { MunicipalityCode } from '../shared/ids.ts';
import { Feed, FileKind, RowFeed, Series } from './layouts/envelope.ts';

/** One message of the inbox's queue: an S3 event notification, or the test event of a new notification. */
export const InboxMessage = z.union([
  z.object({ Event: z.literal('s3:TestEvent') }).transform(() => ({ Records: [] })),
  z.object({
    Records: z.array(
      z.object({
        eventName: z.string(),
        s3: z.object({
          bucket: z.object({ name: z.string() }),
          object: z.object({
            /** URL-encoded, blanks as `+`. */
            key: z.string(),
            versionId: z.string().optional(),
            eTag: z.string().optional(),
          }),
        }),
      }),
    ),
  }),
]);
export type InboxMessage = z.infer<typeof InboxMessage>;

/** In Japan's time: `2026-11-23T09:15:00.000+09:00`. */
const Timestamp = z.string();

const FreshnessKind = z.enum(['never-loaded', 'stale', 'failed-file', 'failed-files', 'gap']);

/** One series of files of a feed. */
export const SeriesView = z.object({
  series: Series,
  /** Null as long as no file has been applied. */
  newest: z
    .object({
      epoch: z.int(),
      fileNumber: z.int(),
      /** Highest row number. */
      number: z.int(),
      /** The core system's own time of the newest file. */
      madeAt: Timestamp,
      appliedAt: Timestamp,
      ageSeconds: z.int(),
      /** From the core system's time to having been applied. */
      lagSeconds: z.int(),
      fullFileNumber: z.int().nullable(),
    })
    .nullable(),
  gaps: z.array(z.object({ from: z.int(), to: z.int() })),
  failed: z.array(z.object({ epoch: z.int(), fileNumber: z.int(), rule: z.string(), at: Timestamp })),
});
export type SeriesView = z.infer<typeof SeriesView>;

export const FeedView = z.object({
  feed: RowFeed,
  state: z.union([z.literal('fresh'), FreshnessKind]),
  /** `part` is the name of the closure: `seal:gap:regular:17-19`. */
  reasons: z.array(z.object({ kind: FreshnessKind, part: z.string() })),
  series: z.array(SeriesView),
});
export type FeedView = z.infer<typeof FeedView>;

/** A file that has been begun and is not finished. */
export const FileView = z.object({
  feed: Feed,
  series: Series,
  kind: FileKind,
  epoch: z.int(),
  fileNumber: z.int(),
  rows: z.int(),
  read: z.int(),
  sweep: z.enum(['negative', 'other', 'absent']),
  startedAt: Timestamp,
});
export type FileView = z.infer<typeof FileView>;

export const ClosureView = z.object({
  type: z.string(),
  cause: z.enum(['by-hand', 'gate', 'freshness', 'initial-load']),
  part: z.string().nullable(),
  closedAt: Timestamp,
  evidence: z.string(),
});
export type ClosureView = z.infer<typeof ClosureView>;

/** `GET /api/link/status`: 連携の状況 of the operator's own city. */
export const LinkStatus = z.object({
  municipality: MunicipalityCode,
  at: Timestamp,
  feeds: z.array(FeedView),
  inWork: z.array(FileView),
  latches: z.array(ClosureView),
  /** What may be issued at all, by family. */
  families: z.array(
    z.object({
      family: CertificateFamily,
      feeds: z.array(RowFeed),
      isClosed: z.boolean(),
      reasons: z.array(z.string()),
    }),
  ),
});
export type LinkStatus = z.infer<typeof LinkStatus>;
