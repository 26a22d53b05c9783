import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type KosekiCertificateKind,
  KosekiQuestion,
  type KosekiRequest,
} from '../../../functions/koseki/index.ts';
import { inspectPdf } from '../../../functions/pdf/inspect/index.ts';
import { sha256Hex } from '../../../functions/shared/canonical.ts';
import { KosekiPersonKey, MunicipalityCode } from '../../../functions/shared/ids.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { PAPER_LINES } from '../../../lib/config/stand-in-links.ts';
import { answerTo, type KosekiOffices } from '../../../simulator/koseki/answer.ts';
import {
  type Applicant,
  applicantsOf,
  expectedOf,
  gatewayTo,
  gatewayWith,
  type RunningStandIn,
  requestOf,
  sampleOffices,
  startStandIn,
} from './stand-in.ts';

let offices: KosekiOffices;
let standIn: RunningStandIn;
let applicant: Applicant;

beforeAll(async () => {
  offices = sampleOffices();
  standIn = await startStandIn(offices);
  const found = applicantsOf(offices).find(({ register }) => register.members.length > 3);
  if (found === undefined) throw new Error('no family in the sample world');
  applicant = found;
});
afterAll(() => standIn.close());

const fetched = (changes: Partial<KosekiRequest> = {}, someone = applicant) =>
  gatewayTo(standIn.origin).fetchCertificate(requestOf(someone, changes));

/** What the koseki system itself has drawn. */
function drawn(request: KosekiRequest): Uint8Array {
  const { expected: _, deadlineAt: __, ...asked } = request;
  const question = KosekiQuestion.parse({ version: 1, ...asked });
  return unwrap(answerTo(offices, question, { issuedOn: '令和8年10月1日' })).pdf;
}

const wordsOf = async (pdf: Uint8Array): Promise<string> =>
  unwrap(await inspectPdf(pdf, { text: true }))
    .pages.map(({ text }) => text)
    .join('\n');

const own = (): readonly KosekiPersonKey[] => [KosekiPersonKey.parse(applicant.member.key)];

describe('a certificate of the koseki system (仕様書 3(2)③)', () => {
  test.each<[KosekiCertificateKind, () => Partial<KosekiRequest>]>([
    ['family-register-full', () => ({})],
    ['family-register-individual', () => ({ subjects: [...own()] })],
    ['supplement-full', () => ({})],
    ['supplement-full', () => ({ options: ['domicile', 'overseas-voter'] })],
    ['supplement-partial', () => ({ subjects: [...own()], options: ['domicile'] })],
  ])('%s comes through byte by byte as it was drawn', async (kind, wish) => {
    const request = requestOf(applicant, { kind, ...wish() });
    const before = standIn.counts();

    const { pdf, sha256, pages, knownBy } = unwrap(await gatewayTo(standIn.origin).fetchCertificate(request));

    expect(Buffer.compare(pdf, drawn(request))).toBe(0);
    expect(sha256).toBe(sha256Hex(pdf));
    expect(pages).toBeGreaterThanOrEqual(kind.endsWith('full') ? 2 : 1);
    expect(knownBy).toBe('echo-and-text');
    expect(standIn.counts().connections - before.connections).toBe(1);
  });

  test('本籍・筆頭者 and 在外選挙人 are on a 附票 only when asked for, 住民票コード never', async () => {
    const plain = await wordsOf(unwrap(await fetched({ kind: 'supplement-full' })).pdf);
    const options = ['domicile', 'overseas-voter'] as const;
    const full = await wordsOf(unwrap(await fetched({ kind: 'supplement-full', options: [...options] })).pdf);

    for (const words of ['筆 頭 者', '本　　籍', '在外選挙人']) {
      expect(plain).not.toContain(words);
      expect(full).toContain(words);
    }
    expect(full).not.toContain('住民票コード');
  });

  test('a vendor without an echo is known by the paper alone', async () => {
    const gateway = gatewayTo(standIn.origin, { identity: { by: 'text', lines: PAPER_LINES } });
    const request = requestOf(applicant);
    standIn.plan({ fault: 'missing-echo', requestId: request.requestId });

    expect(unwrap(await gateway.fetchCertificate(request)).knownBy).toBe('text');
  });

  test('what such a vendor does echo must be right all the same', async () => {
    const gateway = gatewayTo(standIn.origin, { identity: { by: 'text', lines: PAPER_LINES } });
    const request = requestOf(applicant);
    standIn.plan({ fault: 'wrong-echo', requestId: request.requestId });

    const withheld: number[] = [];
    const withhold = (pdf: Uint8Array) => void withheld.push(pdf.length);
    expect(await gateway.fetchCertificate({ ...request, withhold })).toMatchObject({
      error: { kind: 'echo-mismatch' },
    });
    expect(withheld).toHaveLength(1);
  });

  test('a paper about others is refused by its text though every echo is right', async () => {
    for (const by of ['text', 'echo-and-text'] as const) {
      const gateway = gatewayTo(standIn.origin, { identity: { by, lines: PAPER_LINES } });
      const request = requestOf(applicant);
      standIn.plan({ fault: 'wrong-person', requestId: request.requestId });
      expect(await gateway.fetchCertificate(request)).toMatchObject({ error: { kind: 'text-mismatch' } });
    }
  });

  test('a paper in which a subject’s name is another is refused', async () => {
    const expected = { ...expectedOf(applicant), fullNames: [`${applicant.member.fullName}\u{e0100}`] };
    expect(await fetched({ expected })).toEqual({
      ok: false,
      error: { kind: 'text-mismatch', lacks: 'givenName' },
    });
  });
});

