import { z } from 'zod';

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
