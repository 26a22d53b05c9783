import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { createSettingsStore, type SettingRow } from '../../../functions/changes/index.ts';
import { ingestMessage } from '../../../functions/linkage/ingest-message.ts';
import { createNumberReader, createNumberVault } from '../../../functions/linkage/number-vault.ts';
import { createRowSettings } from '../../../functions/linkage/row-settings.ts';
import { PersonId } from '../../../functions/shared/ids.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { type Instant, instantOf } from '../../../functions/shared/time.ts';
import { createFakeKms } from '../../support/fake-kms.ts';
import { scan } from '../../support/log-scanner.ts';
import { createWorld, NOW } from './ingest-world.ts';
import { fileOf, keyOf, nameOf, recordOf } from './sample-files.ts';

const NUMBER = '123456789018';
const ANOTHER = '234567890121';
const CHECK_DIGIT_WRONG = '345678901235';
const TOO_SHORT = '45678901234';
const one = PersonId.parse('000000000000001');
const { municipality } = nameOf();
const day = (days: number): Instant => instantOf(NOW + days * 86_400_000);

/** A city that says on these days whether it prints numbers. */
function createCity(...words: readonly (readonly [days: number, printed: boolean])[]) {
  const world = createWorld();
  const service = createFakeKms();
  const vault = createNumberVault({ kms: service.kms, keyId: 'key', digestKeyId: 'digest-key' });
  const reader = createNumberReader({ kms: service.kms, keyId: 'key' });
  const rows = words.map(
    ([days, printed], index): SettingRow => ({
      kind: 'individual-number',
      scope: 'city',
      value: { printed },
      id: String(index),
      municipality,
      validFrom: day(days),
    }),
  );
  const over = {
    enclosures: { numbers: vault },
    rowSettings: createRowSettings({ readSettings: async () => rows }, () => world.at.now),
  };
  const row = (number: string, individualNumber: string, wish: Readonly<Record<string, string>> = {}) =>
    recordOf('resident', { number, personId: one, individualNumber, ...wish });
  const deliver = (fileNumber: number, ...records: readonly string[]) => {
    const name = nameOf({ fileNumber, kind: 'full' });
    return world.deliver(name, fileOf(name, records), over);
  };
  const read = async () => {
    const { gate, individualNumber } = await world.registry.readPerson(municipality, one, {
      individualNumber: true,
    });
    return {
      marks: Object.keys(gate?.rejected ?? {}),
      number:
        individualNumber === undefined
          ? undefined
          : unwrap(await reader.open(municipality, one, individualNumber)),
    };
  };
  return { ...world, ...service, over, row, deliver, read };
}

describe('個人番号 of a city', () => {
  test('is nowhere where the city has said nothing', async () => {
    const { deliver, row, read, table, calls } = createCity();
    await deliver(1, row('1', NUMBER));
    expect(await read()).toEqual({ marks: [], number: undefined });
    expect([...table.items.keys()].join()).not.toContain('individual-number');
    expect(calls).toEqual([]);
  });

  test('is kept where the city prints it, for whoever prints it', async () => {
    const { deliver, row, read } = createCity([-1, true]);
    await deliver(1, row('1', NUMBER));
    expect(await read()).toEqual({ marks: [], number: NUMBER });
  });

  test('comes and goes with the city’s word by the next full file, and closes nobody', async () => {
    const { deliver, row, read, at } = createCity([1, true], [2, false], [3, true]);
    const kept: (string | undefined)[] = [];
    for (const days of [0, 1, 2, 3]) {
      at.now = day(days);
      // The core system repeats what it has.
      await deliver(days + 1, row('1', NUMBER));
      const { marks, number } = await read();
      expect(marks).toEqual([]);
      kept.push(number);
    }
    expect(kept).toEqual([undefined, NUMBER, undefined, NUMBER]);
  });

  test.each(['転出', '死亡', '職権消除'])('goes with whoever is no resident any more: %s', async (state) => {
    const { deliver, row, read } = createCity([-1, true]);
    await deliver(1, row('1', NUMBER));
    await deliver(2, row('2', NUMBER, { state }));
    expect((await read()).number).toBeUndefined();
  });

  test('of two kinds under one sequence closes its person', async () => {
    const { deliver, row, read } = createCity([-1, true]);
    await deliver(1, row('1', NUMBER));
    await deliver(2, row('1', ANOTHER));
    expect((await read()).marks).toEqual(['resident']);
  });
});

describe('a setting about numbers', () => {
  test('says yes or no, of the whole city', async () => {
    const client = { send: async () => ({}) } as unknown as DynamoDBDocumentClient;
    const { putSetting } = createSettingsStore({ client, table: 'staff' });
    const put = (setting: object) => putSetting(municipality, 'id', NOW, setting as never);
    const good = { kind: 'individual-number', scope: 'city', value: { printed: true } };
    await expect(put(good)).resolves.toBeUndefined();
    await expect(put({ ...good, scope: 'resident-record' })).rejects.toThrow();
    await expect(put({ ...good, value: { printed: 'yes' } })).rejects.toThrow();
    await expect(put({ ...good, value: {} })).rejects.toThrow();
  });
});

describe('what is written down while files come in', () => {
  test('holds no number, whichever way a row or the key service fails', async () => {
    const { deliver, deps, row, put, over, fail, table, staff, lines } = createCity([-1, true]);
    const errors: unknown[] = [];
    const attempt = async (work: Promise<unknown>) => {
      await work.catch((error: unknown) => errors.push(error));
    };
    fail(new Error('ThrottlingException'));
    await attempt(deliver(3, row('5', NUMBER)));
    fail(undefined);
    await attempt(
      deliver(
        1,
        row('1', NUMBER),
        row('1', ANOTHER),
        row('2', CHECK_DIGIT_WRONG, { personId: '000000000000002' }),
        row('2', TOO_SHORT, { personId: '000000000000003' }),
        // Nobody can be closed by it: the feed is.
        row('x', NUMBER, { personId: 'x' }),
        `${row('3', NUMBER)},${NUMBER}`,
      ),
    );
    const name = nameOf({ fileNumber: 2, kind: 'full' });
    const damaged = fileOf(name, [row('4', NUMBER)], { sum: '0'.repeat(64) });
    await attempt(deliver(2, `"${row('4', NUMBER)}`));
    const ref = put(keyOf(name), damaged);
    const message = JSON.stringify({
      Records: [
        {
          eventName: 'ObjectCreated:Put',
          s3: { bucket: { name: 'inbox' }, object: { key: ref.key, versionId: ref.versionId } },
        },
      ],
    });
    await attempt(ingestMessage({ ...deps, ...over }, 'inbox', message));

    expect(errors).toHaveLength(1);
    const entries = [
      ...lines.map((line) => ({ source: 'log', text: JSON.stringify(line) })),
      ...errors.map((error) => ({ source: 'error', text: `${error} ${JSON.stringify(error)}` })),
      { source: 'message', text: message },
      ...[...table.items.values()].map((item) => ({ source: 'registry', text: JSON.stringify(item) })),
      ...[...staff.items.values()].map((item) => ({ source: 'staff', text: JSON.stringify(item) })),
    ];
    expect(new Set(entries.map(({ source }) => source)).size).toBe(5);
    const needles = new Map(
      [NUMBER, ANOTHER, CHECK_DIGIT_WRONG, TOO_SHORT].map((number) => [number, '個人番号']),
    );
    expect(scan(entries, needles)).toEqual([]);
    // The scanner would have seen it.
    expect(scan([{ source: 'log', text: `x${NUMBER}` }], needles)).toHaveLength(1);
  });
});
