import { describe, expect, test } from 'vitest';
import { settingsAt } from '../../../functions/changes/index.ts';
import { ingestGaijiFile, takeBack } from '../../../functions/gaiji/index.ts';
import { sha256Hex } from '../../../functions/shared/canonical.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { fontWith } from './fonts.ts';
import { gaijiWorld, municipality } from './gaiji-world.ts';

type World = ReturnType<typeof gaijiWorld>;
const HOUR = 3_600_000;
const FIRST = fontWith({ E000: 'A', E001: 'B' });
const SECOND = fontWith({ E000: 'A', E001: 'X', E002: 'C' });

const nameOf = (number: number): string =>
  `inbox/${municipality}-gaiji-full-1-${String(number).padStart(6, '0')}.tte`;
/** A file arrives, an hour after the one before. */
async function arrives(world: World, key: string, bytes: Uint8Array) {
  world.objects.set(key, bytes);
  world.setNow(world.deps.clock() + HOUR);
  return ingestGaijiFile(world.deps, { key });
}
const activeFont = (world: World): string | undefined =>
  settingsAt(world.rows, world.deps.clock()).valueOf('gaiji', 'city')?.fontDigest;

describe('an EUDC file of the inbox (仕様書 3(2)②キ)', () => {
  test('is in force as soon as it has been taken in, and says from which file it is', async () => {
    const world = gaijiWorld();
    expect(await arrives(world, nameOf(1), FIRST)).toBe('done');
    expect(world.rows).toMatchObject([
      {
        kind: 'gaiji',
        value: { fontDigest: sha256Hex(FIRST), by: `${municipality}-gaiji-full-1-000001.tte` },
      },
    ]);
    expect(world.logged).toMatchObject([
      {
        code: 'GAI-2001',
        fields: { fileNumber: 1, end: 'activated', added: 2, changed: 0, removed: 0, same: 0 },
      },
    ]);
  });

  test('that changes outlines raises the alarm with its name', async () => {
    const world = gaijiWorld();
    await arrives(world, nameOf(1), FIRST);
    await arrives(world, nameOf(2), SECOND);
    expect(world.logged.find(({ code }) => code === 'GAI-9001')).toMatchObject({
      fields: { municipality, epoch: 1, fileNumber: 2, unconfirmed: 1 },
    });
  });

  test('that comes again brings nothing back that has been taken back', async () => {
    const world = gaijiWorld();
    await arrives(world, nameOf(1), FIRST);
    await arrives(world, nameOf(2), SECOND);
    world.setNow(world.deps.clock() + HOUR);
    unwrap(await takeBack(world.deps, { municipality, by: 'tanaka' }));
    await arrives(world, nameOf(2), SECOND);
    expect(activeFont(world)).toBe(sha256Hex(FIRST));
  });

  test('that is older than what was taken in is kept and changes nothing', async () => {
    const world = gaijiWorld();
    await arrives(world, nameOf(2), SECOND);
    await arrives(world, nameOf(1), FIRST);
    expect(activeFont(world)).toBe(sha256Hex(SECOND));
    expect(world.files).toMatchObject([
      { fileNumber: 2, file: { state: 'taken', end: 'activated' } },
      { fileNumber: 1, file: { state: 'taken', end: 'superseded' } },
    ]);
    expect(world.blobs.has(`${sha256Hex(FIRST)}.tte`)).toBe(true);
    await arrives(world, nameOf(3), FIRST);
    expect(activeFont(world)).toBe(sha256Hex(FIRST));
  });

  test('of another content under a name that was taken in is refused, and what was taken in stays', async () => {
    const world = gaijiWorld();
    await arrives(world, nameOf(1), FIRST);
    await arrives(world, nameOf(1), SECOND);
    expect(activeFont(world)).toBe(sha256Hex(FIRST));
    expect(world.files).toMatchObject([
      { file: { state: 'taken', fontDigest: sha256Hex(FIRST), laterFault: { rule: 'name-reused' } } },
    ]);
    expect(world.codes()).toEqual(['GAI-2001', 'GAI-3002']);
  });

  test('that is broken is recorded by table and fault; sent anew under the same name it is taken in', async () => {
    const world = gaijiWorld();
    await arrives(world, nameOf(1), FIRST.slice(0, 300));
    expect(world.files).toMatchObject([
      { file: { state: 'refused', fault: { rule: 'font', fault: 'truncated' } } },
    ]);
    expect(world.logged).toMatchObject([{ code: 'GAI-3001', fields: { rule: 'font', fault: 'truncated' } }]);
    await arrives(world, nameOf(1), FIRST);
    expect(activeFont(world)).toBe(sha256Hex(FIRST));
    expect(world.files).toMatchObject([{ file: { state: 'taken' } }]);
  });

  test('of more than 10 MB is refused without being read to its end', async () => {
    const world = gaijiWorld();
    let read = 0;
    async function* endless() {
      for (;;) {
        read += 1;
        yield new Uint8Array(1024 * 1024);
      }
    }
    const inbox = { open: async () => ({ bytes: endless() }) };
    await ingestGaijiFile({ ...world.deps, inbox }, { key: nameOf(1) });
    expect(read).toBe(11);
    expect(world.files).toMatchObject([{ file: { state: 'refused', fault: { rule: 'too-large' } } }]);
  });

  test.each([
    ['in the other lane', `inbox-priority/${municipality}-gaiji-full-1-000001.tte`, 'GAI-3001'],
    ['of another name', 'inbox/EUDC.tte', 'LNK-3003'],
    ['of a feed of rows', `inbox/${municipality}-resident-full-1-000001.tte`, 'LNK-3003'],
    ['that is gone', nameOf(7), 'LNK-3006'],
  ])('%s is put on record and done with', async (what, key, code) => {
    const world = gaijiWorld();
    if (what !== 'that is gone') world.objects.set(key, FIRST);
    expect(await ingestGaijiFile(world.deps, { key })).toBe('done');
    expect(world.codes()).toEqual([code]);
    expect(world.rows).toEqual([]);
  });
});
