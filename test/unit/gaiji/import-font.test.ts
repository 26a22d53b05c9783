import { describe, expect, test } from 'vitest';
import { settingsAt, unconfirmedKeys } from '../../../functions/changes/index.ts';
import { confirmKeys, importFont, takeBack, versionsAt } from '../../../functions/gaiji/index.ts';
import { sha256Hex } from '../../../functions/shared/canonical.ts';
import { OperatorId } from '../../../functions/shared/http/staff.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { buildFont, fontFile, fontTables, samplePlan } from '../pdf/font-builder.ts';
import { fontWith, key, named } from './fonts.ts';
import { gaijiWorld, municipality, NOON } from './gaiji-world.ts';

type World = ReturnType<typeof gaijiWorld>;
const actor = OperatorId.parse('tanaka');
const HOUR = 3_600_000;
const FIRST = fontWith({ E000: 'A', E001: 'B' });
const CHANGED = fontWith({ E000: 'A', E001: 'X', E002: 'C' });
const LATER = fontWith({ E000: 'A', E001: 'X', E002: 'C', E003: 'D' });

const imported = async (world: World, bytes: Uint8Array, at?: number) =>
  unwrap(
    await importFont(world.deps, {
      municipality,
      bytes,
      by: 'tests',
      ...(at === undefined ? {} : { at: instantOf(at) }),
    }),
  );
/** Which font is drawn with at an instant, and which of its keys are not. */
const inForce = (world: World, at: number) => {
  const settings = settingsAt(world.rows, instantOf(at));
  const value = settings.valueOf('gaiji', 'city');
  return {
    font: value?.fontDigest,
    open: value === undefined ? [] : named(unconfirmedKeys(value, settings)),
  };
};
const version = (font: Uint8Array, open: readonly string[] = []) => ({ font: sha256Hex(font), open });
const confirm = (world: World, keys: number[] | 'all', inPlanned = false) =>
  confirmKeys(world.deps, {
    municipality,
    keys: keys === 'all' ? 'all' : new Set(keys.map((code) => key(code))),
    actor,
    inPlanned,
  });

