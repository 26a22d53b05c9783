import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { IssueRequest } from '../../functions/issuance/contract.ts';
import { PUBLIC_REFUSALS, type PublicCode } from '../../functions/shared/refusals.ts';
import { inventGlyph } from '../../simulator/sample/eudc-outlines.ts';
import { MUNICIPALITIES, SHARED_CODES } from '../../simulator/sample/municipalities.ts';
import { TRAITS, type Trait } from '../../simulator/sample/traits.ts';
import {
  cityOf,
  expectedFrames,
  expectedMembers,
  type Option,
  type PaperWish,
  type Scope,
} from '../support/expected-paper.ts';
import { ownHousehold } from '../support/households.ts';
import { issuingOnEngine, newRequestId } from '../support/issuing.ts';
import { jsonOf, kioskOverHttp } from '../support/kiosk.ts';
import { type Cells, cell } from '../support/link-files.ts';
import { inkOf, inkText } from '../support/paper.ts';
import { inPool } from '../support/pool.ts';
import { type Card, type SampleResident, samplePeople } from '../support/sample-people.ts';

const kiosk = await kioskOverHttp();
const people = samplePeople(kiosk.stack.world);

/** Few enough that the cold starts on a small machine do not wait for one another beyond the deadline. */
const WIDTH = 5;
const SCOPES: readonly Scope[] = ['individual', 'household', 'partial'];
const OPTIONS: readonly Option[] = ['relationship', 'domicile', 'residency'];
const ALL_CHOICES: readonly (readonly Option[])[] = Array.from({ length: 8 }, (_, bits) =>
  OPTIONS.filter((_option, index) => (bits >> index) & 1),
);

/** What stands against issuing, by trait: the staff's exact reason. */
const REASONS: Readonly<Partial<Record<Trait, string>>> = {
  protected: 'ISS-1207',
  'protected-household': 'ISS-1207',
  restricted: 'ISS-1208',
  minor: 'ISS-1301',
  'missing-glyph': 'ISS-1210',
  'unknown-birth-date': 'ISS-1302',
  'moved-out': 'ISS-1201',
  deceased: 'ISS-1202',
  removed: 'ISS-1203',
  'transfer-pending': 'ISS-1206',
  unsettled: 'ISS-1204',
  'moved-in-today': 'ISS-1205',
  'revoked-serial': 'ISS-1102',
  'expired-serial': 'ISS-1103',
};
/** What the kiosk may know of each reason; the first that applies to somebody is the one that is shown. */
const PUBLIC_CODES: readonly (readonly [PublicCode, readonly string[]])[] = [
  ['KSK-1003', ['ISS-1201', 'ISS-1202', 'ISS-1203']],
  ['KSK-1004', ['ISS-1102', 'ISS-1103']],
  ['KSK-1005', ['ISS-1204', 'ISS-1205', 'ISS-1206', 'ISS-1207', 'ISS-1208', 'ISS-1210', 'ISS-1302']],
  ['KSK-1006', ['ISS-1301']],
];
const GONE: readonly Trait[] = ['moved-out', 'deceased', 'removed'];
const SERIAL_ENDED: readonly Trait[] = ['revoked-serial', 'expired-serial'];

/** The exact reasons against this person's own copy with everything that can be asked for. */
function reasonsAgainst(person: SampleResident): readonly string[] {
  const gone = GONE.filter((trait) => person.traits.has(trait));
  const traits =
    gone.length > 0
      ? [...gone, ...SERIAL_ENDED.filter((trait) => person.traits.has(trait))]
      : [...person.traits].filter((trait) => REASONS[trait] !== undefined);
  const codes = [...new Set(traits.flatMap((trait) => REASONS[trait] ?? []))];
  const others = person.household.some(
    (member) => cell(member, '宛名番号') !== person.personId && cell(member, '転出予定') === '1',
  );
  if (gone.length === 0 && others && !codes.includes('ISS-1206')) codes.push('ISS-1206');
  // A glyph is looked for only when everything else permits to draw.
  return codes.length > 1 ? codes.filter((code) => code !== 'ISS-1210') : codes;
}

function publicCodeOf(codes: readonly string[]): PublicCode {
  const found = PUBLIC_CODES.find(([, reasons]) => reasons.some((reason) => codes.includes(reason)));
  if (found === undefined) throw new Error('no public code');
  return found[0];
}

const cardOf = ({ card }: SampleResident): Card => {
  if (card === undefined) throw new Error('nothing to ask with');
  return card;
};

/** Nothing in the household stands in the way of any scope. */
const isOpen = (person: SampleResident): boolean =>
  person.card !== undefined &&
  reasonsAgainst(person).length === 0 &&
  housemates(person).every((other) =>
    reasonsAgainst(other).every((code) => ['ISS-1301', 'ISS-1302', 'ISS-1102', 'ISS-1103'].includes(code)),
  );

