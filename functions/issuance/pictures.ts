import type { CertificateContent } from '../certificates/index.ts';
import { type ImpressionStore, referenceOf } from '../seal-images/index.ts';
import type { MunicipalityCode } from '../shared/ids.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { KeptPicture } from './families/family.ts';

/** Pictures of a certificate's body by the name that templates give them. */
export type KeptPictures = Readonly<Record<string, KeptPicture>>;

/**
 * The pictures that a certificate names, loaded by digest for this certificate alone: an impression is personal, so
 * that none is kept for the next one. Error: one of them is not there; nothing else is ever taken in its place.
 */
export async function loadPictures(
  impressions: Pick<ImpressionStore, 'read'>,
  municipality: MunicipalityCode,
  content: CertificateContent,
): Promise<Result<KeptPictures, 'missing'>> {
  if (!('impression' in content)) return ok({});
  const impression = await impressions.read(municipality, content.impression);
  if (impression === undefined) return err('missing');
  const { image, widthPt: width, heightPt: height } = impression;
  // worked out from the pixels, not taken over from the name: the release gate compares it with the registry's
  return ok({ impression: { image, width, height, sha256: referenceOf(impression).sha256 } });
}
