import { beforeAll, describe, expect, test } from 'vitest';
import { HistoryDetails } from '../../functions/history/contract.ts';
import type { IssueRequest, MenuOffer } from '../../functions/issuance/contract.ts';
import { pictureDigest, readBack } from '../../functions/pdf/index.ts';
import { ImpressionRules, impressionOf, type SealImpression } from '../../functions/seal-images/index.ts';
import { MunicipalityCode } from '../../functions/shared/ids.ts';
import { unwrap } from '../../functions/shared/result.ts';
import { setUpOperators } from '../../simulator/sample/operators.ts';
import { ownRows } from '../../simulator/sample/own-rows.ts';
import { cityOf, todayInWareki } from '../support/expected-paper.ts';
import { jsonOf, kioskOverHttp } from '../support/kiosk.ts';
import { type Cells, cell, linkRows } from '../support/link-files.ts';
import { linkInbox } from '../support/link-inbox.ts';
import {
  amountsIn,
  expectedAmounts,
  expectedSealTexts,
  expectedTaxTexts,
  picturesOf,
} from '../support/own-papers.ts';
import { inkOf, inkText } from '../support/paper.ts';
import { inPool } from '../support/pool.ts';
import { type Card, type SampleResident, samplePeople } from '../support/sample-people.ts';
import { staffBrowser } from '../support/staff.ts';
import { sealGrid, writeBmp } from '../unit/seal-images/bmp-writer.ts';

// 仕様書 2(4): what the kiosk prints of seals and taxes, by the link files' own rows and readers that are not the gate's.

const SEAL = 'seal-registration';
const TAX = 'tax-and-income';
const CERTIFICATION = 'この写しは、登録された印影と相違ないことを証明する。';
const DATE = MunicipalityCode.parse('012335');
const WIDTH = 5;
/** People of each city and state. */
const EACH = 4;

const kiosk = await kioskOverHttp();
const inbox = linkInbox(DATE);
const world = kiosk.stack.world;

/** In the way of any certificate of the person, whatever its family. */
const HINDRANCES = [
  ...[
    'protected',
    'protected-household',
    'restricted',
    'minor',
    'unknown-birth-date',
    'moved-out',
    'deceased',
  ],
  ...['removed', 'transfer-pending', 'unsettled', 'moved-in-today', 'revoked-serial', 'expired-serial'],
  ...['no-serial', 'missing-glyph', 'churn', 'large-household'],
] as const;
const people = samplePeople(world).filter(
  ({ card, traits }) => card !== undefined && !HINDRANCES.some((trait) => traits.has(trait)),
);
const keyOf = (municipality: string, personId: string) => `${municipality}/${personId}`;
const rowsBy = (feed: 'seal' | 'tax') =>
  Map.groupBy(linkRows(world, feed), ({ municipality, cells }) =>
    keyOf(municipality, cell(cells, '宛名番号')),
  );
const seals = rowsBy('seal');
const taxes = rowsBy('tax');

const sealOf = (person: SampleResident): Cells | undefined =>
  seals.get(keyOf(person.municipality, person.personId))?.[0]?.cells;
const taxesOf = (person: SampleResident): readonly Cells[] =>
  (taxes.get(keyOf(person.municipality, person.personId)) ?? []).map(({ cells }) => cells);
const cardOf = ({ card }: SampleResident): Card => {
  if (card === undefined) throw new Error('no card');
  return card;
};

/** Some of each city for whom something is so. */
const some = (is: (person: SampleResident) => boolean, count = EACH): readonly SampleResident[] =>
  [...Map.groupBy(people.filter(is), ({ municipality }) => municipality).values()].flatMap((found) =>
    found.slice(0, count),
  );

const sealWish = (card: Card, changes: Partial<IssueRequest> = {}) =>
  kiosk.wish(card, { type: SEAL, feeJpy: cityOf(card.municipality).sealFeeJpy, ...changes });
