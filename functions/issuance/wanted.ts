import { type CitySettings, type CityType, type SettingRow, settingsAt, typeIn } from '../changes/index.ts';
import { type CertificateFamily, circleOf, specifiedType } from '../shared/certificate-types.ts';
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
  if (specified !== undefined && circleOf(specified) !== 'own') return ofCircle(specified, asked, decided);
  const settings = settingsAt(await rows, asked.receivedAt);
  const type = typeIn(settings, asked.type);
  if (type === undefined) return { own: {}, household: 'shown', koseki: false, decided };
  if (circleOf(type.family) !== 'own') return ofCircle(type.family, asked, decided);
  const own = FAMILIES[type.family].wanted(asked);
  const household = isBoundByMembers(settings, type) ? 'binding' : 'left-out';
  return { own, household, koseki: false, decided };
}

/** Of a 戸籍 the household has no say, nor has the 戸籍 in a household's copy. */
function ofCircle(family: CertificateFamily, asked: AskedFor, decided: Wanted['decided']): Wanted {
  const isOfRegister = circleOf(family) === 'register';
  const own = FAMILIES[family].wanted(asked);
  return { own, household: isOfRegister ? 'left-out' : 'shown', koseki: isOfRegister, decided };
}
