import { z } from 'zod';
import { type CertificateFamily, CertificateType } from '../shared/certificate-types.ts';
import { MunicipalityCode } from '../shared/ids.ts';
import { Instant } from '../shared/time.ts';

/**
 * A closure of one city's certificate type, or of all its types. Latches are independent of one another: healing
 * one cause never lifts another one's.
 */
export const Latch = z.object({
  municipality: MunicipalityCode,
  type: z.union([CertificateType, z.literal('all')]),
  cause: z.enum(['by-hand', 'gate', 'freshness', 'initial-load']),
  closedAt: Instant,
  /** What led to it: an issuance id or a file name; never personal data. */
  evidence: z.string(),
});
export type Latch = z.infer<typeof Latch>;

/** What is said of the data, and not of one type's paper, closes every type that is made of them. */
const OF_THE_DATA: ReadonlySet<Latch['cause']> = new Set(['freshness', 'initial-load']);

export const isClosed = (
  latches: readonly Latch[],
  type: { readonly id: CertificateType; readonly family: CertificateFamily },
): boolean =>
  latches.some(
    (latch) =>
      latch.type === 'all' ||
      latch.type === type.id ||
      (latch.type === type.family && OF_THE_DATA.has(latch.cause)),
  );