describe('a city’s EUDC font', () => {
  test('is kept and packed under its hash and is in force from the instant of its import', async () => {
    const world = gaijiWorld();
    const { end, step } = await imported(world, FIRST);
    expect(end).toBe('activated');
    expect(named(step?.added ?? [])).toEqual(['U+E000', 'U+E001']);
    expect(inForce(world, NOON - 1).font).toBeUndefined();
    expect(inForce(world, NOON)).toEqual(version(FIRST));
    const value = settingsAt(world.rows, instantOf(NOON)).valueOf('gaiji', 'city');
    expect([...world.blobs.keys()]).toEqual([`${value?.fontDigest}.tte`, `${value?.packDigest}.pack`]);
    expect(world.codes()).toEqual([]);
  });

  test('raises an alarm for outlines that have changed, and holds those codes back', async () => {
    const world = gaijiWorld();
    await imported(world, FIRST);
    world.setNow(NOON + HOUR);
    const { step } = await imported(world, CHANGED);
    expect(named(step?.changed ?? [])).toEqual(['U+E001']);
    expect(inForce(world, NOON + HOUR)).toEqual(version(CHANGED, ['U+E001']));
    expect(world.logged).toEqual([
      { code: 'GAI-9001', fields: { municipality, feed: 'gaiji', unconfirmed: 1 } },
    ]);
  });

  test('that is the one in force changes nothing', async () => {
    const world = gaijiWorld();
    await imported(world, FIRST);
    expect((await imported(world, FIRST)).end).toBe('unchanged');
    expect(world.rows).toHaveLength(1);
  });

  test('does not free what was held back by bringing the same outline again', async () => {
    const world = gaijiWorld();
    for (const font of [FIRST, CHANGED, LATER]) await imported(world, font);
    expect(inForce(world, NOON).open).toEqual(['U+E001']);
  });

  test('does not pass another outline off as new by way of a font that lacks the code', async () => {
    const world = gaijiWorld();
    const without = fontWith({ E000: 'A' });
    for (const font of [FIRST, without, fontWith({ E000: 'A', E005: 'Y' })]) await imported(world, font);
    expect(inForce(world, NOON).open).toEqual([]);
    const { step } = await imported(world, CHANGED);
    expect(named(step?.changed ?? [])).toEqual(['U+E001']);
    expect(named(step?.added ?? [])).toEqual(['U+E002']);
    expect(inForce(world, NOON).open).toEqual(['U+E001']);
  });

  test('that changes under another import is placed after it', async () => {
    const world = gaijiWorld();
    await imported(world, FIRST);
    world.meanwhile.push(async () => void (await imported(world, CHANGED)));
    const { step } = await imported(world, LATER);
    expect(named(step?.added ?? [])).toEqual(['U+E003']);
    expect(inForce(world, NOON)).toEqual(version(LATER, ['U+E001']));
  });

  const broken = (() => {
    const tables = fontTables(samplePlan);
    tables.set('glyf', (tables.get('glyf') ?? new Uint8Array(0)).slice(0, 40));
    return fontFile(tables);
  })();
  test.each<[string, Uint8Array, object]>([
    ['a table that is cut off', broken, { rule: 'font', table: 'glyf', fault: 'truncated' }],
    ['no font at all', new Uint8Array(64), { rule: 'font', table: 'file' }],
    ['nothing', new Uint8Array(0), { rule: 'font', table: 'file' }],
    ['more than 10 MB', new Uint8Array(10 * 1024 * 1024 + 1), { rule: 'too-large', table: 'file' }],
  ])('of %s is refused by table and fault, and the version in force stays', async (_, bytes, fault) => {
    const world = gaijiWorld();
    await imported(world, FIRST);
    const outcome = await importFont(world.deps, { municipality, bytes, by: 'tests' });
    expect(outcome).toMatchObject({ ok: false, error: fault });
    expect(inForce(world, NOON)).toEqual(version(FIRST));
    expect(world.blobs.size).toBe(2);
  });

  test('may come as Windows writes it, composites and planes 15 and all', async () => {
    const world = gaijiWorld();
    const { step } = await imported(world, buildFont(samplePlan));
    // plane 16 is not the city's, and U+E005 draws nothing
    expect(named(step?.added ?? [])).toEqual([
      'U+E000',
      'U+E000 U+FE00',
      'U+E001',
      'U+E001 U+E0100',
      'U+E001 U+E0101',
      'U+E002',
      'U+E003',
      'U+E004',
      'U+F0000',
    ]);
  });
});

describe('a confirmation', () => {
  test('frees the codes that it names, and records who and when', async () => {
    const world = gaijiWorld();
    await imported(world, FIRST);
    await imported(world, fontWith({ E000: 'Y', E001: 'X' }));
    world.setNow(NOON + HOUR);
    const confirmed = unwrap(await confirm(world, [0xe001]));
    expect(named(confirmed.left)).toEqual(['U+E000']);
    expect(inForce(world, NOON + HOUR - 1).open).toEqual(['U+E000', 'U+E001']);
    expect(inForce(world, NOON + HOUR).open).toEqual(['U+E000']);
    expect(world.rows.at(-1)).toMatchObject({
      kind: 'gaiji-confirmation',
      value: { keys: ['U+E001'], actor: 'tanaka' },
      validFrom: NOON + HOUR,
    });
    unwrap(await confirm(world, 'all'));
    expect(inForce(world, NOON + HOUR).open).toEqual([]);
  });

  test('holds for the outline that was looked at and not for the next', async () => {
    const world = gaijiWorld();
    for (const font of [FIRST, CHANGED]) await imported(world, font);
    unwrap(await confirm(world, 'all'));
    await imported(world, LATER);
    expect(inForce(world, NOON).open).toEqual([]);
    await imported(world, fontWith({ E000: 'A', E001: 'Z' }));
    expect(inForce(world, NOON).open).toEqual(['U+E001']);
  });

  test('of a code of which nothing is open confirms nothing', async () => {
    const world = gaijiWorld();
    expect(await confirm(world, 'all')).toEqual({ ok: false, error: { kind: 'no-version' } });
    await imported(world, FIRST);
    expect(await confirm(world, 'all')).toEqual({ ok: false, error: { kind: 'nothing-open' } });
    await imported(world, CHANGED);
    expect(await confirm(world, [0xe001, 0xe000])).toEqual({
      ok: false,
      error: { kind: 'not-open', strangers: [key(0xe000)] },
    });
    expect(inForce(world, NOON).open).toEqual(['U+E001']);
  });

  test('in a version that is planned leaves the one in force as it is', async () => {
    const world = gaijiWorld();
    for (const font of [FIRST, CHANGED]) await imported(world, font);
    await imported(world, fontWith({ E000: 'A', E001: 'Z' }), NOON + HOUR);
    unwrap(await confirm(world, [0xe001], true));
    expect(inForce(world, NOON).open).toEqual(['U+E001']);
    expect(inForce(world, NOON + HOUR).open).toEqual([]);
  });
});

