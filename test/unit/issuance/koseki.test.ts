import { describe, expect, test } from 'vitest';
import type { IssueDeps } from '../../../functions/issuance/deps.ts';
import type { KosekiFault } from '../../../functions/koseki/index.ts';
import { sha256Hex } from '../../../functions/shared/canonical.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { domicile, koseki, kosekiKeyOf, personId, restriction, serial } from '../registry/sample-changes.ts';
import {
  approved,
  FOREIGN_CARD,
  foreignWish,
  kosekiWish,
  kosekiWorld,
  REGISTER,
  SUPPLEMENT,
} from './koseki-world.ts';
import { adult, CARD } from './own-world.ts';

// 仕様書 2(4), 3(2)③ PDF連携: what the koseki system draws.

const EXPECTED = { registeredDomicile: '北海道室蘭市幸町1番', familyRegisterHead: '見本　太郎' };
const [ONE, TWO, THREE] = [personId(1), personId(2), personId(3)];

describe('what the koseki system is asked for', () => {
  test.each([
    ['全部事項', REGISTER, { scope: 'household' }, 'family-register-full', [], [], ['見本　太郎']],
    ['個人事項', REGISTER, {}, 'family-register-individual', [1], [], ['見本　太郎']],
    [
      '個人事項 of others 在籍 in the same 戸籍',
      REGISTER,
      { scope: 'partial', subjects: [TWO, ONE] },
      'family-register-individual',
      [1, 2],
      [],
      ['見本　太郎', '見本　花子'],
    ],
    [
      '附票の全部, with 本籍・筆頭者 and 在外選挙人',
      SUPPLEMENT,
      { scope: 'household', options: ['domicile', 'overseas-voter'] },
      'supplement-full',
      [],
      ['domicile', 'overseas-voter'],
      ['見本　太郎'],
    ],
    ['附票の一部, without what was not asked', SUPPLEMENT, {}, 'supplement-partial', [1], [], ['見本　太郎']],
  ] as const)('%s', async (_, type, changes, kind, subjects, options, fullNames) => {
    const { issue, asked, kept } = await kosekiWorld();
    const request = kosekiWish(changes as never, type);
    const answer = await issue(request);
    const record = kept.get(`${request.municipality}#${request.requestId}`);
    expect(asked).toEqual([
      {
        requestId: record?.issuanceId,
        municipality: CARD.municipality,
        kosekiId: 'H1',
        kosekiPersonKey: 'K1',
        kind,
        subjects: subjects.map(kosekiKeyOf),
        options,
        expected: { ...EXPECTED, fullNames },
        deadlineAt: record?.deadlineAt,
        signal: expect.any(AbortSignal),
        withhold: expect.any(Function),
      },
    ]);
    expect(answer).toMatchObject({ kind: 'certificate', pages: 2 });
    expect(record).toMatchObject({ state: 'responded', applicant: ONE, family: type });
    expect(record?.drawing).toEqual({
      pdfSha256: answer.kind === 'certificate' && answer.sha256,
      pages: 2,
      bytes: answer.kind === 'certificate' && answer.pdf.length,
      source: 'koseki',
      knownBy: 'echo',
      program: 'test',
    });
  });

  test('of a non-resident no name is known to compare, unless the paper is about somebody who is a resident', async () => {
    const { outcomeOf, asked } = await kosekiWorld([approved()]);
    await outcomeOf(foreignWish());
    await outcomeOf(foreignWish({ scope: 'partial', subjects: [TWO] }));
    expect(asked.map(({ kosekiPersonKey, expected }) => [kosekiPersonKey, expected])).toEqual([
      ['K3', undefined],
      ['K3', { ...EXPECTED, fullNames: ['見本　花子'] }],
    ]);
  });
});

