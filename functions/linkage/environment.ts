import { z } from 'zod';

/** Variables of the functions that take link files in. */
export const LinkIngestEnvironment = z.object({
  REGISTRY_TABLE: z.string().min(1),
  INBOX_BUCKET: z.string().min(1),
  STAGE: z.enum(['local', 'closed-network']),
});