const byHousehold = Map.groupBy(
  people.filter(({ cells }) => cell(cells, '住民状態') === '現存'),
  ({ municipality, cells }) => `${municipality}/${cell(cells, '世帯番号')}`,
);
const housemates = ({ municipality, cells }: SampleResident): readonly SampleResident[] =>
  byHousehold.get(`${municipality}/${cell(cells, '世帯番号')}`) ?? [];

/** Up to so many people of each city with that trait, those first who have nothing else in the way. */
const shown = (
  trait: Trait,
  condition: (person: SampleResident) => boolean,
  each = 2,
): readonly SampleResident[] =>
  MUNICIPALITIES.flatMap(({ code }) =>
    people
      .filter((person) => person.municipality === code && person.traits.has(trait) && condition(person))
      .sort((a, b) => reasonsAgainst(a).length - reasonsAgainst(b).length)
      .slice(0, each),
  );

function subjectsOf(person: SampleResident, scope: Scope): readonly Cells[] {
  if (scope === 'individual') return [person.cells];
  return scope === 'household' ? person.household : partOf(person);
}

/** Everyone but the second of the household: a part that is neither all nor one. */
const partOf = ({ household }: SampleResident): readonly Cells[] =>
  household.filter((_member, index) => household.length === 1 || index !== 1);

/** Asks for a certificate and reads it: every character of every page must be the link file's. */
async function certify(person: SampleResident, scope: Scope, options: readonly Option[]) {
  const subjects = subjectsOf(person, scope);
  const request = kiosk.wish(cardOf(person), {
    scope,
    options: [...options],
    subjects: scope === 'partial' ? subjects.map((member) => cell(member, '宛名番号') as never) : [],
  });
  const { pdf, sha256 } = await kiosk.issued(request);
  const record = await kiosk.recordOf(request);
  expect(record).toMatchObject({
    state: 'responded',
    applicant: person.personId,
    subjects: subjects.map((member) => cell(member, '宛名番号')),
    feeJpy: cityOf(person.municipality).feeJpy,
    drawing: { pdfSha256: sha256 },
  });
  const pages = await inkOf(pdf);
  const wish: PaperWish = {
    municipality: person.municipality,
    scope,
    options,
    subjects,
    number: record?.issuanceId ?? '',
  };
  const frames = expectedFrames(wish, pages.length);
  expect(pages.map((page, index) => inkText(page).slice(0, frames[index]?.length))).toEqual(frames);
  const members = pages.map((page, index) => inkText(page).slice(frames[index]?.length)).join('');
  expect(members).toBe(expectedMembers(wish));
  return { pages, request };
}

describe('every trait of the sample world at the kiosk', () => {
  const issuable = TRAITS.filter((trait) => REASONS[trait] === undefined && trait !== 'no-serial');

  test.each(issuable)('%s: the paper says character for character what the link file says', async (trait) => {
    const chosen = shown(trait, isOpen, 1);
    expect(new Set(chosen.map(({ municipality }) => municipality)).size).toBe(3);
    const wishes = chosen.flatMap((person) =>
      SCOPES.filter((scope) => scope !== 'partial' || person.household.length > 1).map((scope) => ({
        person,
        scope,
        options: scope === 'individual' ? [] : OPTIONS,
      })),
    );
    await inPool(wishes, WIDTH, ({ person, scope, options }) => certify(person, scope, options));
  });

  test.each(TRAITS.filter((trait) => REASONS[trait] !== undefined))(
    '%s: is refused with its public code and nothing else, and only the staff’s record says why',
    async (trait) => {
      const chosen = shown(trait, (person) => person.card !== undefined);
      expect(new Set(chosen.map(({ municipality }) => municipality)).size).toBe(3);
      await inPool(chosen, WIDTH, async (person) => {
        const codes = reasonsAgainst(person);
        const code = publicCodeOf(codes);
        const request = kiosk.wish(cardOf(person), { options: ['relationship', 'domicile', 'residency'] });
        const answer = await kiosk.ask('/v1/issue', request);
        const { status, title, message, retry } = PUBLIC_REFUSALS[code];
        expect(jsonOf(answer)).toEqual({ type: 'about:blank', title, status, code, message, retry });
        expect(answer.status).toBe(status);
        for (const [header] of answer.headers) expect(header).not.toMatch(/^x-kofu/);
        const record = await kiosk.recordOf(request);
        expect(record?.state).toBe('refused');
        expect(new Set(record?.reasons.map((reason) => reason.code))).toEqual(new Set(codes));
        expect(codes).toContain(REASONS[trait]);
        expect(record?.drawing).toBeUndefined();
        expect(await kiosk.itemsOf(request)).toHaveLength(1);
      });
    },
  );

  test('no-serial: somebody without a card cannot be asked for by any number of theirs', async () => {
    for (const person of shown('no-serial', ({ card }) => card === undefined)) {
      const serial = person.personId as never;
      const request = kiosk.wish({
        municipality: person.municipality,
        issuer: 'JPKI-AUTH-03' as never,
        serial,
      });
      expect(jsonOf(await kiosk.ask('/v1/issue', request))).toMatchObject({ code: 'KSK-1003' });
      expect(await kiosk.recordOf(request)).toMatchObject({ reasons: [{ code: 'ISS-1101' }], subjects: [] });
    }
  });

  test('all refusals for the counter are one and the same answer, byte for byte', async () => {
    const traits: readonly Trait[] = [
      'protected',
      'protected-household',
      'restricted',
      'transfer-pending',
      'unsettled',
      'missing-glyph',
      'moved-in-today',
    ];
    const chosen = traits.flatMap((trait) =>
      shown(
        trait,
        (person) => person.card !== undefined && publicCodeOf(reasonsAgainst(person)) === 'KSK-1005',
      ),
    );
    expect(chosen.length).toBeGreaterThanOrEqual(3 * traits.length);
    const answers = await inPool(chosen, WIDTH, (person) =>
      kiosk.ask('/v1/issue', kiosk.wish(cardOf(person), { options: ['relationship'] })),
    );
    const seen = answers.map(({ status, headers, body }) =>
      JSON.stringify([
        status,
        [...headers].filter(([name]) => !['date', 'x-amz-request-id', 'x-amzn-requestid'].includes(name)),
        createHash('sha256').update(body).digest('hex'),
      ]),
    );
    expect(new Set(seen).size).toBe(1);
  });
});

