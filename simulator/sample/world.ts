import type { LocalDate } from '../../functions/shared/time.ts';
import { castHouseholds } from './cast.ts';
import type { HouseholdDraft } from './drafts.ts';
import { ordinaryHousehold, type Setting } from './families.ts';
import { householdRows } from './household-rows.ts';
import { apportion, type SampleMunicipality } from './municipalities.ts';
import { randomFor } from './random.ts';
import { reuseNumbers } from './serial-rows.ts';
import { withSharedRegisters } from './shared-registers.ts';
import type { SampleCity, SamplePerson, World, WorldParameters } from './types.ts';

/** Used where nobody says otherwise. */
export const DEFAULT_PARAMETERS: WorldParameters = {
  residents: 3_000,
  seed: 'kofu',
  today: '2026-10-01' as LocalDate,
};

/**
 * The made-up population of the three cities: a pure function of its parameters. Every matter that a certificate may
 * meet occurs in each city from 600 residents on.
 */
export function generateWorld(parameters: WorldParameters): World {
  const cities = [...apportion(parameters.residents)].map(([municipality, residents]) =>
    generateCity(parameters, municipality, residents),
  );
  return { parameters, cities };
}

function generateCity(
  { seed, today }: WorldParameters,
  municipality: SampleMunicipality,
  residents: number,
): SampleCity {
  const label = `${seed}/${municipality.code}`;
  const setting: Setting = { random: randomFor(`${label}/households`), city: municipality, today };
  const drafts = setting.random.shuffle(householdsFor(setting, residents));
  const rowSetting = { ...setting, random: randomFor(`${label}/rows`) };
  const people: SamplePerson[] = [];
  for (const [index, draft] of drafts.entries()) {
    // The numbers are the same in all three cities: a 宛名番号 means something only together with its city.
    const personIds = draft.members.map((_, member) =>
      fifteenDigits(200_000_003 + (people.length + member) * 7),
    );
    people.push(
      ...householdRows(rowSetting, draft, { householdId: fifteenDigits(70_000_001 + index * 3), personIds }),
    );
  }
  return { municipality, people: numbered(label, withSharedRegisters(label, people)) };
}

const fifteenDigits = (number: number): string => String(number).padStart(15, '0');

/** As many people as asked for: the cast first, as often as the city's size allows, then ordinary households. */
function householdsFor(setting: Setting, residents: number): HouseholdDraft[] {
  const drafts: HouseholdDraft[] = [];
  let room = residents;
  const add = (draft: HouseholdDraft): void => {
    if (draft.members.length > room) return;
    drafts.push(draft);
    room -= draft.members.length;
  };
  const rounds = Math.max(1, Math.floor(residents / 500));
  for (let round = 0; round < rounds; round += 1) {
    for (const draft of castHouseholds(setting))
      if (draft.members.length < 20 || round % 10 === 0) add(draft);
  }
  while (room > 0) {
    const draft = ordinaryHousehold(setting);
    add({ ...draft, members: draft.members.slice(0, room) });
  }
  return drafts;
}

/** Gives each row its place in the order of the core system's changes, which is not the order of the people. */
function numbered(label: string, people: readonly SamplePerson[]): SamplePerson[] {
  const numbers = (feed: string, count: number) => {
    const random = randomFor(`${label}/sequence/${feed}`);
    return random.shuffle(Array.from({ length: count }, (_, index) => String(index + 1)));
  };
  const take = <Row extends { number: string }>(queue: string[], row: Row): Row => ({
    ...row,
    number: queue.pop() ?? '',
  });
  const serialRows = people.flatMap((person) => person.serials);
  const resident = numbers('resident', people.length);
  const serial = numbers('serial', serialRows.length);
  const restriction = numbers('restriction', people.flatMap((person) => person.restrictions).length);
  const reused = reuseNumbers(serialRows);
  let offset = 0;
  return people.map((person) => {
    const serials = reused.slice(offset, offset + person.serials.length);
    offset += person.serials.length;
    return {
      ...person,
      resident: take(resident, person.resident),
      serials: serials.map((row) => take(serial, row)),
      restrictions: person.restrictions.map((row) => take(restriction, row)),
    };
  });
}
