import { describe, expect, test } from 'vitest';
import type { IssueDeps } from '../../../functions/issuance/deps.ts';
import type { IssueAnswer } from '../../../functions/issuance/issue-certificate.ts';
import { pictureDigest, readBack } from '../../../functions/pdf/index.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { date, personId, restriction, serial } from '../registry/sample-changes.ts';
import { freshSeries } from './fresh-series.ts';
import { adult, IMPRESSIONS, NOON, ownWorld, registration, sealWish, wishFor } from './own-world.ts';

const MM = 72 / 25.4;
const registered = () => ownWorld({ changes: [registration(2)] });

function pdfOf(answer: IssueAnswer) {
  if (answer.kind === 'refused') throw new Error(`refused: ${answer.codes.join(' ')}`);
  return unwrap(readBack(answer.pdf));
}

/** What is drawn beside the city's seal: 印影. */
const impressionsOn = (answer: IssueAnswer) =>
  pdfOf(answer).pages.flatMap(({ pictures }) =>
    pictures.filter(({ ink }) => ink?.every((share) => share === 0)),
  );
const textOf = (answer: IssueAnswer) =>
  pdfOf(answer)
    .pages.flatMap(({ runs }) => runs.map(({ text }) => text))
    .join('');

const typesOf = async ({ menu }: Pick<Awaited<ReturnType<typeof ownWorld>>, 'menu'>) => {
  const answer = await menu();
  return answer.ok ? answer.value.offers.map(({ type }) => type) : answer.error;
};

describe('印鑑登録証明書 (仕様書 2(4))', () => {
  test('is offered with no choices, and says name, birth, address and the registered impression', async () => {
    const world = await registered();
    expect((await world.menu()).ok && unwrap(await world.menu()).offers).toContainEqual({
      type: 'seal-registration',
      name: '印鑑登録証明書',
      family: 'seal-registration',
      scopes: ['individual'],
      options: [],
      feeJpy: 300,
    });
    const request = sealWish();
    const answer = await world.issue(request);
    const { fullName, address } = adult(1).fact;
    for (const said of [fullName, address, '昭和61年4月5日']) expect(textOf(answer)).toContain(said);
    expect(world.kept.get(`${request.municipality}#${request.requestId}`)).toMatchObject({
      state: 'responded',
      type: 'seal-registration',
      typeName: '印鑑登録証明書',
      subjects: [personId(1)],
    });
  });

  test('仕様書 3(2)②カ: the impression has its physical size, 1:1, and every pixel of it', async () => {
    const { issue } = await registered();
    const [found, ...others] = impressionsOn(await issue(sealWish()));
    expect(others).toEqual([]);
    expect(found?.digest).toBe(pictureDigest(IMPRESSIONS[0].image));
    // 200 pixels and a margin of 2 around them, at 508 dpi
    expect((found?.width ?? 0) / MM).toBeCloseTo(10.2, 2);
    expect((found?.height ?? 0) / MM).toBeCloseTo(10.2, 2);
  });

  test.each([
    ['never registered', [], 'ISS-1216'],
    ['suspended', [registration(2, 'suspended')], 'ISS-1217'],
    ['erased', [registration(2), registration(3, 'erased')], 'ISS-1218'],
  ])('a seal that is %s is refused, and the menu does not offer it', async (_, changes, code) => {
    const world = await ownWorld({ changes });
    expect(await world.outcomeOf(sealWish())).toEqual([code]);
    expect(await typesOf(world)).toEqual(['resident-record']);
  });

  test('after a re-registration only the new impression is printed, on repeats of an older request too', async () => {
    const world = await registered();
    const before = sealWish();
    await world.issue(before);
    await world.apply(registration(3, 'erased'), registration(4, 'active', IMPRESSIONS[1]));
    const [found, ...others] = impressionsOn(await world.issue(sealWish()));
    expect(others).toEqual([]);
    expect(found?.digest).toBe(pictureDigest(IMPRESSIONS[1].image));
    expect(await world.outcomeOf(before)).toEqual(['ISS-2001']);
  });

  test('INV-9: a repeat gives the same bytes, drawn again from the record’s snapshot', async () => {
    const { issue } = await registered();
    const request = sealWish();
    const [first, second] = [await issue(request), await issue(request)];
    if (first.kind === 'refused' || second.kind === 'refused') throw new Error('refused');
    expect(Buffer.from(second.pdf).equals(Buffer.from(first.pdf))).toBe(true);
  });

  test('an erasure that lands while it is drawn is refused (INV-5)', async () => {
    const world = await registered();
    const materials: IssueDeps['materials'] = {
      load: async (...names) => {
        await world.apply(registration(9, 'erased'));
        return world.deps.materials.load(...names);
      },
    };
    expect(await world.outcomeOf(sealWish(), { materials })).toEqual(['ISS-1218']);
  });

  test('an impression that is not in its place refuses; nothing is taken instead of it', async () => {
    const world = await registered();
    world.bucket.objects.clear();
    expect(await world.outcomeOf(sealWish())).toEqual(['ISS-1219']);
    expect(await world.outcomeOf(wishFor('resident-record'))).toBe(1);
  });

  test.each([
    ['a household scope', { scope: 'household' }, ['ISS-1402']],
    ['subjects, be it oneself', { subjects: [personId(1)] }, ['ISS-1402']],
    ['entries', { options: ['relationship'] }, ['ISS-1403']],
    ['a year', { taxYear: 2026 }, ['ISS-1405']],
  ] as const)('is one’s own: %s cannot be asked for', async (_, changes, codes) => {
    const { outcomeOf } = await registered();
    expect(await outcomeOf(sealWish({ ...changes } as never))).toEqual(codes);
  });

  test('性別 is printed where the city has set so, from the instant at which that begins', async () => {
    const world = await registered();
    expect(textOf(await world.issue(sealWish()))).not.toContain('性　　別');
    world.put({ kind: 'seal-certificate', scope: 'seal-registration', value: { printsSex: true } });
    expect(textOf(await world.issue(sealWish()))).toContain('性　　別');
  });
});