describe('the menu', () => {
  test('offers both, with the members 在籍 whose names are known', async () => {
    const { menu } = await kosekiWorld();
    const { offers, register, household } = unwrap(await menu());
    const scopes = ['individual', 'household', 'partial'];
    expect(offers.slice(-2)).toMatchObject([
      { type: REGISTER, family: REGISTER, name: '戸籍証明書', scopes, options: [], feeJpy: 300 },
      { type: SUPPLEMENT, name: '戸籍の附票の写し', scopes, options: ['domicile', 'overseas-voter'] },
    ]);
    expect(register.map(({ personId: id }) => id)).toEqual([ONE, TWO]);
    expect(household.map(({ personId: id }) => id)).toEqual([ONE]);
  });

  test('of a protected register says what it says for the counter, and issue says the same', async () => {
    const { menu, outcomeOf } = await kosekiWorld([approved(), restriction(32, { person: 2 })]);
    expect(await menu(FOREIGN_CARD)).toEqual({ ok: false, error: ['ISS-1207'] });
    expect(await outcomeOf(foreignWish())).toEqual(['ISS-1207']);
  });
});

describe('whom a part may be about', () => {
  test.each([
    ['somebody of the household who is in another register', [personId(7)]],
    ['a member who is no resident, whose name is not known', [THREE]],
    ['one who has left the register', [personId(4)]],
  ])('not %s', async (_, subjects) => {
    const flatmate = [adult(41, { person: 7, householdOrder: 2 }), koseki(41, { person: 7, koseki: 2 })];
    const { outcomeOf, asked } = await kosekiWorld(flatmate);
    expect(await outcomeOf(kosekiWish({ scope: 'partial', subjects }))).toContain('ISS-1401');
    expect(asked).toEqual([]);
  });

  test('住民票コード and 続柄 are no entries of either', async () => {
    const { outcomeOf } = await kosekiWorld();
    expect(await outcomeOf(kosekiWish({ options: ['relationship'] }))).toEqual(['ISS-1403']);
    expect(await outcomeOf(kosekiWish({ options: ['domicile'] }, REGISTER))).toEqual(['ISS-1403']);
  });
});

