export { type CityType, typeIn, typesIn } from './certificate-types.ts';
export { decodeSeal, encodeSeal, type SealImage } from './seal.ts';
export {
  type CitySettings,
  DEFAULT_MINIMUM_AGE,
  Setting,
  SettingRow,
  settingsAt,
} from './settings.ts';
export { createSettingsStore, type SettingsStore } from './store.ts';
