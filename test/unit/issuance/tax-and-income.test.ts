import { describe, expect, test } from 'vitest';
import { ALWAYS_OPEN } from '../../../functions/calendar/index.ts';
import type { Setting } from '../../../functions/changes/index.ts';
import type { IssueDeps } from '../../../functions/issuance/deps.ts';
import { type IssueAnswer, issueCertificate } from '../../../functions/issuance/issue-certificate.ts';
import { readBack } from '../../../functions/pdf/index.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { instantOf, startOfJstDay } from '../../../functions/shared/time.ts';
import { date, restriction, tax } from '../registry/sample-changes.ts';
import { freshSeries } from './fresh-series.ts';
import { adult, NOON, ownWorld, taxWish, wishFor } from './own-world.ts';

const certifying = (certifiesUndeclaredDependants: boolean): Setting => ({
  kind: 'tax-certificate',
  scope: 'tax-and-income',
  value: { certifiesUndeclaredDependants },
});
const years = (...of: number[]): Setting => ({
  kind: 'tax-years',
  scope: 'tax-and-income',
  value: { years: of },
});

function textOf(answer: IssueAnswer): string {
  if (answer.kind === 'refused') throw new Error(`refused: ${answer.codes.join(' ')}`);
  return unwrap(readBack(answer.pdf))
    .pages.flatMap(({ runs }) => runs.map(({ text }) => text))
    .join('');
}

/** The years on the menu; undefined where it does not offer the certificate. */
async function yearsOn({ menu }: Pick<Awaited<ReturnType<typeof ownWorld>>, 'menu'>) {
  const answer = await menu();
  if (!answer.ok) return answer.error;
  return answer.value.offers.find(({ type }) => type === 'tax-and-income')?.taxYears;
}

describe('課税・所得証明書 (仕様書 2(4))', () => {
  test('says year, income and taxes of one year as this city’s roll has them, and the record keeps the year', async () => {
    const world = await ownWorld({ changes: [tax(2), tax(3, { taxYear: 2025, income: 1_234_000 })] });
    expect(await yearsOn(world)).toEqual([2026, 2025]);
    const request = taxWish(2025);
    const text = textOf(await world.issue(request));
    for (const said of ['令和7年度', '令和6年', '1,234,000', '見本　太郎']) expect(text).toContain(said);
    expect(text).not.toContain('3,720,000');
    expect(textOf(await world.issue(taxWish(2026)))).toContain('3,720,000');
    expect(world.kept.get(`${request.municipality}#${request.requestId}`)).toMatchObject({
      state: 'responded',
      type: 'tax-and-income',
      taxYear: 2025,
      subjects: [adult(1).fact.personId],
    });
  });

  test('課税 and 非課税 are issued', async () => {
    const { issue } = await ownWorld({
      changes: [tax(2), tax(3, { taxYear: 2025, state: 'exempt', income: 0 })],
    });
    expect(textOf(await issue(taxWish(2026)))).not.toContain('（非課税）');
    expect(textOf(await issue(taxWish(2025)))).toContain('（非課税）');
  });

  test.each([
    ['未申告', 'not-declared', 'ISS-1222'],
    ['更正中', 'being-corrected', 'ISS-1223'],
  ] as const)('%s is refused, and the year is not on the menu', async (_, state, code) => {
    const world = await ownWorld({ changes: [tax(2, { state }), tax(3, { taxYear: 2025 })] });
    expect(await yearsOn(world)).toEqual([2025]);
    expect(await world.outcomeOf(taxWish(2026))).toEqual([code]);
    expect(await world.outcomeOf(taxWish(2025))).toBe(1);
  });

  test('被扶養で申告なし is issued or refused as the city has set, and refused where it has set nothing', async () => {
    const changes = [tax(2, { state: 'dependant-not-declared' })];
    for (const settings of [[], [certifying(false)]]) {
      const world = await ownWorld({ changes, settings });
      expect(await yearsOn(world)).toBeUndefined();
      expect(await world.outcomeOf(taxWish(2026))).toEqual(['ISS-1224']);
    }
    const world = await ownWorld({ changes, settings: [certifying(true)] });
    expect(await yearsOn(world)).toEqual([2026]);
    expect(textOf(await world.issue(taxWish(2026)))).toContain('扶養親族等であり、所得の申告がない');
  });

  test('a year exists by a row of this city’s roll only: whoever moved in after 1 January has none here', async () => {
    const world = await ownWorld({ changes: [tax(2, { taxYear: 2025 })] });
    expect(await yearsOn(world)).toEqual([2025]);
    expect(await world.outcomeOf(taxWish(2026))).toEqual(['ISS-1221']);
  });

  test('current residents only: whoever has moved out is refused', async () => {
    const world = await ownWorld({ changes: [tax(2), adult(5, { state: 'moved-out' })] });
    expect(await world.outcomeOf(taxWish(2026))).toEqual(['ISS-1201']);
  });

  test.each([
    ['no year', taxWish(undefined), ['ISS-1405']],
    ['a year that is not offered, though the roll has it', taxWish(2024), ['ISS-1405']],
    ['a household scope', taxWish(2026, { scope: 'household' }), ['ISS-1402']],
    ['entries', taxWish(2026, { options: ['domicile'] }), ['ISS-1403']],
  ])('cannot be asked for with %s', async (_, request, codes) => {
    const { outcomeOf } = await ownWorld({ changes: [tax(2), tax(3, { taxYear: 2024 })] });
    expect(await outcomeOf(request)).toEqual(codes);
  });

  test('a copy of the resident record is of no year', async () => {
    const { outcomeOf } = await ownWorld();
    expect(await outcomeOf(wishFor('resident-record', { taxYear: 2026 }))).toEqual(['ISS-1405']);
  });

  test('a year that is corrected while it is drawn is refused', async () => {
    const world = await ownWorld({ changes: [tax(2)] });
    const materials: IssueDeps['materials'] = {
      load: async (...names) => {
        await world.apply(tax(9, { state: 'being-corrected' }));
        return world.deps.materials.load(...names);
      },
    };
    expect(await world.outcomeOf(taxWish(2026), { materials })).toEqual(['ISS-1223']);
  });

  test('INV-9: a repeat gives the same bytes, and nothing once the year says something else', async () => {
    const world = await ownWorld({ changes: [tax(2)] });
    const request = taxWish(2026);
    const [first, second] = [await world.issue(request), await world.issue(request)];
    if (first.kind === 'refused' || second.kind === 'refused') throw new Error('refused');
    expect(Buffer.from(second.pdf).equals(Buffer.from(first.pdf))).toBe(true);
    await world.apply(tax(9, { income: 4_000_000 }));
    expect(await world.outcomeOf(request)).toEqual(['ISS-2001']);
  });

  test('a restriction of its family refuses it', async () => {
    const change = restriction(5, { kind: 'other' });
    if (change.kind !== 'restriction') throw new Error('no restriction');
    const fact = { ...change.fact, certificateType: 'tax-and-income' } as const;
    const world = await ownWorld({ changes: [tax(2), { ...change, fact }] });
    expect(await world.outcomeOf(taxWish(2026))).toEqual(['ISS-1208']);
    expect(await world.outcomeOf(wishFor('resident-record'))).toBe(1);
  });

  test('INV-5: it rests on the feed of taxes, and only it does', async () => {
    const series = freshSeries(NOON).filter(({ feed }) => feed !== 'tax');
    const world = await ownWorld({ changes: [tax(2)], series });
    expect(await yearsOn(world)).toBeUndefined();
    expect(await world.outcomeOf(taxWish(2026))).toEqual(['ISS-1005']);
    expect(await world.outcomeOf(wishFor('resident-record'))).toBe(1);
  });
});

