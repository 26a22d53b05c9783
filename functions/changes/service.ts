import { type ServiceState, SPECIFIED_HOURS, serviceStateAt } from '../calendar/index.ts';
import type { CertificateType } from '../shared/certificate-types.ts';
import type { Instant } from '../shared/time.ts';
import type { CitySettings } from './settings-at.ts';

/** Whether a type is to be had at an instant, by its hours, the J-LIS calendars and the city's own days (仕様書 2(5)). */
export function serviceStateIn(settings: CitySettings, type: CertificateType, at: Instant): ServiceState {
  const lists = [
    ...settings.scopesOf('jlis-closures').map((year) => settings.valueOf('jlis-closures', year)),
    settings.valueOf('own-closures', 'city'),
  ];
  const closures = lists.flatMap((list) => list?.closures ?? []);
  return serviceStateAt(
    settings.valueOf('hours', type) ?? SPECIFIED_HOURS,
    at,
    closures.filter((closure) => closure.type === undefined || closure.type === type),
  );
}
