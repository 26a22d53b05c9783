import { z } from 'zod';
import { MunicipalityCode } from '../shared/ids.ts';
import { IdentityCheck } from './identity-check.ts';

const LOOPBACK = /^(127(\.\d{1,3}){3}|\[::1\]|localhost)$/;

/** The koseki system of one city. */
export const KosekiLink = z.strictObject({
  /** The whole address of its question. */
  endpoint: z
    .url({ protocol: /^https?$/ })
    .refine(
      (url) => new URL(url).username === '' && new URL(url).password === '',
      'an address without a password',
    ),
  /** For the whole exchange: from the look-up of the name to the last byte. */
  budgetMs: z.int().min(100).max(30_000),
  identity: IdentityCheck,
});
export type KosekiLink = z.infer<typeof KosekiLink>;

export const KosekiLinks = z.partialRecord(MunicipalityCode, KosekiLink);
export type KosekiLinks = z.infer<typeof KosekiLinks>;

/**
 * Variables of whatever asks a koseki system. Stage `local` reaches nothing but this machine; everywhere else the way
 * is encrypted.
 */
export const KosekiEnvironment = z
  .object({
    STAGE: z.enum(['local', 'closed-network']),
    /** JSON: the link of each city that has one. */
    KOSEKI_LINKS: z
      .string()
      .transform((text, context): unknown => {
        try {
          return JSON.parse(text);
        } catch {
          context.addIssue({ code: 'custom', message: 'not JSON' });
          return z.NEVER;
        }
      })
      .pipe(KosekiLinks),
  })
  .superRefine(({ STAGE, KOSEKI_LINKS }, context) => {
    for (const [municipality, link] of Object.entries(KOSEKI_LINKS)) {
      if (link === undefined) continue;
      const message = placeFault(STAGE, new URL(link.endpoint));
      if (message === undefined) continue;
      context.addIssue({ code: 'custom', path: ['KOSEKI_LINKS', municipality, 'endpoint'], message });
    }
  });
export type KosekiEnvironment = z.infer<typeof KosekiEnvironment>;

function placeFault(stage: 'local' | 'closed-network', { hostname, protocol }: URL): string | undefined {
  if (stage === 'local') return LOOPBACK.test(hostname) ? undefined : 'stage local: not a loopback address';
  return protocol === 'https:' ? undefined : 'not https';
}
