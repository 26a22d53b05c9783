import { describe, expect, test } from 'vitest';
import { decodeSeal, encodeSeal, type SettingRow, settingsAt } from '../../../functions/changes/index.ts';
import { MunicipalityCode } from '../../../functions/shared/ids.ts';
import { instantOf } from '../../../functions/shared/time.ts';

const fee = (id: string, validFrom: number, feeJpy: number): SettingRow => ({
  kind: 'fee',
  scope: 'resident-record',
  value: { feeJpy },
  id,
  municipality: MunicipalityCode.parse('012050'),
  validFrom: instantOf(validFrom),
});

describe('settings in force (変更予約, 仕様書 3(3)エ)', () => {
  const rows = [fee('a', 0, 300), fee('b', 2000, 250), fee('c', 1000, 200)];

  test('the latest that is already valid counts, whatever the order of the rows', () => {
    for (const order of [rows, rows.toReversed()]) {
      expect(settingsAt(order, instantOf(999)).valueOf('fee', 'resident-record')).toEqual({ feeJpy: 300 });
      expect(settingsAt(order, instantOf(1000)).valueOf('fee', 'resident-record')).toEqual({ feeJpy: 200 });
      expect(settingsAt(order, instantOf(2000)).valueOf('fee', 'resident-record')).toEqual({ feeJpy: 250 });
    }
  });

  test('of two for the same instant the one that was made later counts', () => {
    const twice = [fee('b', 0, 100), fee('a', 0, 900)];
    expect(settingsAt(twice, instantOf(0)).valueOf('fee', 'resident-record')).toEqual({ feeJpy: 100 });
  });

  test('what is not set is undefined', () => {
    expect(settingsAt(rows, instantOf(5000)).valueOf('fee', 'seal-registration')).toBeUndefined();
  });
});

describe('a seal as it is kept', () => {
  const seal = {
    columns: 9,
    rows: 2,
    bits: new Uint8Array([1, 128, 255, 0]),
    ink: [0.78, 0.1, 0.1] as const,
  };

  test('comes back as it was', () => {
    expect(decodeSeal(encodeSeal(seal))).toEqual(seal);
  });

  test('with another number of bits than its size says is refused', () => {
    expect(() => decodeSeal(encodeSeal({ ...seal, rows: 3 }))).toThrow();
  });
});
