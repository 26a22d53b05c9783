import { ageOn, LocalDate } from '../../functions/shared/time.ts';
import { addDays } from './calendar.ts';
import { randomFor } from './random.ts';
import { drawImpression, impressionStyle } from './seal-impression.ts';
import type { FeedSetting, SamplePerson, SealRow } from './types.ts';

/** Of those old enough, about so many have registered a seal. */
const SHARE = 0.6;
/** Every so-manieth registration is one that may not be certified: each city has some. */
const EVERY = { erased: 19, suspended: 31, reregistered: 13 } as const;

/** 印鑑登録 of a city's people. Whoever moved out, died or was removed has none that counts. */
export function sealRows({ label, today, people }: FeedSetting): readonly Omit<SealRow, 'number'>[] {
  const choices = randomFor(`${label}/seals`);
  const holders = people.filter((person) => mayRegister(person, today) && choices.chance(SHARE));
  return holders.map((person, index) => {
    const { resident } = person;
    // A source of its own for each drawing, so that one more stroke changes no other person's seal.
    const random = randomFor(`${label}/seals/${resident.personId}`);
    const state = stateOf(person, index);
    const katakana = resident.nationalityClass === '外国人' && random.chance(0.3) ? 'グエン　ティ　ホア' : '';
    return {
      epoch: '1',
      personId: resident.personId,
      registrationNumber: `${index % EVERY.reregistered === 4 ? '2' : '1'}${String(index).padStart(6, '0')}`,
      state,
      registeredOn: addDays(today, -random.integer(30, 7_000)),
      fullNameKatakana: katakana,
      remarks: '',
      impression:
        state === '抹消'
          ? ''
          : Buffer.from(drawImpression(random, impressionStyle(random))).toString('base64'),
    };
  });
}

const mayRegister = ({ resident }: SamplePerson, today: LocalDate): boolean => {
  const birth = LocalDate.safeParse(resident.dateOfBirth);
  return !birth.success || ageOn(birth.data, today) >= 15;
};

function stateOf({ resident }: SamplePerson, index: number): SealRow['state'] {
  if (resident.state !== '現存' || index % EVERY.erased === 3) return '抹消';
  return index % EVERY.suspended === 5 ? '停止' : '登録中';
}
