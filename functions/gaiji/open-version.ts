import { settingsAt, unconfirmedKeys } from '../changes/index.ts';
import { type OutlineFont, openTrueType, sourceFromBytes } from '../pdf/index.ts';
import type { MunicipalityCode } from '../shared/ids.ts';
import type { Instant } from '../shared/time.ts';
import type { GaijiDeps } from './deps.ts';
import type { Base } from './next-version.ts';
import type { GaijiState } from './store.ts';
import type { VersionFrom } from './versions.ts';

/** The font of a version. It was sound when it was taken in: whatever is wrong with it now is a defect. */
export async function openVersion(
  { fonts }: Pick<GaijiDeps, 'fonts'>,
  municipality: MunicipalityCode,
  { value }: VersionFrom,
): Promise<OutlineFont> {
  const bytes = await fonts.read(municipality, 'tte', value.fontDigest);
  if (bytes === undefined) throw new Error('gaiji: the font of a version is gone');
  const font = openTrueType(sourceFromBytes(bytes), { id: value.fontDigest });
  if (!font.ok) throw new Error(`gaiji: the font of a version cannot be read: ${font.error.table}`);
  return font.value;
}

/** A version with what is still to be confirmed in it. */
export const baseOf = ({ value }: VersionFrom, { rows }: Pick<GaijiState, 'rows'>, now: Instant): Base => ({
  value,
  unconfirmed: unconfirmedKeys(value, settingsAt(rows, now)),
});