describe('the release gate on an impression (INV-4)', () => {
  const withImpressions = (read: IssueDeps['impressions']['read']) => ({ impressions: { read } });

  test('holds back a stranger’s impression under the applicant’s digest, and closes the type', async () => {
    const world = await registered();
    const over = withImpressions(async () => IMPRESSIONS[1]);
    expect(await world.outcomeOf(sealWish(), over)).toEqual(['ISS-2003']);
    expect(world.closed).toMatchObject([{ type: 'seal-registration', cause: 'gate' }]);
    expect(await world.outcomeOf(sealWish())).toEqual(['ISS-1003']);
    expect(await world.outcomeOf(wishFor('resident-record'))).toBe(1);
  });

  test('holds back an impression in another size than it was registered in', async () => {
    const world = await registered();
    const larger = { ...IMPRESSIONS[0], widthPt: IMPRESSIONS[0].widthPt * 1.01 };
    expect(
      await world.outcomeOf(
        sealWish(),
        withImpressions(async () => larger),
      ),
    ).toEqual(['ISS-2003']);
  });
});

describe('the rules that every certificate shares hold for it as well', () => {
  const seal = registration(2);

  test.each([
    ['moved out', [adult(5, { state: 'moved-out' })], ['ISS-1201']],
    ['転入当日', [adult(5, { movedInNotifiedOn: date('2026-11-23') })], ['ISS-1205']],
    ['異動未確定', [adult(5, { changeUnsettled: true })], ['ISS-1204']],
    ['転出予定', [adult(5, { transferPending: true })], ['ISS-1206']],
    [
      'under age',
      [adult(5, { dateOfBirth: { text: '平成24年4月5日', date: date('2012-04-05') } })],
      ['ISS-1301'],
    ],
    ['a revoked card', [serial(5, { state: 'revoked' })], ['ISS-1102']],
  ])('仕様書 3(2)①エ, 3(3)ウ: %s', async (_, changes, codes) => {
    const { outcomeOf } = await ownWorld({ changes: [seal, ...changes] });
    expect(await outcomeOf(sealWish())).toEqual(codes);
  });

  test('a restriction binds its family: of the seal it leaves the copy free, and the other way round', async () => {
    const of = async (certificateType: 'seal-registration' | 'resident-record') => {
      const change = restriction(5);
      if (change.kind !== 'restriction') throw new Error('no restriction');
      const world = await ownWorld({
        changes: [seal, { ...change, fact: { ...change.fact, certificateType, kind: 'other' } }],
      });
      return [await world.outcomeOf(sealWish()), await world.outcomeOf(wishFor('resident-record'))];
    };
    expect(await of('seal-registration')).toEqual([['ISS-1208'], 1]);
    expect(await of('resident-record')).toEqual([1, ['ISS-1208']]);
  });

  test('INV-5: a feed of seals that is stale closes it on the menu and at the commit, and not the copy', async () => {
    const series = freshSeries(NOON).map((one) => ({
      ...one,
      ...(one.feed === 'seal' && one.watermark !== undefined
        ? { watermark: { ...one.watermark, madeAt: (NOON - 31 * 60_000) as never } }
        : {}),
    }));
    const world = await ownWorld({ changes: [seal], series });
    expect(await typesOf(world)).toEqual(['resident-record']);
    expect(await world.outcomeOf(sealWish())).toEqual(['ISS-1005']);

    let readings = 0;
    const linkage: IssueDeps['linkage'] = {
      readSeries: async () => {
        readings += 1;
        return readings === 1 ? freshSeries(NOON) : series;
      },
    };
    expect(await world.outcomeOf(sealWish(), { linkage })).toEqual(['ISS-1005']);
    expect(readings).toBe(2);
  });
});

