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

/** Only a city's own entry is its link. */
export const linkOf = (links: KosekiLinks, municipality: MunicipalityCode): KosekiLink | undefined =>
  Object.hasOwn(links, municipality) ? links[municipality] : undefined;

/** Which cities have a link, for who only wants to know that. */
export const linkedCities = (
  links: KosekiLinks,
): { readonly isLinked: (municipality: MunicipalityCode) => boolean } => ({
  isLinked: (municipality) => linkOf(links, municipality) !== undefined,
});

const Stage = z.enum(['local', 'closed-network']);

/** The variables of whatever asks a koseki system, for a schema that has more; `refuseStrangePlaces` belongs to them. */
export const kosekiVariables = {
  STAGE: Stage,
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
};

/** Links that lead where the stage must not go: `local` reaches this machine only, every other way is encrypted. */
export const strangePlaces = (
  stage: z.infer<typeof Stage>,
  links: KosekiLinks,
): readonly { readonly municipality: string; readonly message: string }[] =>
  Object.entries(links).flatMap(([municipality, link]) => {
    const message = link === undefined ? undefined : placeFault(stage, new URL(link.endpoint));
    return message === undefined ? [] : [{ municipality, message }];
  });

export function refuseStrangePlaces(
  { STAGE, KOSEKI_LINKS }: { readonly STAGE: z.infer<typeof Stage>; readonly KOSEKI_LINKS: KosekiLinks },
  context: z.RefinementCtx,
): void {
  for (const { municipality, message } of strangePlaces(STAGE, KOSEKI_LINKS))
    context.addIssue({ code: 'custom', path: ['KOSEKI_LINKS', municipality, 'endpoint'], message });
}

export const KosekiEnvironment = z.object(kosekiVariables).superRefine(refuseStrangePlaces);
export type KosekiEnvironment = z.infer<typeof KosekiEnvironment>;

function placeFault(stage: z.infer<typeof Stage>, { hostname, protocol }: URL): string | undefined {
  if (stage === 'local') return LOOPBACK.test(hostname) ? undefined : 'stage local: not a loopback address';
  return protocol === 'https:' ? undefined : 'not https';
}
