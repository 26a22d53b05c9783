import type { KosekiLink, KosekiLinks } from '../../functions/koseki/environment.ts';
import { MUNICIPALITIES } from './municipalities.ts';

/** How papers of the stand-in name what a text is compared with. */
export const PAPER_LINES = {
  register: ['本籍{registeredDomicile}', '氏名{familyRegisterHead}', '【名】{givenName}'],
  supplement: ['本籍{registeredDomicile}', '筆頭者{familyRegisterHead}', '【名】{givenName}'],
};

/** By default the strictest: the answer says whose it is, and the paper as well. */
const CHECKED: KosekiLink['identity'] = { by: 'echo-and-text', lines: PAPER_LINES };

/** The links of all cities to a stand-in of their koseki systems, as `KOSEKI_LINKS` has them. */
export function standInLinks(
  origin: string,
  { budgetMs = 8_000, identity = CHECKED }: Partial<Pick<KosekiLink, 'budgetMs' | 'identity'>> = {},
): KosekiLinks {
  const link: KosekiLink = { endpoint: `${origin}/v1/certificates`, budgetMs, identity };
  return Object.fromEntries(MUNICIPALITIES.map(({ code }) => [code, link]));
}
