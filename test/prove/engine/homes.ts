import { CertificateFamily } from '../../../functions/shared/certificate-types.ts';
import type { JpkiIssuer, JpkiSerial, MunicipalityCode } from '../../../functions/shared/ids.ts';
import { newHousehold, ownRows } from '../../../simulator/sample/own-rows.ts';
import { cityOf, type Option } from '../../support/expected-paper.ts';
import type { Group, Surroundings, Wish } from './group.ts';
import { type Home, judgeHome } from './home-judgement.ts';
import { IMPRESSIONS, type Person, type Row, somebody } from './people.ts';
import { createTimeline } from './timeline.ts';

const SIZES = [
  [1, 3],
  [2, 3],
  [3, 2],
  [5, 1],
] as const;
const OPTIONS: readonly Option[] = ['relationship', 'domicile', 'residency'];
/** What is asked for, by how many ask for it. */
const MIX: readonly (readonly [Pick<Wish, 'type' | 'scope'>, number])[] = [
  [{ type: 'resident-record', scope: 'individual' }, 30],
  [{ type: 'resident-record', scope: 'household' }, 18],
  [{ type: 'resident-record', scope: 'partial' }, 12],
  [{ type: 'seal-registration', scope: 'individual' }, 22],
  [{ type: 'tax-and-income', scope: 'individual' }, 18],
];
const RESTRICTED = {
  全て: 'all',
  住民票の写し: 'resident-record',
  印鑑登録証明書: 'seal-registration',
} as const;

/** One change and what makes it good again: each as what is so then, and what is sent so that it becomes so. */
type Step = {
  readonly next: Person;
  readonly carryOut: () => Promise<unknown>;
};

/**
 * Two households of one city that know each other, and all that is sent of their people: whoever moves, moves between
 * them. What their certificates have to say follows from the rows alone.
 */
