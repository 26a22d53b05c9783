import type { IssueRequest } from '../../functions/issuance/contract.ts';
import { type ListedPerson, listPeople } from '../../simulator/sample/people.ts';
import { randomFor } from '../../simulator/sample/random.ts';
import { describeWorld } from '../../simulator/sample/traits.ts';
import { generateWorld } from '../../simulator/sample/world.ts';
import { cityOf } from '../../test/support/expected-paper.ts';
import { wishOf } from '../../test/support/issuing.ts';
import { type Cells, residentCells } from '../../test/support/link-files.ts';

/** A request with what the link files say of its applicant. */
export type Wish = { readonly request: IssueRequest; readonly cells: Cells };
export type Wishes = { readonly next: () => Wish };

/** Applicants of all cities in an order of their own; each comes again only after all the others. */
export function wishesOf(parameters: Parameters<typeof generateWorld>[0]): Wishes {
  const world = generateWorld(parameters);
  const rows = residentCells(parameters);
  const changing = new Set<string>(
    describeWorld(world)
      .filter(({ person }) => person.churn !== undefined)
      .map(({ city, person }) => `${city.municipality.code}/${person.resident.personId}`),
  );
  const somebody = listPeople(world, {}).flatMap((person) => {
    const id = `${person.municipality}/${person.personId}`;
    const cells = rows.get(id);
    return cells === undefined || person.serial === null || changing.has(id) ? [] : [{ person, cells }];
  });
  const people = randomFor('bench/issue/people').shuffle(somebody);
  let turn = 0;
  return {
    next: () => {
      const found = people[turn % people.length];
      turn += 1;
      if (found === undefined) throw new Error('the sample world has no applicants');
      return { request: requestOf(found.person), cells: found.cells };
    },
  };
}

function requestOf({ municipality, issuer, serial }: ListedPerson): IssueRequest {
  const card = { municipality, issuer, serial } as Pick<IssueRequest, 'municipality' | 'issuer' | 'serial'>;
  return wishOf(card, cityOf(municipality).feeJpy);
}
