import { LocalDate } from '../../functions/shared/time.ts';
import { addYears, wareki } from '../sample/calendar.ts';
import { kosekiRows } from '../sample/koseki-rows.ts';
import { fullName, ordinaryFamilyName, ordinaryGivenName, type Sex } from '../sample/names.ts';
import { placeElsewhere } from '../sample/places.ts';
import { type Random, randomFor } from '../sample/random.ts';
import type { ResidentRow, SampleCity, World } from '../sample/types.ts';

/** After it people live where the register of residents says. */
const LAST_MOVE = LocalDate.parse('2000-01-01');

/** A stay of somebody at an address, as a 附票 lists it. */
export type Stay = { readonly address: string; readonly since: string };

/** Somebody in a register, enrolled or struck out. */
export type RegisterMember = {
  readonly key: string;
  /** 氏名, 氏 and 名 apart by a full-width space. */
  readonly fullName: string;
  readonly givenName: string;
  readonly dateOfBirth: string;
  readonly sex: string;
  readonly parents: { readonly father: string; readonly mother: string };
  /** 父母との続柄. */
  readonly relationship: string;
  readonly isEnrolled: boolean;
  readonly stays: readonly Stay[];
};

/** One 戸籍 of the sample world, with all that a koseki system knows beside the index that it delivers. */
export type Register = {
  readonly id: string;
  readonly domicile: string;
  /** 筆頭者の氏名. */
  readonly head: string;
  readonly compiledOn: string;
  readonly members: readonly RegisterMember[];
  /** 届出処理中. */
  readonly isPending: boolean;
};

/** The registers of one city by their id: a pure function of the world. */
export function registersOf({ parameters }: World, city: SampleCity): ReadonlyMap<string, Register> {
  const { municipality, people } = city;
  const label = `${parameters.seed}/${municipality.code}`;
  const { today } = parameters;
  const residents = new Map(people.map(({ resident }) => [resident.personId, resident]));
  const rows = Map.groupBy(
    kosekiRows({ label, today, city: municipality, people }),
    ({ kosekiId }) => kosekiId,
  );
  const registers = new Map<string, Register>();
  for (const [id, members] of rows) {
    const random = randomFor(`${label}/registers/${id}`);
    const first = members.map(({ personId }) => residents.get(personId)).find((row) => row !== undefined);
    const family = first?.fullName.split('　')[0] ?? ordinaryFamilyName(random).text;
    registers.set(id, {
      id,
      domicile: first?.registeredDomicile ?? placeElsewhere(random),
      head: first?.familyRegisterHead ?? family,
      compiledOn: wareki(addYears(today, -random.integer(8, 35))),
      isPending: members.some(({ notificationPending }) => notificationPending === '1'),
      members: members.map((row) => {
        const resident = residents.get(row.personId);
        const known = resident === undefined ? stranger(random, family, today) : ofResident(random, resident);
        return { ...known, key: row.kosekiPersonKey, isEnrolled: row.state === '在籍' };
      }),
    });
  }
  return registers;
}

type Known = Omit<RegisterMember, 'key' | 'isEnrolled'>;

function ofResident(random: Random, row: ResidentRow): Known {
  const [family = '', ...given] = row.fullName.split('　');
  const now = { address: row.address + row.buildingNameEtc, since: row.addressFixedOnText };
  return {
    ...kinOf(random, family, row.sex === '女' ? '女' : '男'),
    fullName: row.fullName,
    givenName: given.join('　'),
    dateOfBirth: row.dateOfBirthText,
    sex: row.sex,
    stays: [...staysBefore(random, row.dateOfBirth), now],
  };
}

/** Some of a life's addresses, from birth on; none where the birth is not fully known. */
function staysBefore(random: Random, dateOfBirth: string): Stay[] {
  const { data: birth } = LocalDate.safeParse(dateOfBirth);
  if (birth === undefined) return [];
  const stays: Stay[] = [];
  for (let since = birth; since < LAST_MOVE; since = addYears(since, random.integer(6, 22)))
    stays.push({ address: placeElsewhere(random), since: wareki(since) });
  return stays;
}

/** Somebody who lives elsewhere: the index knows no name, so one is made up. */
function stranger(random: Random, family: string, today: LocalDate): Known {
  const sex: Sex = random.chance(0.5) ? '男' : '女';
  const birth = addYears(today, -random.integer(20, 80));
  const name = fullName({ text: family, kana: '' }, ordinaryGivenName(random, sex, birth));
  return {
    ...kinOf(random, family, sex),
    fullName: name.text,
    givenName: name.text.split('　')[1] ?? '',
    dateOfBirth: wareki(birth),
    sex,
    stays: [{ address: placeElsewhere(random), since: wareki(addYears(today, -random.integer(1, 12))) }],
  };
}

const RELATIONSHIPS: Readonly<Record<Sex, readonly string[]>> = {
  男: ['長男', '二男', '三男'],
  女: ['長女', '二女', '三女'],
};

function kinOf(random: Random, family: string, sex: Sex): Pick<Known, 'parents' | 'relationship'> {
  const parent = (of: Sex): string => ordinaryGivenName(random, of, '1955-01-01' as LocalDate).text;
  return {
    parents: { father: `${family}　${parent('男')}`, mother: parent('女') },
    relationship: random.pick(RELATIONSHIPS[sex]),
  };
}
