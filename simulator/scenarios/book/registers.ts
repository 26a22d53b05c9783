import type { MenuResponse } from '../../../functions/issuance/contract.ts';
import type { Card } from '../kiosk-acts.ts';
import type { Stage } from '../stage.ts';
import { squeezed } from './papers.ts';

export const REGISTER = 'family-register';
export const SUPPLEMENT = 'family-register-supplement';

type Person = ReturnType<Stage['people']>[number];

export type InRegister = {
  readonly person: Person;
  readonly card: Card;
  /** Of the people in the same 戸籍, the applicant included, as the menu names them. */
  readonly register: MenuResponse['register'];
};

/** People to whom both certificates are offered, in the order of the sample; of one city where it is given. */
export async function peopleInRegisters(
  stage: Stage,
  count: number,
  { municipality, members = 1 }: { readonly municipality?: string; readonly members?: number } = {},
): Promise<readonly InRegister[]> {
  const found: InRegister[] = [];
  for (const person of stage.people(municipality === undefined ? {} : { municipality })) {
    if (found.length === count) break;
    const menu = await stage.look(person.card);
    if (!menu.ok) continue;
    const types = menu.value.offers.map(({ type }) => type);
    const { register } = menu.value;
    if (types.includes(REGISTER) && types.includes(SUPPLEMENT) && register.length >= members)
      found.push({ person, card: person.card, register });
  }
  if (found.length < count) throw new Error('見本に、戸籍の証明書が交付できる人が足りません。');
  return found;
}

/** As the sample's koseki system writes somebody: without the family name. */
export const namedIn = (text: string, fullName: string): boolean =>
  text.includes(`【名】${squeezed(fullName.split('　').slice(1).join(''))}【`);
