import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, describe, expect, test } from 'vitest';
import type { IssueRequest } from '../../functions/issuance/contract.ts';
import type { JpkiIssuer, JpkiSerial, MunicipalityCode, PersonId } from '../../functions/shared/ids.ts';
import { cityOf } from '../support/expected-paper.ts';
import { jsonOf, kioskOverHttp } from '../support/kiosk.ts';
import { type Cells, cell, linkRows } from '../support/link-files.ts';
import { textOf } from '../support/paper.ts';
import { type Card, type SampleResident, samplePeople } from '../support/sample-people.ts';

// 仕様書 2(4), 3(2)③: 戸籍 and 附票 as the koseki system's stand-in draws them, by the link files' own rows.

const REGISTER = 'family-register';
const SUPPLEMENT = 'family-register-supplement';
const FEES = { [REGISTER]: 'registerFeeJpy', [SUPPLEMENT]: 'supplementFeeJpy' } as const;

const kiosk = await kioskOverHttp();
const { world } = kiosk.stack;

/** In the way of the applicant, or of everyone in the register. */
const HINDRANCES = [
  ...['protected', 'protected-household', 'restricted', 'lifted-restriction', 'minor', 'unknown-birth-date'],
  ...['moved-out', 'deceased', 'removed', 'transfer-pending', 'unsettled', 'moved-in-today', 'churn'],
  ...['revoked-serial', 'expired-serial', 'no-serial', 'missing-glyph', 'eudc', 'long-text'],
] as const;

type Member = { readonly row: Cells; readonly resident: SampleResident | undefined };

const keyOf = (municipality: string, personId: string) => `${municipality}/${personId}`;
const residents = new Map(
  samplePeople(world).map((person) => [keyOf(person.municipality, person.personId), person]),
);
const registers = [
  ...Map.groupBy(linkRows(world, 'koseki-index'), ({ municipality, cells }) =>
    keyOf(municipality, cell(cells, '戸籍番号')),
  ).values(),
].map((rows) =>
  rows.map(
    ({ municipality, cells }): Member => ({
      row: cells,
      resident: residents.get(keyOf(municipality, cell(cells, '宛名番号'))),
    }),
  ),
);
const isEnrolled = ({ row }: Member) => cell(row, '在籍状態') === '在籍';
const isPending = (members: readonly Member[]) => members.some(({ row }) => cell(row, '届出処理中') === '1');
const isPlain = (member: Member) => !HINDRANCES.some((trait) => member.resident?.traits.has(trait));

/** Of each city a register for whose applicant, with a card, all goes well, and another resident in it. */
const honest = registers.flatMap((members) => {
  if (isPending(members) || !members.every(isPlain)) return [];
  const [applicant, other] = members.flatMap((member) =>
    isEnrolled(member) && member.resident !== undefined ? [member.resident] : [],
  );
  return applicant?.card === undefined || other === undefined
    ? []
    : [{ applicant, other, card: applicant.card, size: members.filter(isEnrolled).length }];
});
const oneOfEachCity = [...Map.groupBy(honest, ({ card }) => card.municipality).values()].flatMap(
  ([first]) => first ?? [],
);

const wishOf = (card: Card, type: keyof typeof FEES, changes: Partial<IssueRequest> = {}) =>
  kiosk.wish(card, { type, feeJpy: cityOf(card.municipality)[FEES[type]], ...changes });
const givenNameOf = ({ cells }: SampleResident) => cell(cells, '氏名').split('　').slice(1).join('');
const domicileOf = ({ cells }: SampleResident) => cell(cells, '本籍');
const plain = (text: string) => text.replace(/\s/g, '');

/** Asks, demands this public code, and gives the staff's reasons. */
async function reasonsOf(request: IssueRequest, code: string): Promise<readonly string[]> {
  expect(jsonOf(await kiosk.ask('/v1/issue', request))).toMatchObject({ code });
  const record = await kiosk.recordOf(request);
  expect(record?.state).toBe('refused');
  return (record?.reasons ?? []).map((reason) => reason.code);
}

async function planFault(plan: object): Promise<void> {
  const answer = await fetch(`${kiosk.stack.kosekiUrl}/admin/fault`, {
    method: 'POST',
    body: JSON.stringify(plan),
  });
  expect(answer.ok).toBe(true);
}

const [swapper] = oneOfEachCity;
afterAll(async () => {
  await planFault({});
  const pk = `X#${swapper?.card.municipality}`;
  const { staffTable: TableName } = kiosk.stack;
  await kiosk.client.send(new DeleteCommand({ TableName, Key: { pk, sk: `${SUPPLEMENT}#gate` } }));
});

