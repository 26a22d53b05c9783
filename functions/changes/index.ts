export { ageLimitsIn } from './age-limits.ts';
export { type CityType, typeIn, typesIn } from './certificate-types.ts';
export { type GaijiVersion, unconfirmedKeys } from './gaiji.ts';
export { decodeSeal, encodeSeal, type SealImage } from './seal.ts';
export {
  type CitySettings,
  DEFAULT_MINIMUM_AGE,
  MOST_KEY_TEXTS,
  Setting,
  SettingRow,
  settingsAt,
} from './settings.ts';
export { createSettingsStore, type SettingPut, type SettingsStore, settingPut } from './store.ts';
export { offeredTaxYears } from './tax-years.ts';