describe('the menu', () => {
  test('offers the copy with the city’s fee and the household in its order to whoever may have it', async () => {
    const chosen = ['large-household', 'foreign', 'ivs', 'eudc', 'two-serials'].flatMap((trait) =>
      shown(trait as Trait, isOpen, 1),
    );
    await inPool(chosen, WIDTH, async (person) => {
      const answer = await kiosk.center.menu(cardOf(person));
      const numbers = cityOf(person.municipality).printsIndividualNumber ? ['individual-number'] : [];
      const hasForeigner = person.household.some((member) => cell(member, '住民区分') === '外国人');
      expect(answer).toEqual({
        ok: true,
        value: {
          municipality: person.municipality,
          offers: expect.arrayContaining([
            {
              type: 'resident-record',
              name: '住民票の写し',
              family: 'resident-record',
              scopes: person.household.length > 1 ? SCOPES : ['individual'],
              options: [...(hasForeigner ? OPTIONS : ['relationship', 'domicile']), ...numbers],
              ...(numbers.length === 0 ? {} : { ownOptions: numbers }),
              feeJpy: cityOf(person.municipality).feeJpy,
            },
          ]),
          household: person.household.map((member) => ({
            personId: cell(member, '宛名番号'),
            fullName: cell(member, '氏名'),
            isApplicant: cell(member, '宛名番号') === person.personId,
          })),
          register: expect.any(Array),
        },
      });
    });
  });

  test.each(TRAITS.filter((trait) => REASONS[trait] !== undefined && trait !== 'missing-glyph'))(
    '%s: refuses as issuing would',
    async (trait) => {
      await inPool(
        shown(trait, (person) => person.card !== undefined),
        WIDTH,
        async (person) => {
          const answer = await kiosk.center.menu(cardOf(person));
          const code = publicCodeOf(reasonsAgainst(person));
          // A restriction of the copy alone leaves the other certificates; a move leaves 戸籍.
          if (answer.ok && ['restricted', 'transfer-pending', 'moved-in-today'].includes(trait))
            expect(answer.value.offers.map(({ type }) => type)).not.toContain('resident-record');
          else expect(answer).toMatchObject({ ok: false, error: { problem: { code } } });
        },
      );
    },
  );
});