const taxWish = (card: Card, taxYear: number, changes: Partial<IssueRequest> = {}) =>
  kiosk.wish(card, { type: TAX, taxYear, feeJpy: cityOf(card.municipality).taxFeeJpy, ...changes });

async function offerOf(card: Card, type: string): Promise<MenuOffer | undefined> {
  const menu = await kiosk.center.menu(card);
  if (!menu.ok) throw new Error(menu.error.problem.code);
  return menu.value.offers.find((offer) => offer.type === type);
}

/** Asks, demands a refusal for the counter, and gives the staff's reasons. */
async function counterReasons(request: IssueRequest): Promise<readonly string[]> {
  const answer = await kiosk.ask('/v1/issue', request);
  expect(jsonOf(answer)).toMatchObject({ code: 'KSK-1005' });
  const record = await kiosk.recordOf(request);
  expect(record?.state).toBe('refused');
  return (record?.reasons ?? []).map(({ code }) => code);
}

const DEFAULT_RULES = ImpressionRules.parse({ dpi: 300 });
const impressionIn = (row: Cells): SealImpression =>
  unwrap(impressionOf(Buffer.from(cell(row, '印影'), 'base64'), DEFAULT_RULES));
const samplesOf = ({ image }: SealImpression): Uint8Array => ('bits' in image ? image.bits : image.samples);

/** That the file holds this impression and no other picture but the city's seal, by pdf-lib and by the gate's reader. */
async function expectImpression(pdf: Uint8Array, impression: SealImpression): Promise<void> {
  const { columns, rows } = impression.image;
  const found = await picturesOf(pdf);
  expect(found).toHaveLength(2);
  const own = found.filter((picture) => picture.samples.equals(samplesOf(impression)));
  expect(own.map((picture) => [picture.columns, picture.rows])).toEqual([[columns, rows]]);
  const read = unwrap(readBack(pdf)).pages.flatMap(({ pictures }) => pictures);
  const shown = read.filter(({ digest }) => digest === pictureDigest(impression.image));
  expect(shown).toHaveLength(1);
  expect(shown[0]?.width).toBeCloseTo(impression.widthPt, 2);
  expect(shown[0]?.height).toBeCloseTo(impression.heightPt, 2);
}

