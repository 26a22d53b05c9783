import { ageOn, type LocalDate } from '../../functions/shared/time.ts';
import { addDays, addYears } from './calendar.ts';
import type { SerialPlan } from './drafts.ts';
import type { Random } from './random.ts';
import type { SerialRow } from './types.ts';

/** Numbers every serial that is in use today. */
export const CURRENT_ISSUER = 'JPKI-AUTH-03';
/** Numbered the generation before; its numbers may equal those of the present issuer. */
const FORMER_ISSUER = 'JPKI-AUTH-02';

type NewSerial = Omit<SerialRow, 'epoch' | 'number'>;
type Setting = { readonly random: Random; readonly today: LocalDate };

/** A serial as unguessable as real ones look: 32 hexadecimal digits. */
export const newSerial = (random: Random): string => random.hex(32);

/** Decides by age: two of ten grown-ups have no certificate, and so have most children. */
export function planByChance(random: Random, birth: LocalDate, today: LocalDate): SerialPlan {
  const age = ageOn(birth, today);
  if (age < 15) return random.chance(0.3) ? 'card' : 'none';
  return random.weighted<SerialPlan>([
    ['none', 18],
    ['card', age < 75 ? 56 : 66],
    ['card-and-phone', age < 75 ? 14 : 2],
    ['renewed', 8],
    ['revoked', 2],
    ['expired', 2],
  ]);
}

/** A serial that is valid today and stays so for at least half a year. */
function validSerial(setting: Setting, personId: string, medium: 'カード' | 'スマートフォン'): NewSerial {
  const validFrom = addDays(setting.today, -setting.random.integer(1, 1_600));
  return {
    personId,
    issuer: CURRENT_ISSUER,
    serial: newSerial(setting.random),
    medium,
    validFrom,
    validUntil: addYears(validFrom, 5),
    state: '有効',
  };
}

/** The certificates of one person. A renewal is two rows: the new one, and the old one which says that it ended. */
export function serialsOf(setting: Setting, personId: string, plan: SerialPlan): readonly NewSerial[] {
  const { random, today } = setting;
  const card = (): NewSerial => validSerial(setting, personId, 'カード');
  const ended = (state: '有効' | '失効', issuer: string): NewSerial => {
    const validFrom = addDays(addYears(today, -6), -random.integer(0, 300));
    const validUntil = state === '失効' ? addDays(today, random.integer(100, 500)) : addYears(validFrom, 5);
    return { ...card(), serial: newSerial(random), issuer, validFrom, validUntil, state };
  };
  switch (plan) {
    case 'none':
    case 'by-chance':
      return [];
    case 'card':
      return [card()];
    case 'card-and-phone':
      return [card(), validSerial(setting, personId, 'スマートフォン')];
    case 'renewed':
      return [ended('失効', random.chance(0.5) ? FORMER_ISSUER : CURRENT_ISSUER), card()];
    case 'revoked':
      return [ended('失効', CURRENT_ISSUER)];
    case 'expired':
      return [ended('有効', CURRENT_ISSUER)];
  }
}

/**
 * Numbers mean something only together with their issuer: lets some ended serials of the former issuer have the
 * number of another person's valid one. The first ones stay unique, for whoever looks one up by hand.
 */
export function reuseNumbers(rows: readonly SerialRow[]): SerialRow[] {
  const valid = rows.filter((row) => row.state === '有効' && row.issuer === CURRENT_ISSUER);
  let former = 0;
  return rows.map((row) => {
    if (row.issuer !== FORMER_ISSUER) return row;
    former += 1;
    const other = former % 4 === 0 ? valid[(former * 37) % valid.length] : undefined;
    return other === undefined || other.personId === row.personId ? row : { ...row, serial: other.serial };
  });
}
