import { z } from 'zod';
import { STAFF_VARIABLES } from '../shared/http/staff-variables.ts';
import { MunicipalityCode } from '../shared/ids.ts';

const name = z.string().min(1);
const STAGE = z.enum(['local', 'closed-network']);

/** What the closures of stale feeds are set and healed with. */
const watching = { STAGE, REGISTRY_TABLE: name, STAFF_TABLE: name, AUDIT_TABLE: name };

/** Variables of the functions that take link files in. */
export const LinkIngestEnvironment = z.object({
  ...watching,
  INBOX_BUCKET: name,
  /** The keys of 個人番号: of its encryption, and of its digests. */
  NUMBER_KEY: name,
  NUMBER_DIGEST_KEY: name,
  /** The lane's own queue, to which a file that outlasts its time goes back. */
  QUEUE_URL: name,
});
export type LinkIngestEnvironment = z.infer<typeof LinkIngestEnvironment>;

/** Variables of the function that looks at every city's feeds each minute. */
export const LinkWatchEnvironment = z.object({
  ...watching,
  /** JSON: the codes of the cities. */
  MUNICIPALITIES: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.array(MunicipalityCode).min(1)),
});
export type LinkWatchEnvironment = z.infer<typeof LinkWatchEnvironment>;

/** Variables of staff-link. */
export const StaffLinkEnvironment = z.object({
  ...STAFF_VARIABLES,
  REGISTRY_TABLE: name,
});
export type StaffLinkEnvironment = z.infer<typeof StaffLinkEnvironment>;