describe('what the koseki system declines', () => {
  const asSomeone = (kosekiPersonKey: string, changes: Partial<KosekiRequest> = {}) =>
    fetched({ kosekiPersonKey: KosekiPersonKey.parse(kosekiPersonKey), ...changes });

  test('somebody who is not in that register', async () => {
    expect(await asSomeone('K999')).toEqual({
      ok: false,
      error: { kind: 'declined', status: 422, reason: 'not-found' },
    });
  });

  test('a register in which a notification is being processed', async () => {
    const [municipality = MunicipalityCode.parse('012050'), { registers } = { registers: new Map() }] =
      [...offices][0] ?? [];
    const register = [...registers.values()].find(({ isPending }) => isPending);
    const member = register.members[0];
    expect(await fetched({}, { municipality, register, member })).toMatchObject({
      error: { kind: 'declined', reason: 'pending' },
    });
  });

  test('somebody who was struck out', async () => {
    for (const [municipality, { registers }] of offices)
      for (const register of registers.values()) {
        const member = register.members.find(({ isEnrolled }) => !isEnrolled);
        if (member === undefined || register.isPending) continue;
        return expect(await fetched({}, { municipality, register, member })).toMatchObject({
          error: { kind: 'declined', reason: 'not-found' },
        });
      }
    throw new Error('nobody was struck out in the sample world');
  });
});

describe('what is not asked at all', () => {
  test('the koseki system of a city without a link, or of another city (INV-11)', async () => {
    const before = standIn.counts();
    const unlinked = await gatewayWith({}).fetchCertificate(requestOf(applicant));
    expect(unlinked).toEqual({ ok: false, error: { kind: 'no-link' } });
    expect(standIn.counts()).toEqual(before);
  });

  test.each<[string, Partial<KosekiRequest>]>([
    ['subjects of a full certificate', { subjects: [KosekiPersonKey.parse('K1')] }],
    ['an individual certificate of nobody', { kind: 'family-register-individual' }],
    [
      'a subject twice',
      { kind: 'supplement-partial', subjects: ['K1', 'K1'].map((key) => KosekiPersonKey.parse(key)) },
    ],
    ['options of a register', { options: ['domicile'] }],
  ])('%s: a defect of the caller', async (_, changes) => {
    const before = standIn.counts();
    await expect(fetched(changes)).rejects.toThrow();
    expect(standIn.counts()).toEqual(before);
  });
});
