import type { CertificateType } from '../shared/certificate-types.ts';
import type { HeadOfMunicipality } from './settings.ts';
import type { CitySettings } from './settings-at.ts';

/** Whose name and seal stand on the papers of a type: the type's own head, else the city's. */
export const headIn = (settings: CitySettings, type: CertificateType): HeadOfMunicipality | undefined =>
  settings.valueOf('head', type) ?? settings.valueOf('head', 'city');
