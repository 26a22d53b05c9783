import { sampleSeal } from '../../functions/certificates/index.ts';
import type { KosekiLink, KosekiLinks } from '../../functions/koseki/index.ts';
import { encodeImage, type FontSet } from '../../functions/pdf/index.ts';
import type { MunicipalityCode } from '../../functions/shared/ids.ts';
import { MUNICIPALITIES } from '../sample/municipalities.ts';
import type { World } from '../sample/types.ts';
import type { KosekiOffices } from './answer.ts';
import { PAPER_LINES } from './papers.ts';
import { registersOf } from './registers.ts';

/** The koseki systems of a sample world's cities. */
export function officesOf(world: World, fontsOf: (municipality: MunicipalityCode) => FontSet): KosekiOffices {
  // Making it takes longer than drawing a paper.
  const seal = encodeImage(sampleSeal());
  return new Map(
    world.cities.map((city) => {
      const { code, name } = city.municipality;
      return [code, { cityName: name, registers: registersOf(world, city), fonts: fontsOf(code), seal }];
    }),
  );
}

/** By default the strictest: the answer says whose it is, and the paper as well. */
const CHECKED: KosekiLink['identity'] = { by: 'echo-and-text', lines: PAPER_LINES };

/** The links of all cities to a stand-in, as `KOSEKI_LINKS` has them. */
export function standInLinks(
  origin: string,
  { budgetMs = 8_000, identity = CHECKED }: Partial<Pick<KosekiLink, 'budgetMs' | 'identity'>> = {},
): KosekiLinks {
  const link: KosekiLink = { endpoint: `${origin}/v1/certificates`, budgetMs, identity };
  return Object.fromEntries(MUNICIPALITIES.map(({ code }) => [code, link]));
}
