import { addYears } from './calendar.ts';
import { type Random, randomFor } from './random.ts';
import { CURRENT_ISSUER, newSerial } from './serial-rows.ts';
import type { DomicileRow, FeedSetting, KosekiRow, SamplePerson } from './types.ts';

type IndexRow = Omit<KosekiRow, 'number'>;
type RegistrationRow = Omit<DomicileRow, 'number'>;

/** Every so-manieth register has this; each city has some of each. */
const EVERY = { absentMember: 4, removed: 6, pending: 29 } as const;
/** States of the registrations of non-residents, in turn. */
const STATES = ['承認', '承認', '申請', '承認', '審査中', '却下', '承認', '失効'] as const;
const MOST_REGISTRATIONS = 40;

/** A register before rows are made of it: residents, and how many of its people live elsewhere. */
type Register = { readonly residents: readonly SamplePerson[]; readonly elsewhere: number };

/** 戸籍 whose 本籍 lies in the city, of its residents and of whoever lives elsewhere. */
export function kosekiRows(setting: FeedSetting): readonly IndexRow[] {
  return registersOf(setting).flatMap(({ residents, elsewhere }, index) => {
    const isPending = index % EVERY.pending === 2;
    const row = (personId: string, member: number, state: IndexRow['state']): IndexRow => ({
      epoch: '1',
      personId,
      kosekiPersonKey: keyOf(personId),
      kosekiId: `H${String(index + 1).padStart(9, '0')}`,
      state,
      notificationPending: isPending && member === 0 ? '1' : '0',
    });
    return [
      ...residents.map(({ resident }, member) =>
        row(resident.personId, member, resident.state === '死亡' ? '除籍' : '在籍'),
      ),
      ...Array.from({ length: elsewhere }, (_, member) =>
        row(
          elsewhereId(index, member),
          residents.length + member,
          index % EVERY.removed === 0 ? '除籍' : '在籍',
        ),
      ),
    ];
  });
}

/** 本籍地利用登録 of some of those who live elsewhere: a serial that no feed of residents knows. */
export function domicileRows(setting: FeedSetting): readonly RegistrationRow[] {
  const { label, today } = setting;
  const random = randomFor(`${label}/domicile-registrations`);
  return registersOf(setting)
    .flatMap(({ elsewhere }, index) =>
      Array.from({ length: elsewhere }, (_, member) => elsewhereId(index, member)),
    )
    .slice(0, MOST_REGISTRATIONS)
    .map((personId, index) => {
      const state = STATES[index % STATES.length] ?? '承認';
      return {
        epoch: '1',
        personId,
        kosekiPersonKey: keyOf(personId),
        issuer: CURRENT_ISSUER,
        serial: newSerial(random),
        state,
        expiresOn: state === '承認' || state === '失効' ? addYears(today, random.integer(1, 4)) : '',
      };
    });
}

const keyOf = (personId: string): string => `K${personId}`;

/** 住登外者の宛名番号: no resident's number begins with 8. */
const elsewhereId = (register: number, member: number): string =>
  `8${String(register * 10 + member).padStart(14, '0')}`;

/** Whoever has the same 本籍 and 筆頭者 is in the same register: `withSharedRegisters` lets some span households. */
function registersOf({ label, city, people }: FeedSetting): readonly Register[] {
  const random = randomFor(`${label}/registers`);
  const native = people.filter(({ resident }) => resident.registeredDomicile.includes(city.name));
  const registers = Map.groupBy(
    native,
    ({ resident }) => `${resident.registeredDomicile}\n${resident.familyRegisterHead}`,
  );
  return [...registers.values()].map((members, index) => ({
    residents: members,
    elsewhere: index % EVERY.absentMember === 0 ? oneOrTwo(random) : 0,
  }));
}

const oneOrTwo = (random: Random): number => random.integer(1, 2);
