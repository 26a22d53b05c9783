import { describe, expect, test } from 'vitest';
import { fileOf, nameOf, recordOf } from '../linkage/sample-files.ts';
import { brief, createReconcileWorld, personOf, sourceOf } from './reconcile-world.ts';

type Cells = Readonly<Record<string, string>>;
const row = (n: number, wish: Cells = {}) =>
  recordOf('resident', { personId: personOf(n), householdId: personOf(n), number: String(n), ...wish });

describe('仕様書 3(2)①ウ: a full extract against the registry', () => {
  test('says nothing where both say the same', async () => {
    const world = createReconcileWorld();
    await world.send({ kind: 'full', fileNumber: 1 }, [row(1), row(2)]);
    const { differences, result } = await world.compare({}, [row(2), row(1)]);
    expect(differences).toEqual([]);
    expect(result).toMatchObject({ ok: true, value: { isEqual: true } });
    expect(result.ok && result.value.feeds.get('resident')).toMatchObject({ rows: 2, same: 2, healable: 0 });
  });

  test('finds who is missing, who is surplus, and what the registry has newer though the extract should know it', async () => {
    const world = createReconcileWorld();
    await world.send({ kind: 'full', fileNumber: 1 }, [row(2), row(3, { number: '30', sex: '女' })]);
    const { differences } = await world.compare({}, [row(1), row(3), row(40)]);
    expect(differences.map(brief).sort((a, b) => Number(a.person) - Number(b.person))).toEqual([
      { kind: 'missing', person: 1, fields: [], remedy: 'row' },
      { kind: 'surplus', person: 2, fields: [], remedy: 'full-file' },
      { kind: 'older', person: 3, fields: ['性別'], remedy: 'newer-row' },
      { kind: 'missing', person: 40, fields: [], remedy: 'row' },
    ]);
  });

  test('passes over what became known after the extract was made', async () => {
    const world = createReconcileWorld();
    await world.send({ kind: 'full', fileNumber: 1 }, [row(1), row(2)]);
    await world.send({ fileNumber: 51 }, [row(1, { number: '70', sex: '女' }), row(3, { number: '71' })]);
    const { differences, result } = await world.compare({}, [row(1), row(2)]);
    expect(differences).toEqual([]);
    expect(result.ok && result.value.feeds.get('resident')).toMatchObject({ same: 1, later: 2 });
  });

  test('an empty extract of a known feed misses everybody', async () => {
    const world = createReconcileWorld();
    await world.send({ kind: 'full', fileNumber: 1 }, [row(1), row(2)]);
    const { differences } = await world.compare({}, []);
    expect(differences.map(({ kind }) => kind)).toEqual(['surplus', 'surplus']);
  });

  test('does not ask an extract for what has ended', async () => {
    const world = createReconcileWorld();
    await world.send({ kind: 'full', fileNumber: 1 }, [row(1, { state: '転出' }), row(2)]);
    const { differences, result } = await world.compare({}, [row(2)]);
    expect(differences).toEqual([]);
    expect(result.ok && result.value.feeds.get('resident')).toMatchObject({ ended: 1 });
  });

  test('two contents under one sequence are healed by neither', async () => {
    const world = createReconcileWorld();
    await world.send({ kind: 'full', fileNumber: 1 }, [row(1)]);
    const { differences } = await world.compare({}, [row(1, { sex: '女' })]);
    expect(differences.map(brief)).toEqual([
      { kind: 'conflict', person: 1, fields: ['性別'], remedy: 'newer-row' },
    ]);
  });

  test('names whoever is closed by a mark though the contents agree', async () => {
    const world = createReconcileWorld();
    await world.send({ kind: 'full', fileNumber: 1 }, [row(1), row(2)]);
    await world.send({ fileNumber: 2 }, [row(1, { number: '7', sex: '\u0007' })]);
    const { differences } = await world.compare({}, [row(1), row(2)]);
    expect(differences.map(brief)).toEqual([{ kind: 'closed', person: 1, fields: [], remedy: 'newer-row' }]);
    const newer = await world.compare({}, [row(1, { number: '8' }), row(2)]);
    expect(newer.differences.map(brief)).toEqual([{ kind: 'closed', person: 1, fields: [], remedy: 'row' }]);
    const absent = createReconcileWorld();
    await absent.send({ kind: 'full', fileNumber: 1 }, [row(1), row(2)]);
    await absent.send({ kind: 'full', fileNumber: 2 }, [row(2)]);
    const again = await absent.compare({}, [row(1), row(2)]);
    expect(again.differences.map(brief)).toEqual([
      { kind: 'closed', person: 1, fields: [], remedy: 'full-file' },
    ]);
  });

  test('reports rows that break a rule as such, and not as missing', async () => {
    const world = createReconcileWorld();
    await world.send({ kind: 'full', fileNumber: 1 }, [row(1), row(2)]);
    const { differences } = await world.compare({}, [
      row(1, { sex: '\u0007' }),
      row(2),
      `${row(3)},more`,
      'x',
    ]);
    expect(differences.map(brief)).toEqual([
      { kind: 'rejected', person: 1, fields: ['性別'], remedy: 'mend-row' },
      { kind: 'rejected', person: 3, fields: ['（行全体）'], remedy: 'mend-row' },
      { kind: 'rejected', person: undefined, fields: ['（行全体）'], remedy: 'mend-row' },
    ]);
    expect(differences[0]).toMatchObject({ line: 3, rules: ['control-character'] });
  });

  test('says that an extract names somebody twice, and compares the newer row', async () => {
    const world = createReconcileWorld();
    await world.send({ kind: 'full', fileNumber: 1 }, [row(1, { number: '5' })]);
    const { differences } = await world.compare({}, [
      row(1, { number: '5' }),
      row(1, { number: '4', sex: '女' }),
    ]);
    expect(differences.map(brief)).toEqual([
      { kind: 'duplicate', person: 1, fields: [], remedy: 'mend-row' },
    ]);
  });

  test('a serial of somebody else is never healed by a row', async () => {
    const world = createReconcileWorld();
    const serial = (n: number, id: string) =>
      recordOf('serial', { personId: personOf(n), serial: id, number: String(n) });
    await world.send({ feed: 'serial', kind: 'full', fileNumber: 1 }, [serial(1, 'A'), serial(2, 'B')]);
    const { differences } = await world.compare({ feed: 'serial' }, [serial(3, 'A'), serial(1, 'C')]);
    expect(differences.map(brief).sort((a, b) => Number(a.person) - Number(b.person))).toEqual([
      { kind: 'missing', person: 1, fields: [], remedy: 'row' },
      { kind: 'surplus', person: 2, fields: [], remedy: 'full-file' },
      { kind: 'conflict', person: 3, fields: ['宛名番号'], remedy: 'by-hand' },
    ]);
  });

  test('takes all feeds of a city in one pass over its buckets, and no other city’s', async () => {
    const world = createReconcileWorld();
    const restriction = recordOf('restriction', { personId: personOf(1), number: '1' });
    await world.send({ kind: 'full', fileNumber: 1 }, [row(1)]);
    await world.send({ feed: 'restriction', kind: 'full', fileNumber: 1 }, [restriction]);
    const full = { kind: 'full', fileNumber: 50 } as const;
    const sources = [
      sourceOf(nameOf(full), fileOf(nameOf(full), [row(1)])),
      sourceOf(
        nameOf({ ...full, feed: 'restriction' }),
        fileOf(nameOf({ ...full, feed: 'restriction' }), []),
      ),
    ];
    const asked: string[] = [];
    const { readBucket } = world.reconcileDeps.facts;
    const facts = {
      ...world.reconcileDeps.facts,
      readBucket: (bucket: string) => {
        asked.push(bucket);
        return readBucket(bucket);
      },
    };
    const { differences, progress } = await world.compareSources(sources, { facts });
    expect(differences.map(brief)).toEqual([{ kind: 'surplus', person: 1, fields: [], remedy: 'full-file' }]);
    expect(asked.length).toBe(256);
    expect(new Set(asked).size).toBe(256);
    expect(asked.every((pk) => pk.startsWith('P#012050#'))).toBe(true);
    expect(progress.at(-1)).toEqual(['compare', 256, 256]);
    expect(
      progress
        .filter(([stage]) => stage === 'read')
        .at(-1)
        ?.slice(1),
    ).toEqual([
      sources.reduce((sum, { bytes }) => sum + 2 * bytes, 0),
      sources.reduce((sum, { bytes }) => sum + 2 * bytes, 0),
    ]);
  });

  test('believes nothing of an extract that is not whole', async () => {
    const world = createReconcileWorld();
    await world.send({ kind: 'full', fileNumber: 1 }, [row(1)]);
    const name = nameOf({ kind: 'full', fileNumber: 50 });
    const { differences, result } = await world.compareSources([
      sourceOf(name, fileOf(name, [row(1, { sex: '女' })], { sum: '0'.repeat(64) })),
    ]);
    expect(result).toMatchObject({ ok: false, error: { problem: { rule: 'checksum' } } });
    expect(differences).toEqual([]);
  });
});