export async function createHome(
  municipality: MunicipalityCode,
  { random, link, staff, number, taxYear }: Surroundings & { readonly taxYear: number },
): Promise<Group> {
  const households = [newHousehold(), newHousehold()];
  const people = households.flatMap((household) =>
    Array.from({ length: random.weighted(SIZES) }, (_, index) =>
      somebody(municipality, household, index + 1, { number, taxYear, random }),
    ),
  );
  const timeline = createTimeline<Home>({ people });
  await Promise.all(
    people.flatMap(({ resident, seal, tax, cards }) => [
      link.send({ feed: 'resident', row: resident }),
      link.send({ feed: 'seal', row: seal }),
      link.send({ feed: 'tax', row: tax }),
      ...cards.map((row) => link.send({ feed: 'serial', row })),
    ]),
  );

  const put = (person: Person, feed: 'resident' | 'seal' | 'tax', changes: Row): Step => {
    const row = { ...person[feed], ...changes, number: number() };
    return { next: { ...person, [feed]: row }, carryOut: () => link.send({ feed, row }) };
  };

  const restrict = (person: Person): Step => {
    const rows = ownRows(municipality);
    const row = {
      ...rows.restriction(Number(number())),
      personId: person.personId,
      kind: random.pick(['支援措置', 'その他']),
      certificateType: random.pick(Object.keys(RESTRICTED)),
      householdWide: random.pick(['0', '1']),
    };
    const kind = random.pick(['diff', 'urgent'] as const);
    return {
      next: { ...person, restriction: row },
      carryOut: () => link.send({ feed: 'restriction', row, kind }),
    };
  };
  const lift = (person: Person): Step => {
    const row = { ...person.restriction, state: '解除', number: number() };
    return {
      next: { ...person, restriction: undefined },
      carryOut: () => link.send({ feed: 'restriction', row }),
    };
  };

  const decide = (person: Person, forbidden: string | undefined): Step => ({
    next: { ...person, forbidden },
    carryOut: () => staff.decide(person.personId, forbidden, person.forbidden),
  });

  const newCard = (person: Person): Step => {
    const row = { ...ownRows(municipality).serialRow(Number(number())), personId: person.personId };
    return {
      next: { ...person, cards: [...person.cards, row] },
      carryOut: () => link.send({ feed: 'serial', row }),
    };
  };
  const endOldCard = (person: Person): Step => {
    const row: Row = { ...person.cards.at(-2), state: '失効', number: number() };
    const cards = person.cards.map((one) => (one['serial'] === row['serial'] ? row : one));
    return { next: { ...person, cards }, carryOut: () => link.send({ feed: 'serial', row }) };
  };

  /** What may happen to somebody, one step after the other, by how often. */
  const HAPPENINGS: readonly (readonly [readonly ((person: Person) => Step)[], number])[] = [
    [[restrict, lift], 6],
    [
      [
        (person) => put(person, 'seal', { state: '抹消', impression: '' }),
        (person) =>
          put(person, 'seal', {
            state: '登録中',
            impression: random.pick(IMPRESSIONS),
            registrationNumber: `${number()}`.slice(-8),
          }),
      ],
      4,
    ],
    [
      [
        (person) => put(person, 'seal', { state: '停止' }),
        (person) => put(person, 'seal', { state: '登録中' }),
      ],
      2,
    ],
    [[(person) => put(person, 'seal', { impression: random.pick(IMPRESSIONS) })], 2],
    [
      [
        (person) => put(person, 'tax', { state: random.pick(['更正中', '未申告']) }),
        (person) =>
          put(person, 'tax', { state: '課税', totalIncome: String(random.integer(1, 9_000) * 1_000) }),
      ],
      4,
    ],
    [
      [
        (person) => {
          const [one = '', other = ''] = households;
          const householdId = person.resident['householdId'] === one ? other : one;
          return put(person, 'resident', { householdId, householdOrder: String(random.integer(1, 9)) });
        },
      ],
      3,
    ],
    [
      [
        (person) =>
          put(person, 'resident', {
            address: `北海道${cityOf(municipality).name}輪西町${number().slice(-7)}番地`,
          }),
      ],
      3,
    ],
    [[(person) => put(person, 'resident', { fullName: `改名　見本${number().slice(-6)}` })], 2],
    [
      [
        (person) => put(person, 'resident', { transferPending: '1' }),
        (person) => put(person, 'resident', { transferPending: '0' }),
      ],
      2,
    ],
    [
      [
        (person) => put(person, 'resident', { changeUnsettled: '1' }),
        (person) => put(person, 'resident', { changeUnsettled: '0' }),
      ],
      2,
    ],
    [
      [
        (person) => put(person, 'resident', { state: random.pick(['転出', '死亡', '職権消除']) }),
        (person) => put(person, 'resident', { state: '現存' }),
      ],
      2,
    ],
    [[newCard, endOldCard], 3],
    [
      [
        (person) => decide(person, random.pick(['all', ...CertificateFamily.options.slice(0, 3)])),
        (person) => decide(person, undefined),
      ],
      4,
    ],
  ];

  return {
    municipality,
    async happen(pause) {
      const { personId } = random.pick(timeline.current().people);
      for (const step of random.weighted(HAPPENINGS)) {
        const before = timeline.current();
        const person = before.people.find((one) => one.personId === personId);
        if (person === undefined) throw new Error('nobody is lost');
        const { next, carryOut } = step(person);
        const after = { people: before.people.map((one) => (one === person ? next : one)) };
        await timeline.change(after, carryOut);
        await pause();
      }
    },
    newWish() {
      const now = timeline.current().people;
      const person = random.pick(now);
      const card = random.chance(0.95) ? person.cards.at(-1) : random.pick(person.cards);
      const { type, scope } = random.weighted(MIX);
      const ofHome = now.filter(({ resident }) => resident['householdId'] === person.resident['householdId']);
      const others = ofHome.filter((one) => one !== person && random.chance(0.5));
      const { feeJpy, sealFeeJpy, taxFeeJpy, printsIndividualNumber } = cityOf(municipality);
      const asksNumber = printsIndividualNumber === true && scope === 'individual' && random.chance(0.3);
      const isCopy = type === 'resident-record';
      return {
        issuer: card?.['issuer'] as JpkiIssuer,
        serial: card?.['serial'] as JpkiSerial,
        type,
        scope,
        options: isCopy
          ? [
              ...OPTIONS.filter(() => random.chance(0.4)),
              ...(asksNumber ? ['individual-number' as const] : []),
            ]
          : [],
        subjects: scope === 'partial' ? [person, ...others].map(({ personId }) => personId) : [],
        feeJpy: isCopy ? feeJpy : type === 'seal-registration' ? sealFeeJpy : taxFeeJpy,
        ...(type === 'tax-and-income' ? { taxYear } : {}),
      };
    },
    judgedAt: (request, from, until) =>
      timeline.between(from, until).map((home) => judgeHome(home, municipality, request)),
  };
}