describe('印鑑登録証明書', () => {
  const registered = some((person) => cell(sealOf(person) ?? { 登録状態: '' }, '登録状態') === '登録中');

  test('of registered people says their own row and impression, and nobody else’s', async () => {
    expect(registered.length).toBe(3 * EACH);
    await inPool(registered, WIDTH, async (person) => {
      const row = sealOf(person);
      if (row === undefined) throw new Error('no row');
      const { name, head, sealFeeJpy, printsSex } = cityOf(person.municipality);
      expect(await offerOf(cardOf(person), SEAL)).toEqual({
        type: SEAL,
        name: '印鑑登録証明書',
        family: SEAL,
        scopes: ['individual'],
        options: [],
        feeJpy: sealFeeJpy,
      });
      const request = sealWish(cardOf(person));
      const { pdf } = await kiosk.issued(request);
      const [page, ...more] = await inkOf(pdf);
      if (page === undefined) throw new Error('no page');
      expect(more).toEqual([]);
      const text = inkText(page);
      const said = [CERTIFICATION, todayInWareki(), `${name}長`, head];
      for (const words of [...expectedSealTexts(person.cells, row, printsSex), ...said])
        expect(text).toContain(words);
      expect(text.includes('性　　別')).toBe(printsSex);
      expect(text).not.toContain(cell(row, '印鑑登録番号'));
      await expectImpression(pdf, impressionIn(row));
      expect(await kiosk.recordOf(request)).toMatchObject({
        state: 'responded',
        typeName: '印鑑登録証明書',
        subjects: [person.personId],
      });
    });
  });

  test.each([
    ['erased', (row: Cells | undefined) => row?.['登録状態'] === '抹消', 'ISS-1218'],
    ['suspended', (row: Cells | undefined) => row?.['登録状態'] === '停止', 'ISS-1217'],
    ['without a registration', (row: Cells | undefined) => row === undefined, 'ISS-1216'],
  ] as const)('of people who are %s is neither offered nor issued', async (_, is, code) => {
    const chosen = some((person) => is(sealOf(person)), 2);
    expect(chosen.length).toBeGreaterThanOrEqual(3);
    await inPool(chosen, WIDTH, async (person) => {
      expect(await offerOf(cardOf(person), SEAL)).toBeUndefined();
      expect(await counterReasons(sealWish(cardOf(person)))).toEqual([code]);
    });
  });

  describe('of somebody who registers, erases and registers again', () => {
    const person = ownRows(DATE);
    const bmp = (side: number) => writeBmp(sealGrid(side), { bitCount: 1 });
    const [first, second] = [bmp(140), bmp(160)];
    const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

    beforeAll(async () => {
      await Promise.all([
        inbox.send('resident', [person.resident(1000)]),
        inbox.send('serial', [person.serialRow(1000)]),
        inbox.send('seal', [person.seal(100_000, { impression: base64(first) })]),
      ]);
    });

    test('an erasure in an urgent file refuses within seconds; afterwards only the new impression is printed', async () => {
      const asked = sealWish(person.card);
      await expectImpression((await kiosk.issued(asked)).pdf, unwrap(impressionOf(first, DEFAULT_RULES)));

      const began = Date.now();
      await inbox.send('seal', [person.seal(100_001, { state: '抹消' })], 'urgent');
      expect(await counterReasons(sealWish(person.card))).toEqual(['ISS-1218']);
      expect(Date.now() - began).toBeLessThan(10_000);
      expect((await kiosk.ask('/v1/issue', asked)).status).toBe(422);

      const again = { registrationNumber: 'NEW-1', impression: base64(second) };
      await inbox.send('seal', [person.seal(100_002, again)]);
      const { pdf } = await kiosk.issued(sealWish(person.card));
      await expectImpression(pdf, unwrap(impressionOf(second, DEFAULT_RULES)));
      // What was answered before is not answered again: its impression is not registered any more.
      expect(jsonOf(await kiosk.ask('/v1/issue', asked))).toMatchObject({ code: 'KSK-2001' });
    });
  });
});

