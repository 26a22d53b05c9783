import { registersOf } from '../../simulator/koseki/registers.ts';
import { generateWorld } from '../../simulator/sample/world.ts';
import { DEFAULT_WORLD_FILE, readWorldFile } from '../../simulator/sample/world-file.ts';
import { Problem } from '../local/problem.ts';
import type { PeopleCommand } from './arguments.ts';
import type { Told } from './fetch.ts';

/** `people`: who can be asked for at the stand-in, with what a paper about them has to say. */
export async function listPeople({ municipality, limit }: PeopleCommand): Promise<Told> {
  const parameters = await readWorldFile(DEFAULT_WORLD_FILE);
  if (parameters === undefined) throw new Problem('There is no sample world', '`npm start` loads one');
  const world = generateWorld(parameters);
  const city = world.cities.find((one) => one.municipality.code === municipality);
  if (city === undefined)
    throw new Problem(`${municipality} is no city of the sample world`, 'choose another');
  const people = [...registersOf(world, city).values()]
    .filter(({ isPending }) => !isPending)
    .flatMap(({ id, domicile, head, members }) =>
      members
        .filter(({ isEnrolled }) => isEnrolled)
        .map(({ key, fullName }) => ({
          municipality,
          register: id,
          person: key,
          expect: { registeredDomicile: domicile, familyRegisterHead: head, fullNames: [fullName] },
        })),
    )
    .slice(0, limit);
  const lines = people.map(
    ({ register, person, expect: { fullNames, registeredDomicile } }) =>
      `--municipality ${municipality} --register ${register} --person ${person}  ${fullNames[0]}  ${registeredDomicile}`,
  );
  return { code: 0, text: lines.join('\n'), data: people };
}