describe('戸籍 and 附票', () => {
  test.each(oneOfEachCity)('of each kind say what was asked for: $card.municipality', async (family) => {
    const { applicant, other, card } = family;
    const menu = await kiosk.center.menu(card);
    if (!menu.ok) throw new Error(menu.error.problem.code);
    const { offers, register } = menu.value;
    expect(offers.map(({ type }) => type)).toEqual(expect.arrayContaining([REGISTER, SUPPLEMENT]));
    expect(register.map(({ personId }) => personId)).toContain(other.personId);
    const partial: Partial<IssueRequest> = {
      scope: 'partial',
      subjects: [other.personId as PersonId],
      options: ['domicile'],
    };
    const wishes = [
      { request: wishOf(card, REGISTER, { scope: 'household' }), shown: [applicant, other], domicile: true },
      { request: wishOf(card, REGISTER), shown: [applicant], domicile: true },
      {
        request: wishOf(card, SUPPLEMENT, { scope: 'household' }),
        shown: [applicant, other],
        domicile: false,
      },
      { request: wishOf(card, SUPPLEMENT, partial), shown: [other], domicile: true },
    ];
    for (const { request, shown, domicile: hasDomicile } of wishes) {
      const { pdf, sha256 } = await kiosk.issued(request);
      const text = plain(await textOf(pdf));
      const named = [applicant, other].filter((one) => text.includes(`【名】${givenNameOf(one)}`));
      expect(named).toEqual(shown);
      expect(text.includes(plain(domicileOf(applicant)))).toBe(hasDomicile);
      expect(await kiosk.recordOf(request)).toMatchObject({
        state: 'responded',
        drawing: { source: 'koseki', pdfSha256: sha256, bytes: pdf.length, knownBy: 'echo-and-text' },
      });
      // No PDF and nothing to draw it from again: a repeat is refused.
      expect((await kiosk.itemsOf(request)).map(({ sk }) => sk)).toEqual(['record']);
      expect(jsonOf(await kiosk.ask('/v1/issue', request))).toMatchObject({ code: 'KSK-2003' });
    }
  });

  test('a protected member closes the register for the others, and the menu hides both', async () => {
    const closed = registers.flatMap((members) => {
      const isClosed = members.some(({ resident }) => resident?.traits.has('protected'));
      const card = members.find(isPlain)?.resident?.card;
      const partner = members.find(({ resident }) => resident?.traits.has('protected-household'));
      return isClosed ? [partner?.resident?.card ?? card].filter((one) => one !== undefined) : [];
    });
    const [card] = closed;
    if (card === undefined) throw new Error('nobody lives with a protected person');
    const both = [wishOf(card, SUPPLEMENT), wishOf(card, REGISTER)];
    for (const reasons of await Promise.all(both.map((wish) => reasonsOf(wish, 'KSK-1005'))))
      expect(reasons).toContain('ISS-1207');
  });

  test('a notification that is being processed closes it too', async () => {
    const cards = registers
      .filter(isPending)
      .flatMap((members) => members.filter((one) => isEnrolled(one) && isPlain(one)))
      .flatMap(({ resident }) => resident?.card ?? []);
    const [card] = cards;
    if (card === undefined) throw new Error('no pending register');
    expect(await reasonsOf(wishOf(card, REGISTER), 'KSK-1005')).toContain('ISS-1233');
  });

  test('本籍地利用登録: a non-resident gets these two, and no other', async () => {
    const open = new Set(
      registers
        .filter((members) => !isPending(members) && members.every(isPlain))
        .flatMap((members) => members.filter(isEnrolled).map(({ row }) => cell(row, '戸籍個人番号'))),
    );
    const row = linkRows(world, 'domicile-registration').find(
      ({ cells }) => cell(cells, '登録状態') === '承認' && open.has(cell(cells, '戸籍個人番号')),
    );
    if (row === undefined) throw new Error('no registration');
    const card: Card = {
      municipality: row.municipality as MunicipalityCode,
      issuer: cell(row.cells, '発行者') as JpkiIssuer,
      serial: cell(row.cells, 'シリアル番号') as JpkiSerial,
    };
    const menu = await kiosk.center.menu(card);
    expect(menu.ok && menu.value.offers.map(({ type }) => type)).toEqual([REGISTER, SUPPLEMENT]);
    await kiosk.issued(wishOf(card, SUPPLEMENT));
    expect(await reasonsOf(kiosk.wish(card), 'KSK-1003')).toEqual(['ISS-1101']);
  });

  test('an answer that is no answer is refused; one that is another’s closes the type (INV-4, INV-6)', async () => {
    if (swapper === undefined) throw new Error('no city');
    const { card } = swapper;
    await planFault({ fault: 'error', times: 1 });
    expect(await reasonsOf(wishOf(card, SUPPLEMENT), 'KSK-2001')).toEqual(['ISS-2031']);
    await planFault({ fault: 'swapped-body', times: 1 });
    expect(await reasonsOf(wishOf(card, SUPPLEMENT), 'KSK-2001')).toEqual(['ISS-2003']);
    expect(await reasonsOf(wishOf(card, SUPPLEMENT), 'KSK-1002')).toEqual(['ISS-1003']);
    await kiosk.issued(wishOf(card, REGISTER));
  });
});