describe('the change-over to a new year, without a stop (仕様書 3(1)①オ)', () => {
  const changes = [2024, 2025, 2026].map((taxYear) => tax(taxYear, { taxYear }));
  const open: Setting = { kind: 'hours', scope: 'tax-and-income', value: ALWAYS_OPEN };
  const atMidnight = (day: string, settings: readonly Setting[]) =>
    ownWorld({
      changes,
      settings: [open, ...settings],
      series: freshSeries(startOfJstDay(date(day))),
    });

  test('comes by itself at 0:00 in Japan on the city’s day', async () => {
    const world = await atMidnight('2026-06-01', []);
    world.setNow('2026-05-31T23:59:59.999+09:00');
    expect(await yearsOn(world)).toEqual([2025, 2024]);
    expect(await world.outcomeOf(taxWish(2026))).toEqual(['ISS-1405']);
    world.setNow('2026-06-01T00:00:00.000+09:00');
    expect(await yearsOn(world)).toEqual([2026, 2025]);
    expect(await world.outcomeOf(taxWish(2026))).toBe(1);
    expect(await world.outcomeOf(taxWish(2024))).toEqual(['ISS-1405']);
  });

  test('or by the next list, planned ahead; a request is judged by the list of its arrival', async () => {
    const world = await atMidnight('2026-11-24', [years(2025)]);
    const begins = startOfJstDay(date('2026-11-24'));
    world.put(years(2026, 2025), begins);
    world.setNow('2026-11-23T23:59:59.999+09:00');
    expect(await yearsOn(world)).toEqual([2025]);
    world.setNow('2026-11-24T00:00:00+09:00');
    expect(await yearsOn(world)).toEqual([2026, 2025]);
    expect(await world.outcomeOf(taxWish(2026))).toBe(1);
    const early = await issueCertificate(world.deps, taxWish(2026), instantOf(begins - 1));
    expect(early).toEqual({ kind: 'refused', codes: ['ISS-1405'] });
  });

  test('a city that offers no year, or has set none, does not offer the certificate', async () => {
    const none = await ownWorld({ changes, settings: [years()] });
    expect(await yearsOn(none)).toBeUndefined();
    expect(await none.outcomeOf(taxWish(2026))).toEqual(['ISS-1405']);
    const unset = await ownWorld({ changes, unset: 'tax-years' });
    expect(await yearsOn(unset)).toBeUndefined();
    expect(await unset.outcomeOf(taxWish(2026))).toEqual(['ISS-1004']);
  });
});
