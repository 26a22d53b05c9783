import { type CitySettings, type CityType, type SettingRow, settingsAt, typeIn } from '../changes/index.ts';
import { isOfHousehold, specifiedType } from '../shared/certificate-types.ts';
import type { Instant } from '../shared/time.ts';
import type { IssueRequest } from './contract.ts';
import { FAMILIES } from './families.ts';
import type { Wanted } from './gather.ts';

/** What decides about how much is read for a request. */
export type AskedFor = Pick<IssueRequest, 'type' | 'scope' | 'options' | 'taxYear'> & {
  readonly receivedAt: Instant;
};

/** A protected member closes the household, unless the city has decided otherwise for the type. */
export const isBoundByMembers = (settings: CitySettings, { id }: Pick<CityType, 'id'>): boolean =>
  settings.valueOf('household-rule', id)?.boundByMembers ?? true;

/**
 * An own-only certificate rests on its person's gate row, which vouches for record, seal and years of taxes alike. The
 * others of the household count, if at all, by what closes them, and the household's own row stands for that.
 */
export async function wantedFor(asked: AskedFor, rows: Promise<readonly SettingRow[]>): Promise<Wanted> {
  const decided = asked.scope === 'individual' ? 'applicant' : 'members';
  // A type of the specification cannot change its family: a copy waits for no settings.
  const specified = specifiedType(asked.type)?.family;
  if (specified !== undefined && isOfHousehold(specified))
    return { own: FAMILIES[specified]?.wanted(asked) ?? {}, household: 'shown', decided };
  const settings = settingsAt(await rows, asked.receivedAt);
  const type = typeIn(settings, asked.type);
  if (type === undefined) return { own: {}, household: 'shown', decided };
  const own = FAMILIES[type.family]?.wanted(asked) ?? {};
  if (isOfHousehold(type.family)) return { own, household: 'shown', decided };
  return { own, household: isBoundByMembers(settings, type) ? 'binding' : 'left-out', decided };
}
