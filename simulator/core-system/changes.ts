import type { RowFeed } from '../../functions/linkage/index.ts';
import type { LocalDate } from '../../functions/shared/time.ts';
import { addDays, addYears, wareki } from '../sample/calendar.ts';
import type { Cells } from '../sample/link-file.ts';
import { ordinaryGivenName } from '../sample/names.ts';
import { placeIn } from '../sample/places.ts';
import { randomFor } from '../sample/random.ts';
import { newSerial } from '../sample/serial-rows.ts';
import type { ChurnRole, SampleCity, SamplePerson, SerialRow, World } from '../sample/types.ts';

/** Row numbers of a file begin at its own number times this: greater than those of every file before. */
const NUMBERS_PER_FILE = 1_000_000;

/** Every how many files something happens; in between "nothing has changed". */
const RHYTHM = { move: 5, birth: 41, renewal: 7, restriction: 6 } as const;
const MOST_NEWBORNS = 3;

/** Which file of a city and feed is to be written. */
type Beat = { readonly feed: RowFeed; readonly fileNumber: number; readonly today: LocalDate };

/**
 * What has changed in a city since the file before. A function of the world and the file's number alone (but for the
 * day in Japan), so that a stand-in that was stopped goes on as if it never had been. Only people whom the world sets
 * aside for it change: whoever is listed as issuable stays so, and nobody becomes it.
 */
export function changesOf(world: World, city: SampleCity, beat: Beat): readonly Cells[] {
  const rows = unnumberedChanges({ world, city, ...beat });
  return rows.map((row, index) => ({
    ...row,
    epoch: '1',
    number: String(beat.fileNumber * NUMBERS_PER_FILE + index + 1),
  }));
}

type Moment = Beat & { readonly world: World; readonly city: SampleCity };

function unnumberedChanges(moment: Moment): readonly Cells[] {
  switch (moment.feed) {
    case 'resident':
      return [...moves(moment), ...births(moment)];
    case 'serial':
      return renewals(moment);
    case 'restriction':
      return restrictions(moment);
    // Nothing changes in these; their empty files say so, and keep them fresh.
    case 'seal':
    case 'tax':
    case 'koseki-index':
    case 'domicile-registration':
      return [];
  }
}

type Turn<T> = { readonly whose: T /** How often it has been their turn before. */; readonly round: number };

/** Whose turn it is, if the file's number is one at which something happens. */
function turnOf<T>(candidates: readonly T[], fileNumber: number, every: number): Turn<T> | undefined {
  if (fileNumber % every !== 0) return undefined;
  const turn = fileNumber / every - 1;
  const whose = candidates[turn % candidates.length];
  return whose === undefined ? undefined : { whose, round: Math.floor(turn / candidates.length) };
}

function householdsWith(city: SampleCity, role: ChurnRole): SamplePerson[][] {
  const people = city.people.filter(({ churn }) => churn === role);
  return [...Map.groupBy(people, ({ resident }) => resident.householdId).values()];
}

const choices = ({ world, city }: Moment, what: string, id: string, round: number) =>
  randomFor(`${world.parameters.seed}/core-system/${city.municipality.code}/${what}/${id}/${round}`);

/** 転居: a whole household gets another address of the city. */
function moves(moment: Moment): readonly Cells[] {
  const { city, fileNumber, today } = moment;
  const turn = turnOf(householdsWith(city, 'mover'), fileNumber, RHYTHM.move);
  if (turn === undefined) return [];
  const { whose, round } = turn;
  const placeAt = (at: number, household: string) =>
    placeIn(choices(moment, 'move', household, at), city.municipality.name);
  return whose.map(({ resident }) => {
    const place = placeAt(round, resident.householdId);
    const before = round === 0 ? resident.address : placeAt(round - 1, resident.householdId).address;
    return {
      ...resident,
      address: place.address,
      buildingNameEtc: place.building,
      addressFixedOnText: wareki(today),
      notifiedOnText: wareki(today),
      previousAddress: before,
    };
  });
}

/** 出生: a child of yesterday in a household that is set aside for it. */
function births(moment: Moment): readonly Cells[] {
  const { city, fileNumber, today } = moment;
  const turn = turnOf(householdsWith(city, 'parent'), fileNumber, RHYTHM.birth);
  const head = turn?.whose[0];
  if (turn === undefined || head === undefined || turn.round >= MOST_NEWBORNS) return [];
  const random = choices(moment, 'birth', head.resident.householdId, turn.round);
  const sex = random.chance(0.5) ? ('男' as const) : ('女' as const);
  const birth = addDays(today, -1);
  const given = ordinaryGivenName(random, sex, birth);
  const [family = ''] = head.resident.fullName.split('　');
  const [familyKana = ''] = head.resident.fullNameKana.split('　');
  return [
    {
      ...head.resident,
      // No generated person has a number that begins with 9.
      personId: `9${String(turn.round)}${head.resident.personId.slice(2)}`,
      householdOrder: String(turn.whose.length + turn.round + 1),
      movedInNotifiedOn: '',
      fullName: `${family}　${given.text}`,
      fullNameKana: familyKana === '' ? '' : `${familyKana}　${given.kana}`,
      formerFamilyName: '',
      formerFamilyNameKana: '',
      dateOfBirthText: wareki(birth),
      dateOfBirth: birth,
      sex,
      becameResidentOnText: wareki(birth),
      addressFixedOnText: wareki(birth),
      notifiedOnText: wareki(today),
      previousAddress: '',
      relationshipToHead: '子',
      remarks: '',
    },
  ];
}

/** A new certificate, and the row by which the one before ends. */
function renewals(moment: Moment): readonly Cells[] {
  const { world, city, fileNumber } = moment;
  const turn = turnOf(
    city.people.filter(({ churn }) => churn === 'renewer'),
    fileNumber,
    RHYTHM.renewal,
  );
  const first = turn?.whose.serials.find((row) => row.state === '有効');
  if (turn === undefined || first === undefined) return [];
  const at = (round: number): SerialRow => ({
    ...first,
    serial: newSerial(choices(moment, 'renewal', first.personId, round)),
    validFrom: world.parameters.today,
    validUntil: addYears(world.parameters.today, 5),
  });
  const before = turn.round === 0 ? first : at(turn.round - 1);
  return [{ ...before, state: '失効' }, at(turn.round)];
}

/** 支援措置, set in one round and lifted in the next. */
function restrictions({ world, city, fileNumber }: Moment): readonly Cells[] {
  const turn = turnOf(
    city.people.filter(({ churn }) => churn === 'restricted'),
    fileNumber,
    RHYTHM.restriction,
  );
  if (turn === undefined) return [];
  return [
    {
      personId: turn.whose.resident.personId,
      kind: '支援措置',
      certificateType: '全て',
      state: turn.round % 2 === 0 ? '制限' : '解除',
      householdWide: '1',
      from: world.parameters.today,
      until: '',
    },
  ];
}
