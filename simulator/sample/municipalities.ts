import { MunicipalityCode } from '../../functions/shared/ids.ts';

/** A city of the sample world. */
export type SampleMunicipality = {
  readonly code: MunicipalityCode;
  /** 市の名. */
  readonly name: string;
  /** Residents of the real city: the world's cities have these proportions. */
  readonly population: number;
  /** Private-use code points that only this city's EUDC font draws. */
  readonly ownCodes: readonly number[];
  /** 個人番号 on 住民票の写し; only of such a city's people a number is made up. */
  readonly printsIndividualNumber: boolean;
};

const municipality = (code: string, name: string, population: number, firstOwnCode: number) => ({
  code: MunicipalityCode.parse(code),
  name,
  population,
  ownCodes: [0, 1, 2, 3].map((offset) => firstOwnCode + offset),
  printsIndividualNumber: code === '012301',
});

export const MUNICIPALITIES: readonly [SampleMunicipality, SampleMunicipality, SampleMunicipality] = [
  municipality('012050', '室蘭市', 76_141, 0xe040),
  municipality('012301', '登別市', 42_315, 0xe050),
  municipality('012335', '伊達市', 30_283, 0xe060),
];

/** Private-use code points that all three EUDC fonts draw, each in its own way. */
export const SHARED_CODES: readonly number[] = Array.from({ length: 40 }, (_, index) => 0xe000 + index);

/** The code points that a city's EUDC font draws. */
export function drawnCodes(city: SampleMunicipality): readonly number[] {
  return [...SHARED_CODES, ...city.ownCodes];
}

/** The next city: its own codes are those that this city's font lacks. */
export function neighbourOf(city: SampleMunicipality): SampleMunicipality {
  const index = MUNICIPALITIES.indexOf(city);
  return MUNICIPALITIES[(index + 1) % MUNICIPALITIES.length] ?? MUNICIPALITIES[0];
}

/**
 * Splits a number of residents among the cities in proportion to their populations (largest remainder).
 * The parts sum to `residents`.
 */
export function apportion(residents: number): ReadonlyMap<SampleMunicipality, number> {
  const total = MUNICIPALITIES.reduce((sum, city) => sum + city.population, 0);
  const shares = MUNICIPALITIES.map((city) => {
    const exact = (residents * city.population) / total;
    return { city, whole: Math.floor(exact), remainder: exact - Math.floor(exact) };
  });
  const left = residents - shares.reduce((sum, share) => sum + share.whole, 0);
  const favoured = [...shares].sort((a, b) => b.remainder - a.remainder).slice(0, left);
  return new Map(
    shares.map((share) => [share.city, share.whole + (favoured.includes(share) ? 1 : 0)] as const),
  );
}