describe('a version at a set time', () => {
  test('comes into force then and not before', async () => {
    const world = gaijiWorld();
    await imported(world, FIRST);
    expect((await imported(world, CHANGED, NOON + HOUR)).end).toBe('planned');
    expect(inForce(world, NOON + HOUR - 1)).toEqual(version(FIRST));
    expect(inForce(world, NOON + HOUR)).toEqual(version(CHANGED, ['U+E001']));
    expect((await imported(world, CHANGED, NOON + HOUR)).end).toBe('unchanged');
  });

  test('never follows a newer one: what comes later takes the plan’s place', async () => {
    const world = gaijiWorld();
    await imported(world, FIRST);
    await imported(world, CHANGED, NOON + 2 * HOUR);
    await imported(world, LATER);
    for (const at of [NOON, NOON + 2 * HOUR, NOON + 9 * HOUR])
      expect(inForce(world, at).font).toBe(sha256Hex(LATER));

    const other = gaijiWorld();
    await imported(other, FIRST);
    await imported(other, CHANGED, NOON + HOUR);
    await imported(other, LATER, NOON + 2 * HOUR);
    expect(inForce(other, NOON + HOUR).font).toBe(sha256Hex(FIRST));
    expect(inForce(other, NOON + 2 * HOUR).font).toBe(sha256Hex(LATER));
  });

  test('is taken back before it begins', async () => {
    const world = gaijiWorld();
    await imported(world, FIRST);
    await imported(world, CHANGED, NOON + HOUR);
    unwrap(await takeBack(world.deps, { municipality, by: 'tanaka' }));
    expect(inForce(world, NOON + HOUR)).toEqual(version(FIRST));
    expect(versionsAt(world.rows, instantOf(NOON)).planned).toBeUndefined();
  });
});

describe('taking a version back', () => {
  test('brings the one before into force again, as often as there is one', async () => {
    const world = gaijiWorld();
    for (const font of [FIRST, CHANGED, LATER]) {
      await imported(world, font);
      world.setNow(world.deps.clock() + HOUR);
    }
    const back = async () => takeBack(world.deps, { municipality, by: 'tanaka' });
    expect((await back()).ok).toBe(true);
    expect(inForce(world, world.deps.clock())).toEqual(version(CHANGED, ['U+E001']));
    world.setNow(world.deps.clock() + HOUR);
    expect((await back()).ok).toBe(true);
    expect(inForce(world, world.deps.clock())).toEqual(version(FIRST));
    expect(await back()).toEqual({ ok: false, error: 'nothing-earlier' });
    expect(world.blobs.size).toBe(6);
  });

  test('keeps what was confirmed in the version before, and leaves known what the other one drew', async () => {
    const world = gaijiWorld();
    await imported(world, FIRST);
    await imported(world, CHANGED);
    unwrap(await confirm(world, 'all'));
    world.setNow(NOON + HOUR);
    await imported(world, LATER);
    world.setNow(NOON + 2 * HOUR);
    unwrap(await takeBack(world.deps, { municipality, by: 'tanaka' }));
    expect(inForce(world, NOON + 2 * HOUR)).toEqual(version(CHANGED));
    world.setNow(NOON + 3 * HOUR);
    await imported(world, fontWith({ E000: 'A', E001: 'X', E002: 'C', E003: 'Z' }));
    expect(inForce(world, NOON + 3 * HOUR).open).toEqual(['U+E003']);
  });
});
