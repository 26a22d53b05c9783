export { ageLimitsIn } from './age-limits.ts';
export { type CityType, typeIn, typesIn } from './certificate-types.ts';
export { type GaijiVersion, unconfirmedKeys } from './gaiji.ts';
export { headIn } from './head.ts';
export { decodeSeal, encodeSeal, isSeal, type SealImage } from './seal.ts';
export { serviceStateIn } from './service.ts';
export { MOST_KEY_TEXTS, type RowHead, Setting, SettingRow } from './settings.ts';
export {
  type CitySettings,
  DEFAULT_MINIMUM_AGE,
  rowsInForce,
  settingKeyOf,
  settingsAt,
  withdrawalsIn,
} from './settings-at.ts';
export { createSettingsStore, type SettingPut, type SettingsStore, settingPut } from './store.ts';
export { offeredTaxYears } from './tax-years.ts';