describe('what may go wrong on the way', () => {
  const pdf = { kind: 'encrypted' } as Extract<KosekiFault, { kind: 'pdf' }>['fault'];
  const declined = (reason: Extract<KosekiFault, { kind: 'declined' }>['reason']): KosekiFault => ({
    kind: 'declined',
    status: 422,
    reason,
  });
  test.each<[KosekiFault, string]>([
    [{ kind: 'deadline' }, 'ISS-2002'],
    [{ kind: 'aborted' }, 'ISS-2002'],
    [{ kind: 'unreachable', code: 'ECONNREFUSED' }, 'ISS-2031'],
    [{ kind: 'broken' }, 'ISS-2031'],
    [{ kind: 'protocol', rule: 'surplus' }, 'ISS-2031'],
    [{ kind: 'redirected' }, 'ISS-2031'],
    [{ kind: 'wrong-type' }, 'ISS-2031'],
    [{ kind: 'too-large' }, 'ISS-1214'],
    [{ kind: 'pdf', fault: pdf }, 'ISS-1238'],
    [{ kind: 'not-verifiable', lacks: 'fullName' }, 'ISS-1236'],
    [declined('pending'), 'ISS-1237'],
    [declined('not-drawable'), 'ISS-1237'],
    [declined('closed'), 'ISS-2032'],
    [declined('unspecified'), 'ISS-2031'],
  ])('%j is refused, and closes nothing', async (fault, code) => {
    const { outcomeOf, closed, asked } = await kosekiWorld([], async () => fault);
    expect(await outcomeOf(kosekiWish())).toEqual([code]);
    expect(closed).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  test.each<[KosekiFault]>([
    [{ kind: 'echo-mismatch', field: 'requestId' }],
    [{ kind: 'echo-missing', field: 'personKey' }],
    [{ kind: 'text-mismatch', lacks: 'givenName' }],
    [{ kind: 'text-unreadable', page: 1 }],
    [{ kind: 'unasked', item: 'domicile' }],
    [{ kind: 'unasked', item: 'resident-record-code' }],
  ])('INV-4, INV-6: %j may be somebody else’s and closes the city’s type', async (fault) => {
    const alarms: string[] = [];
    const { outcomeOf, closed } = await kosekiWorld([], async () => fault);
    const alarm: IssueDeps['alarm'] = (id) => alarms.push(id);
    expect(await outcomeOf(kosekiWish(), { alarm })).toEqual(['ISS-2003']);
    expect(closed).toMatchObject([{ type: SUPPLEMENT, cause: 'gate', evidence: alarms[0] }]);
    expect(await outcomeOf(kosekiWish())).toEqual(['ISS-1003']);
    expect(await outcomeOf(kosekiWish({}, REGISTER))).toEqual(['ISS-2003']);
  });

  test('INV-8: the bytes that may be somebody else’s are kept as the case’s evidence', async () => {
    const strange = new Uint8Array([37, 80, 68, 70]);
    const { outcomeOf } = await kosekiWorld([], async ({ withhold }) => {
      withhold?.(strange);
      return { kind: 'echo-mismatch', field: 'sha256' };
    });
    const kept: Parameters<IssueDeps['keepEvidence']>[] = [];
    const keepEvidence: IssueDeps['keepEvidence'] = async (...args) => void kept.push(args);
    expect(await outcomeOf(kosekiWish(), { keepEvidence })).toEqual(['ISS-2003']);
    expect(kept).toMatchObject([
      [{ kind: 'gate-refusal', observed: { pdfSha256: sha256Hex(strange) } }, {}, strange],
    ]);
  });

  test('INV-2: at the deadline the question is given up, and what still comes attaches to nothing', async () => {
    let late: () => void = () => undefined;
    let given: AbortSignal | undefined;
    const { issue, kept } = await kosekiWorld([], async ({ signal }) => {
      given = signal;
      late();
      await new Promise((resolve) => setTimeout(resolve, 5));
      return undefined;
    });
    const sleep: IssueDeps['sleep'] = () =>
      new Promise((resolve) => {
        late = resolve;
      });
    const request = kosekiWish();
    expect(await issue(request, { sleep })).toEqual({ kind: 'refused', codes: ['ISS-2002'] });
    expect(given?.aborted).toBe(true);
    expect(kept.get(`${request.municipality}#${request.requestId}`)?.state).toBe('failed');
  });
});

describe('INV-5, INV-6: what came is judged again by the commit', () => {
  test.each([
    ['a notification for another member', () => koseki(51, { person: 3, pending: true }), ['ISS-1233']],
    ['a protection of another member', () => restriction(51, { person: 3 }), ['ISS-1207']],
    [
      'a second person of the same koseki person key',
      () => koseki(51, { person: 9, key: 3, koseki: 2 }),
      ['ISS-1235'],
    ],
    [
      'somebody protected who joins the register',
      () => [koseki(51, { person: 6 }), restriction(51, { person: 6 })],
      ['ISS-1207'],
    ],
    [
      'a 本籍地利用登録 of the same serial for somebody else',
      () => domicile(51, { serial: 'A1', person: 9 }),
      ['ISS-1107'],
    ],
    ['a revocation of the serial', () => serial(51, { state: 'revoked' }), ['ISS-1102']],
    ['a change that leaves everything allowed', () => adult(51), ['ISS-2001']],
  ])('%s that lands meanwhile refuses, without a second question', async (_, change, codes) => {
    const world = await kosekiWorld([], async () => {
      await world.apply(...[change()].flat());
      return undefined;
    });
    expect(await world.outcomeOf(kosekiWish())).toEqual(codes);
    expect(world.asked).toHaveLength(1);
  });

  test('a 本籍地利用登録 that ends meanwhile refuses', async () => {
    const world = await kosekiWorld([approved()], async () => {
      const lapsed = domicile(52, { person: 3, state: 'lapsed' });
      await world.apply(lapsed);
      return undefined;
    });
    expect(await world.outcomeOf(foreignWish())).toEqual(['ISS-1105']);
  });

  test('a commit that only came second tries again with the same paper', async () => {
    const world = await kosekiWorld();
    const { commit } = world.deps.records;
    let conflicts = 1;
    const records: IssueDeps['records'] = {
      ...world.deps.records,
      commit: async (...step) => (conflicts-- > 0 ? 'conflict' : commit(...step)),
    };
    expect(await world.outcomeOf(kosekiWish(), { records })).toBe(2);
    expect(world.asked).toHaveLength(1);
  });

  test('INV-9: a repeat is refused, for nothing was kept', async () => {
    const { outcomeOf, asked } = await kosekiWorld();
    const request = kosekiWish();
    expect(await outcomeOf(request)).toBe(2);
    expect(await outcomeOf(request)).toEqual(['ISS-2004']);
    expect(asked).toHaveLength(1);
  });
});
