import type { CertificateFamily } from '../shared/certificate-types.ts';

/**
 * The model of which each family's papers are made. A template of another model belongs to another family. What has no
 * model here this program cannot issue: such types are refused as not offered, whatever a city has set.
 */
export const FAMILY_MODELS: Readonly<Partial<Record<CertificateFamily, string>>> = {
  'resident-record': 'resident-record-copy',
};
