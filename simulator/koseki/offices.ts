import { sampleSeal } from '../../functions/certificates/index.ts';
import { encodeImage, type FontSet } from '../../functions/pdf/index.ts';
import type { MunicipalityCode } from '../../functions/shared/ids.ts';
import type { World } from '../sample/types.ts';
import type { KosekiOffices } from './answer.ts';
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
