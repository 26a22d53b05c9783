import { type GlyphKey, readKeys } from '../pdf/index.ts';
import type { Setting } from './settings.ts';
import type { CitySettings } from './settings-at.ts';

export type GaijiVersion = Extract<Setting, { kind: 'gaiji' }>['value'];

/** The keys of a version that changed their outline and that nobody has confirmed yet; they must not be drawn. */
export function unconfirmedKeys(
  { fontDigest, unconfirmed }: GaijiVersion,
  settings: Pick<CitySettings, 'everyValueOf'>,
): ReadonlySet<GlyphKey> {
  const confirmations = settings.everyValueOf('gaiji-confirmation', fontDigest);
  const confirmed = readKeys(confirmations.flatMap(({ keys }) => keys));
  return new Set([...readKeys(unconfirmed ?? [])].filter((key) => !confirmed.has(key)));
}
