import type { IssueRequest } from '../../functions/issuance/contract.ts';
import { type ListedPerson, listPeople } from '../../simulator/sample/people.ts';
import { randomFor } from '../../simulator/sample/random.ts';
import { describeWorld } from '../../simulator/sample/traits.ts';
import { generateWorld } from '../../simulator/sample/world.ts';
import { cityOf } from '../support/expected-paper.ts';
import { wishOf } from '../support/issuing.ts';
import { type Cells, cell, residentCells } from '../support/link-files.ts';
import { inkOf, inkText } from '../support/paper.ts';
import { inPool } from '../support/pool.ts';
import { testStack } from '../support/stack.ts';
import {
  connectionPool,
  type KioskAnswer,
  openConnection,
  patiently,
  readCenterKey,
} from './kiosk-connection.ts';
import { type Proof, type ProofOptions, type ProofReport, tally } from './proof.ts';

/** Different people of one round. */
const PEOPLE = 100;
/** Requests under way at any moment; the local engine runs at most 40 functions side by side. */
const IN_FLIGHT = 24;
/** What each paper must say of its own person. */
const PRINTED = ['氏名', '生年月日（印字）', '住所'] as const;

/** Nothing is handed over through a place (INV-1): everyone who asks at once gets the own certificate. */
export const concurrency: Proof = {
  name: 'concurrency',
  summary: `Rounds of ${PEOPLE} different people at once: every PDF says its own person and nobody else`,
  needsSystem: true,
  count: 2_000,
  slice: 40,
  run: proveConcurrency,
};

type Somebody = { readonly person: ListedPerson; readonly cells: Cells };

async function proveConcurrency({ count, seed, say }: ProofOptions): Promise<ProofReport> {
  const { check, fail, note, report } = tally();
  const stack = testStack();
  const people = applicants(stack.world);
  if (people.length < PEOPLE) fail(`the sample world has ${people.length} applicants only`);
  const key = await readCenterKey(stack);
  const pool = connectionPool(() => openConnection(stack.kioskApiUrl, key));
  const random = randomFor(`${seed}/concurrency`);
  const hashes = new Set<string>();
  const began = performance.now();
  for (let asked = 0; asked < count; asked += PEOPLE) {
    const round = random.shuffle(people).slice(0, Math.min(PEOPLE, count - asked));
    const answers = await inPool(round, IN_FLIGHT, ({ person }) =>
      patiently(() => pool.post('/v1/issue', wishFor(person))),
    );
    for (const [index, answer] of answers.entries()) {
      const fault = await faultOf(answer, index, round);
      check(fault === undefined, `request ${asked + index}: ${fault}`);
      hashes.add(headerOf(answer, 'x-kofu-pdf-sha256'));
    }
    say(`${asked + round.length} requests`);
  }
  pool.close();
  check(hashes.size === count, `${count} requests and ${hashes.size} different certificates`);
  const seconds = (performance.now() - began) / 1000;
  note(`${people.length} applicants, ${seconds.toFixed(0)} s with the reading of every PDF`);
  return report();
}

/** Whoever can have a certificate and stays as the link files say. */
function applicants(parameters: Parameters<typeof generateWorld>[0]): readonly Somebody[] {
  const world = generateWorld(parameters);
  const changing = new Set<string>(
    describeWorld(world)
      .filter(({ person }) => person.churn !== undefined)
      .map(({ city, person }) => `${city.municipality.code}/${person.resident.personId}`),
  );
  const rows = residentCells(parameters);
  return listPeople(world, {}).flatMap((person) => {
    const id = `${person.municipality}/${person.personId}`;
    const cells = rows.get(id);
    return cells === undefined || person.serial === null || changing.has(id) ? [] : [{ person, cells }];
  });
}

function wishFor({ municipality, issuer, serial }: ListedPerson): IssueRequest {
  const card = { municipality, issuer, serial } as Pick<IssueRequest, 'municipality' | 'issuer' | 'serial'>;
  return wishOf(card, cityOf(municipality).feeJpy);
}

/** What is wrong with an answer; never says a value. */
async function faultOf(
  answer: KioskAnswer,
  index: number,
  round: readonly Somebody[],
): Promise<string | undefined> {
  if (answer.status !== 200) return `status ${answer.status}`;
  const text = (await inkOf(answer.body)).map(inkText).join('\n');
  const own = round[index]?.cells ?? {};
  const missing = PRINTED.filter((heading) => !text.includes(cell(own, heading)));
  if (missing.length > 0) return `lacks the own ${missing.join(', ')}`;
  const isStranger = ({ cells }: Somebody) => saysOf(text, cells) && !mayBe(cells, own);
  return round.some(isStranger) ? 'says somebody else’s name and date of birth' : undefined;
}

const saysOf = (text: string, cells: Cells): boolean =>
  text.includes(cell(cells, '氏名')) && text.includes(cell(cells, '生年月日（印字）'));

/** Two people of one date of birth, of whose names one contains the other, cannot be told apart on paper. */
const mayBe = (cells: Cells, own: Cells): boolean =>
  cell(own, '氏名').includes(cell(cells, '氏名')) &&
  cell(own, '生年月日（印字）') === cell(cells, '生年月日（印字）');

const headerOf = ({ headers }: KioskAnswer, wanted: string): string =>
  headers.find(([name]) => name === wanted)?.[1] ?? '';
