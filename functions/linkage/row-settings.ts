import { type SettingsStore, settingsAt } from '../changes/index.ts';
import type { MunicipalityCode } from '../shared/ids.ts';
import type { Clock } from '../shared/time.ts';
import type { RowSettings } from './row-to-fact.ts';

/** What a city has set about its rows, as it is now; what it has not set is left to the parser's defaults. */
export const createRowSettings =
  (settings: Pick<SettingsStore, 'readSettings'>, clock: Clock) =>
  async (municipality: MunicipalityCode): Promise<Partial<RowSettings>> => {
    const city = settingsAt(await settings.readSettings(municipality), clock());
    const impressionRules = city.valueOf('seal-impression', 'city');
    const numbers = city.valueOf('individual-number', 'city');
    const numbersSince = city.validFromOf('individual-number', 'city');
    return {
      ...(impressionRules === undefined ? {} : { impressionRules }),
      ...(numbers === undefined ? {} : { printsIndividualNumber: numbers.printed }),
      ...(numbersSince === undefined ? {} : { numbersSince }),
    };
  };
