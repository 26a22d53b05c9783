import {
  CertificateFamily,
  type CertificateType,
  specifiedType,
  type TypeDefinition,
} from '../shared/certificate-types.ts';
import type { CitySettings } from './settings-at.ts';

/** A certificate type of one city as it is at one instant. */
export type CityType = TypeDefinition & { readonly id: CertificateType };

/** What the city has made of a type; undefined where there is no such type yet. */
export function typeIn(settings: CitySettings, id: CertificateType): CityType | undefined {
  const definition = settings.valueOf('certificate-type', id) ?? specifiedType(id);
  return definition === undefined ? undefined : { ...definition, id };
}

/** Every type that the city knows, in the order of the menu; those that it does not offer are among them. */
export function typesIn(settings: CitySettings): readonly CityType[] {
  const ids = new Set([...CertificateFamily.options, ...settings.scopesOf('certificate-type')]);
  return [...ids]
    .flatMap((id) => typeIn(settings, id) ?? [])
    .sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
}
