import type { FontSet } from '../../../functions/pdf/index.ts';
import { fontsOf, openBasePack, packOf } from '../../unit/pdf/fixtures.ts';

/**
 * What certificates of a city are drawn with: IPAmj明朝 and, where they are handed in, the city's own font and a
 * stand-in for the additional font of plane 16.
 */
export const openFonts = (gaiji?: Uint8Array, additional?: Uint8Array): FontSet =>
  fontsOf({
    base: openBasePack(),
    ...(gaiji === undefined ? {} : { gaiji: packOf(gaiji) }),
    ...(additional === undefined ? {} : { additional: packOf(additional) }),
  });
