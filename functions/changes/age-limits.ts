import type { RowFeed } from '../linkage/index.ts';
import type { CitySettings } from './settings-at.ts';

/** 30 minutes from 6 to 23 o'clock, ten hours in the night, when core systems rest. */
const DEFAULT_MINUTES: readonly number[] = Array.from({ length: 24 }, (_, hour) =>
  hour >= 6 && hour < 23 ? 30 : 600,
);

/** How old the data of each feed may be in a city: the feed's own setting, the city's, or the default. */
export const ageLimitsIn =
  (settings: CitySettings) =>
  (feed: RowFeed): readonly number[] =>
    (settings.valueOf('freshness', feed) ?? settings.valueOf('freshness', 'city'))?.minutesByHour ??
    DEFAULT_MINUTES;
