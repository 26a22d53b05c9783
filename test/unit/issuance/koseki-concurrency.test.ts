import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleSeal } from '../../../functions/certificates/index.ts';
import { encodeImage } from '../../../functions/pdf/index.ts';
import { JpkiSerial } from '../../../functions/shared/ids.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { uuidV7 } from '../../../functions/shared/uuid-v7.ts';
import type { Register } from '../../../simulator/koseki/registers.ts';
import { pagesOf } from '../../support/paper.ts';
import { openFonts } from '../../support/pdf/fonts.ts';
import { gatewayTo, type RunningStandIn, startStandIn } from '../koseki/stand-in.ts';
import { koseki, serial } from '../registry/sample-changes.ts';
import { KOSEKI_SETTINGS, REGISTER } from './koseki-world.ts';
import { adult, municipality, NOON, ownWorld, wishFor } from './own-world.ts';

// 川崎市 2023-05-02: of two requests to the koseki system within one second the later overwrote the earlier.

const PEOPLE = [
  { person: 1, serial: 'A1', name: '見本　太郎', domicile: '北海道室蘭市幸町1番' },
  { person: 2, serial: 'B2', name: '手本　次郎', domicile: '北海道室蘭市海岸町2番' },
] as const;
type Person = (typeof PEOPLE)[number];

const registerOf = ({ person, name, domicile }: Person): Register => ({
  id: `H${person}`,
  domicile,
  head: name,
  compiledOn: '平成10年4月1日',
  isPending: false,
  members: [
    {
      key: `K${person}`,
      fullName: name,
      givenName: name.split('　')[1] ?? '',
      dateOfBirth: '昭和61年4月5日',
      sex: '男',
      parents: { father: '見本　一', mother: '二子' },
      relationship: '長男',
      isEnrolled: true,
      stays: [{ address: domicile, since: '平成10年4月1日' }],
    },
  ],
});

let standIn: RunningStandIn;
beforeAll(async () => {
  const registers = new Map(PEOPLE.map((person) => [`H${person.person}`, registerOf(person)]));
  const seal = encodeImage(sampleSeal());
  const office = { cityName: '室蘭市', registers, fonts: openFonts(), seal };
  let held = 0;
  // Answers overtake each other.
  standIn = await startStandIn(new Map([[municipality, office]]), () => (held++ % 7) * 6);
});
afterAll(() => standIn.close());

/** All within one millisecond. */
const newId = () => uuidV7(NOON, randomBytes(10));

async function cityOfTwo() {
  const world = await ownWorld({
    settings: KOSEKI_SETTINGS,
    koseki: gatewayTo(standIn.origin, {}, () => instantOf(NOON)),
  });
  for (const { person, serial: card, name, domicile } of PEOPLE) {
    const facts = { person, household: person, fullName: name, registeredDomicile: domicile };
    await world.apply(
      adult(60, { ...facts, familyRegisterHead: name }),
      koseki(60, { person, koseki: person }),
      serial(60, { person, serial: card }),
    );
  }
  const ask = async (person: Person) => {
    const request = wishFor(REGISTER, { serial: JpkiSerial.parse(person.serial), scope: 'household' });
    return { person, answer: await world.issue(request, { newId }) };
  };
  return { ...world, ask };
}

test('INV-6: 100 requests of the same second, of two people, each get the own register', async () => {
  const { ask } = await cityOfTwo();
  const before = standIn.counts();
  const all = Array.from({ length: 100 }, (_, index) => PEOPLE[index % 2] ?? PEOPLE[0]);
  // The stand-in draws equal papers for equal questions.
  const papers = new Map<string, Person>();
  for (const { person, answer } of await Promise.all(all.map(ask))) {
    if (answer.kind === 'refused') throw new Error(answer.codes.join(' '));
    if (!papers.has(answer.sha256)) {
      const text = (await pagesOf(answer.pdf)).join('');
      const [owner, ...more] = PEOPLE.filter(({ domicile }) => text.includes(domicile));
      expect([owner, more]).toEqual([person, []]);
      papers.set(answer.sha256, person);
    }
    expect(papers.get(answer.sha256)).toBe(person);
  }
  expect(papers.size).toBe(2);
  const after = standIn.counts();
  expect([after.connections - before.connections, after.questions - before.questions]).toEqual([100, 100]);
});

test('INV-4, INV-12: swapped answers hand out nothing and close the type, with what is still under way', async () => {
  const { ask, closed } = await cityOfTwo();
  standIn.plan({ fault: 'swapped-body', times: 2 });
  const answers = await Promise.all(PEOPLE.map(ask));
  standIn.plan({});
  expect(answers.map(({ answer }) => answer)).toEqual([
    { kind: 'refused', codes: ['ISS-2003'] },
    { kind: 'refused', codes: ['ISS-2003'] },
  ]);
  expect(closed.map(({ type, cause }) => [type, cause])).toContainEqual([REGISTER, 'gate']);
  const next = await Promise.all(PEOPLE.map(ask));
  for (const { answer } of next) expect(answer).toEqual({ kind: 'refused', codes: ['ISS-1003'] });
});