describe('課税・所得証明書', () => {
  const stateOf = (row: Cells) => cell(row, '課税状態');
  const isCertified = (person: SampleResident, row: Cells) =>
    ['課税', '非課税'].includes(stateOf(row)) ||
    (stateOf(row) === '被扶養（申告なし）' && cityOf(person.municipality).certifiesUndeclaredDependants);

  test('is on offer for the years that the city’s roll certifies, the newest first', async () => {
    await inPool(
      some((person) => taxesOf(person).length > 0),
      WIDTH,
      async (person) => {
        const years = taxesOf(person)
          .filter((row) => isCertified(person, row))
          .map((row) => Number(cell(row, '課税年度')))
          .sort((a, b) => b - a);
        const offer = await offerOf(cardOf(person), TAX);
        expect(offer?.taxYears).toEqual(years.length === 0 ? undefined : years);
        if (offer !== undefined) expect(offer.feeJpy).toBe(cityOf(person.municipality).taxFeeJpy);
      },
    );
  });

  test.each(['課税', '非課税', '被扶養（申告なし）', '未申告', '更正中'])(
    'of a year that is %s is issued as the row says, or refused as the city has set',
    async (state) => {
      const of = (person: SampleResident) => taxesOf(person).find((row) => stateOf(row) === state);
      const chosen = some((person) => of(person) !== undefined);
      expect(new Set(chosen.map(({ municipality }) => municipality)).size).toBe(3);
      await inPool(chosen, WIDTH, async (person) => {
        const row = of(person);
        if (row === undefined) throw new Error('no row');
        const taxYear = Number(cell(row, '課税年度'));
        const request = taxWish(cardOf(person), taxYear);
        if (!isCertified(person, row)) {
          const code = { '被扶養（申告なし）': 'ISS-1224', 未申告: 'ISS-1222', 更正中: 'ISS-1223' }[state];
          expect(await counterReasons(request)).toEqual([code]);
          return;
        }
        const { pdf } = await kiosk.issued(request);
        const pages = await inkOf(pdf);
        const runs = pages.flatMap((page) => page.runs);
        const text = pages.map(inkText).join('');
        for (const words of expectedTaxTexts(row)) expect(text).toContain(words);
        expect(amountsIn(runs)).toEqual(expectedAmounts(row));
        expect(text.includes('（非課税）')).toBe(state === '非課税');
        expect(text.includes('所得の申告がない')).toBe(state === '被扶養（申告なし）');
        expect(await picturesOf(pdf)).toHaveLength(1);
        expect(await kiosk.recordOf(request)).toMatchObject({
          state: 'responded',
          taxYear,
          subjects: [person.personId],
        });
      });
    },
  );

  test('of a year without a row here, or that the city does not offer, is refused', async () => {
    const newest = Math.max(
      ...[...taxes.values()].flat().map(({ cells }) => Number(cell(cells, '課税年度'))),
    );
    const without = some(
      (person) =>
        taxesOf(person).length > 0 &&
        !taxesOf(person).some((row) => cell(row, '課税年度') === String(newest - 1)),
      1,
    );
    for (const person of without)
      expect(await counterReasons(taxWish(cardOf(person), newest - 1))).toEqual(['ISS-1221']);
    const [person] = without;
    if (person === undefined) throw new Error('nobody');
    for (const request of [taxWish(cardOf(person), newest - 2), kiosk.wish(cardOf(person), { type: TAX })]) {
      const feeJpy = cityOf(person.municipality).taxFeeJpy;
      const answer = await kiosk.ask('/v1/issue', { ...request, feeJpy });
      expect(jsonOf(answer)).toMatchObject({ code: 'KSK-1007' });
    }
  });

  test('of somebody whose year is being corrected since a moment ago is refused', async () => {
    const person = ownRows(DATE);
    const year = Math.max(...[...taxes.values()].flat().map(({ cells }) => Number(cell(cells, '課税年度'))));
    await Promise.all([
      inbox.send('resident', [person.resident(1000)]),
      inbox.send('serial', [person.serialRow(1000)]),
      inbox.send('tax', [person.tax(100_000, year)]),
    ]);
    const { pdf } = await kiosk.issued(taxWish(person.card, year));
    expect((await inkOf(pdf)).map(inkText).join('')).toContain(`連携　見本${person.mark}`);
    await inbox.send('tax', [person.tax(100_001, year, { state: '更正中' })]);
    expect(await counterReasons(taxWish(person.card, year))).toEqual(['ISS-1223']);
    expect(await offerOf(person.card, TAX)).toBeUndefined();
  });
});

test('the history shows type, year and subject (仕様書 3(3)①イ)', async () => {
  const person = some((one) => taxesOf(one).some((row) => cell(row, '課税状態') === '課税'), 1).find(
    ({ municipality }) => municipality === DATE,
  );
  const row =
    person === undefined ? undefined : taxesOf(person).find((one) => cell(one, '課税状態') === '課税');
  if (person === undefined || row === undefined) throw new Error('nobody');
  const taxYear = Number(cell(row, '課税年度'));
  const request = taxWish(cardOf(person), taxYear);
  await kiosk.issued(request);
  const operator = (await setUpOperators(kiosk.stack)).find(({ municipality }) => municipality === DATE);
  if (operator === undefined) throw new Error('no operator');
  const browser = staffBrowser();
  await browser.signIn(DATE, operator.operatorId, operator.password);
  const details = HistoryDetails.parse(jsonOf(await browser.get(`api/history/${request.requestId}`)));
  expect(details).toMatchObject({
    type: TAX,
    typeName: '課税・所得証明書',
    taxYear,
    subjects: [{ personId: person.personId, fullName: cell(person.cells, '氏名') }],
  });
});
