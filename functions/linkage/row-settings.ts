import { type SettingsStore, settingsAt } from '../changes/index.ts';
import type { MunicipalityCode } from '../shared/ids.ts';
import type { Clock } from '../shared/time.ts';
import type { RowSettings } from './row-to-fact.ts';

/**
 * What a city has set about its rows, as it is now; what it has not set is left to the parser's defaults. 個人番号 is
 * never among it: without a vault a row's number is read and forgotten.
 */
export const createRowSettings =
  (settings: Pick<SettingsStore, 'readSettings'>, clock: Clock) =>
  async (municipality: MunicipalityCode): Promise<Partial<RowSettings>> => {
    const city = settingsAt(await settings.readSettings(municipality), clock());
    const impressionRules = city.valueOf('seal-impression', 'city');
    return impressionRules === undefined ? {} : { impressionRules };
  };
