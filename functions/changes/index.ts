export { ageLimitsIn } from './age-limits.ts';
export { type CityType, typeIn, typesIn } from './certificate-types.ts';
export { type GaijiVersion, unconfirmedKeys } from './gaiji.ts';
export { headIn } from './head.ts';
export { decodeSeal, encodeSeal, isSeal, type SealImage } from './seal.ts';
export { serviceStateIn } from './service.ts';
export {
  type CitySettings,
  DEFAULT_MINIMUM_AGE,
  MOST_KEY_TEXTS,
  type RowHead,
  rowsInForce,
  Setting,
  SettingRow,
  settingKeyOf,
  settingsAt,
  withdrawalsIn,
} from './settings.ts';
export { createSettingsStore, type SettingPut, type SettingsStore, settingPut } from './store.ts';
export { offeredTaxYears } from './tax-years.ts';