describe('what a copy says beside the record', () => {
  test('every choice of what is only printed when asked for', async () => {
    const chosen = [
      shown('foreign', isOpen),
      shown('former-name', isOpen),
      shown('alternative-name', (person) => isOpen(person) && person.household.length > 1),
    ].flatMap((found) => found.slice(0, 1));
    const wishes = chosen.flatMap((person) =>
      ALL_CHOICES.flatMap((options) =>
        (['individual', 'household'] as const).map((scope) => ({ person, scope, options })),
      ),
    );
    expect(wishes).toHaveLength(chosen.length * 16);
    await inPool(wishes, WIDTH, ({ person, scope, options }) => certify(person, scope, options));
  });

  test('個人番号 is the link file’s where its city prints it and it was asked for, and is kept nowhere', async () => {
    const [here, elsewhere] = ['012301', '012050'].map((code) =>
      shown('kana', (person) => isOpen(person) && person.household.length > 1).find(
        ({ municipality }) => municipality === code,
      ),
    );
    if (here === undefined || elsewhere === undefined) throw new Error('nobody');
    const number = cell(here.cells, '個人番号');
    expect(number).toMatch(/^\d{12}$/);
    const options: readonly Option[] = ['individual-number'];
    const { pages, request } = await certify(here, 'individual', options);
    expect(pages.map(inkText).join('')).toContain(number);
    expect(JSON.stringify(await kiosk.itemsOf(request))).not.toContain(number);
    expect(jsonOf(await kiosk.ask('/v1/issue', request))).toMatchObject({ code: 'KSK-2003' });
    const { pages: household } = await certify(here, 'household', []);
    for (const row of here.household)
      expect(household.map(inkText).join('')).not.toContain(cell(row, '個人番号'));
    for (const [person, scope] of [
      [here, 'household'],
      [elsewhere, 'individual'],
    ] as const) {
      const refused = kiosk.wish(cardOf(person), { scope, options: [...options] });
      expect(jsonOf(await kiosk.ask('/v1/issue', refused))).toMatchObject({ code: 'KSK-1007' });
      expect(await kiosk.recordOf(refused)).toMatchObject({ reasons: [{ code: 'ISS-1403' }] });
    }
  });

  test('a household of twenty goes over several pages that count themselves', async () => {
    const heads = shown('large-household', (person) => isOpen(person) && person.household.length === 20);
    for (const { code } of MUNICIPALITIES) {
      const person = heads.find(({ municipality }) => municipality === code);
      if (person === undefined) throw new Error('no household of twenty');
      const { pages } = await certify(person, 'household', ['relationship', 'domicile']);
      expect(pages.length).toBeGreaterThan(2);
    }
  });

  test('every living person’s wish for each of two serials is granted, and for an ended one is not', async () => {
    for (const person of shown('two-serials', isOpen)) {
      for (const row of person.serials) {
        const ended = cell(row, '状態') === '失効' || cell(row, '有効期間の満了日') < kiosk.stack.world.today;
        const { issuer, serial } = { issuer: cell(row, '発行者'), serial: cell(row, 'シリアル番号') };
        const request: IssueRequest = kiosk.wish({ ...cardOf(person), issuer, serial } as Card);
        expect((await kiosk.ask('/v1/issue', request)).status).toBe(ended ? 422 : 200);
      }
    }
  });

  test('a fee other than the city’s, shown to the citizen, is refused', async () => {
    const [person] = shown('kana', isOpen);
    if (person === undefined) throw new Error('nobody');
    const request = kiosk.wish(cardOf(person), { feeJpy: 1, requestId: newRequestId() });
    expect(jsonOf(await kiosk.ask('/v1/issue', request))).toMatchObject({ code: 'KSK-1008' });
    expect(await kiosk.recordOf(request)).toMatchObject({ reasons: [{ code: 'ISS-1404' }] });
  });
});

describe('characters of the city’s own', () => {
  /** How an outline gets into a PDF and out of pdf.js again: halves of sixteen bits, an em of one. */
  const onCurve = (code: number, index: number): readonly string[] => {
    const city = MUNICIPALITIES[index];
    if (city === undefined) throw new Error('no such city');
    return inventGlyph(city, code).flatMap((contour) =>
      contour.flatMap((point) =>
        point.onCurve ? [`${(point.x / 1024).toFixed(2)},${(point.y / 1024).toFixed(2)}`] : [],
      ),
    );
  };

  test('the same code is drawn in three ways in the three cities, each with its own font’s outline', async () => {
    const { deps } = issuingOnEngine();
    const code = SHARED_CODES[7] ?? 0;
    const character = String.fromCodePoint(code);
    const outlines: string[] = [];
    for (const [index, city] of MUNICIPALITIES.entries()) {
      const household = await ownHousehold(deps.registry, city.code, 1, { fullName: `${character}山　外字` });
      const { pdf } = await kiosk.issued(kiosk.wish(household));
      const [page] = await inkOf(pdf);
      expect(page && inkText(page)).toContain(`${character}山　外字`);
      const outline = page?.outlines.get(character) ?? [];
      const points = new Set(
        outline.slice(1).map((x, at) => `${x.toFixed(2)},${(outline[at + 2] ?? 0).toFixed(2)}`),
      );
      expect(onCurve(code, index).filter((point) => !points.has(point))).toEqual([]);
      outlines.push(JSON.stringify(outline));
    }
    expect(new Set(outlines).size).toBe(3);
  });
});