describe('the other members of the household', () => {
  const protectedMember = (number: number) => [
    adult(number, { person: 2, householdOrder: 2 }),
    restriction(number, { person: 2 }),
  ];
  const free = {
    kind: 'household-rule',
    scope: 'seal-registration',
    value: { boundByMembers: false },
  } as const;

  test('close it by a protection measure, unless the city has decided otherwise (domain rule per city and type)', async () => {
    const changes = [registration(2), ...protectedMember(5)];
    expect(await (await ownWorld({ changes })).outcomeOf(sealWish())).toEqual(['ISS-1207']);
    const world = await ownWorld({ changes, settings: [free] });
    expect(await world.outcomeOf(sealWish())).toBe(1);
    expect(await world.outcomeOf(wishFor('resident-record'))).toEqual(['ISS-1207']);
  });

  test('close it at the commit too, by the household’s own row', async () => {
    const world = await ownWorld({ changes: [registration(2), adult(5, { person: 2, householdOrder: 2 })] });
    const materials: IssueDeps['materials'] = {
      load: async (...names) => {
        await world.apply(restriction(6, { person: 2 }));
        return world.deps.materials.load(...names);
      },
    };
    expect(await world.outcomeOf(sealWish(), { materials })).toEqual(['ISS-1207']);
  });

  test('do not matter otherwise: neither a pending transfer nor their number', async () => {
    const many = Array.from({ length: 21 }, (_, index) =>
      adult(10 + index, { person: 2 + index, householdOrder: 2 + index, transferPending: index === 3 }),
    );
    const world = await ownWorld({ changes: [registration(2)] });
    for (const change of many) await world.apply(change);
    expect(await world.outcomeOf(sealWish())).toBe(1);
    expect(await world.outcomeOf(wishFor('resident-record'))).toEqual(['ISS-1212', 'ISS-1206']);
  });
});
