import { randomFor } from './random.ts';
import type { SamplePerson } from './types.ts';

/**
 * A household's Japanese members share a register. Whoever lives alone and bears the name of another household may still
 * be in that one's, and has its 本籍 and 筆頭者: so a register spans households.
 */
export function withSharedRegisters(label: string, people: readonly SamplePerson[]): readonly SamplePerson[] {
  const random = randomFor(`${label}/shared-registers`);
  const sizes = new Map<string, number>();
  for (const { resident } of people)
    sizes.set(resident.householdId, (sizes.get(resident.householdId) ?? 0) + 1);
  const firstOfName = new Map<string, SamplePerson>();
  return people.map((person) => {
    const { resident } = person;
    if (resident.registeredDomicile === '') return person;
    const name = resident.fullName.split('　')[0] ?? '';
    const other = firstOfName.get(name);
    if (other === undefined) firstOfName.set(name, person);
    if (other === undefined || sizes.get(resident.householdId) !== 1 || random.chance(0.5)) return person;
    const { registeredDomicile, familyRegisterHead } = other.resident;
    return { ...person, resident: { ...resident, registeredDomicile, familyRegisterHead } };
  });
}
