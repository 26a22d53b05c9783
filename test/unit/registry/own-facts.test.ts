import { describe, expect, test } from 'vitest';
import {
  createMemoryRegistry,
  domicile,
  koseki,
  kosekiId,
  kosekiKeyOf,
  personId,
  rejectedRow,
  resident,
  restriction,
  seal,
  serial,
  tax,
} from './sample-changes.ts';

const one = personId(1);

function registryOf(...changes: Parameters<ReturnType<typeof createMemoryRegistry>['apply']>[0][]) {
  const registry = createMemoryRegistry();
  for (const change of changes) registry.apply(change);
  return registry;
}

describe('印鑑登録', () => {
  test('an erasure stays, whatever older registration arrives after it', () => {
    const registry = registryOf(seal(1), seal(5, { state: 'erased' }));
    expect(registry.apply(seal(4)).kind).toBe('superseded');
    expect(registry.seals.get(one)?.fact.state).toBe('erased');
    expect(registry.gates.get(one)?.seal?.state).toBe('erased');
  });

  test('a re-registration brings another impression, and the gate names it', () => {
    const registry = registryOf(seal(1), seal(2, { state: 'erased' }), seal(3, { impression: 'b' }));
    expect(registry.seals.get(one)?.fact.impression?.sha256).toBe('b'.repeat(64));
    expect(registry.gates.get(one)?.seal?.digest).toBe(registry.seals.get(one)?.digest);
  });

  test('two impressions under one sequence close the person until a newer row', () => {
    const registry = registryOf(seal(1));
    expect(registry.apply(seal(1, { impression: 'b' })).kind).toBe('rejected');
    expect(registry.gates.get(one)?.rejected['seal']?.rule).toBe('sequence-conflict');
    registry.apply(seal(2));
    expect(registry.gates.get(one)?.rejected).toEqual({});
  });
});

describe('課税台帳', () => {
  test('each year has its own order', () => {
    const registry = registryOf(
      tax(9, { taxYear: 2026 }),
      tax(3, { taxYear: 2025, state: 'exempt', income: 0 }),
    );
    expect(registry.gates.get(one)?.taxes).toMatchObject({
      '2025': { state: 'exempt' },
      '2026': { state: 'taxed' },
    });
    expect(registry.apply(tax(8, { taxYear: 2026, state: 'being-corrected' })).kind).toBe('superseded');
  });

  test('a rejected row of one year is not settled by a newer row of another', () => {
    const registry = registryOf(rejectedRow(5, 'tax', { subject: '2026' }), tax(6, { taxYear: 2025 }));
    expect(Object.keys(registry.gates.get(one)?.rejected ?? {})).toEqual(['tax#2026']);
    registry.apply(tax(7, { taxYear: 2026 }));
    expect(registry.gates.get(one)?.rejected).toEqual({});
  });

  test('a rejected row whose year could not be read closes until any newer row of the feed', () => {
    const registry = registryOf(tax(1), rejectedRow(5, 'tax'));
    expect(registry.gates.get(one)?.rejected['tax']).toBeDefined();
    registry.apply(tax(6, { taxYear: 2025 }));
    expect(registry.gates.get(one)?.rejected).toEqual({});
  });
});

describe('戸籍の索引', () => {
  test('a register is found by its id, and its people by their keys', () => {
    const registry = registryOf(koseki(1, { person: 1 }), koseki(2, { person: 2, pending: true }));
    expect(registry.registers.get(kosekiId(1))?.members).toMatchObject({
      [one]: { kosekiPersonKey: 'K1', notificationPending: false },
      [personId(2)]: { kosekiPersonKey: 'K2', notificationPending: true },
    });
    expect(registry.kosekiPersons.get(kosekiKeyOf(2))?.persons).toEqual({ [personId(2)]: kosekiId(1) });
  });

  test('whoever goes to another register leaves the old one, and the old key with it', () => {
    const registry = registryOf(koseki(1), koseki(2, { koseki: 2, key: 5 }));
    expect(registry.registers.get(kosekiId(1))).toEqual({ revision: 2, members: {} });
    expect(registry.kosekiPersons.get(kosekiKeyOf(1))).toEqual({ revision: 2, persons: {} });
    expect(Object.keys(registry.registers.get(kosekiId(2))?.members ?? {})).toEqual([one]);
    expect(registry.kosekiPersons.get(kosekiKeyOf(5))?.persons).toEqual({ [one]: kosekiId(2) });
  });

  test.each([
    ['a restriction', restriction(3, { person: 2 })],
    ['a rejected row', rejectedRow(3, 'koseki-index', { person: 2 })],
    ['a rejected row of another feed', rejectedRow(10, 'resident', { person: 2 })],
    ['two contents under one sequence', resident(9, { person: 2, sex: '女' })],
    ['a pending notification', koseki(3, { person: 2, pending: true })],
    ['a removal', koseki(3, { person: 2, removed: true })],
  ])('%s of one member ends the version of the whole register', (_, change) => {
    const registry = registryOf(koseki(1), koseki(2, { person: 2 }), resident(9, { person: 2 }));
    const before = registry.registers.get(kosekiId(1))?.revision ?? 0;
    registry.apply(change);
    expect(registry.registers.get(kosekiId(1))?.revision).toBe(before + 1);
  });

  test.each([
    ['a seal', seal(3)],
    ['a year of taxes', tax(3)],
    ['a serial', serial(3)],
    ['a household', resident(3)],
  ])('%s of one member says nothing of the register', (_, change) => {
    const registry = registryOf(koseki(1));
    registry.apply(change);
    expect(registry.registers.get(kosekiId(1))?.revision).toBe(1);
    expect(registry.gates.get(one)?.revision).toBe(2);
  });
});

describe('本籍地利用登録', () => {
  test('a serial stands for one person for ever', () => {
    const registry = registryOf(domicile(1));
    expect(registry.apply(domicile(2, { person: 2 }))).toEqual({
      kind: 'rejected',
      rule: 'serial-person-conflict',
    });
    expect(Object.keys(registry.domiciles.get('ISSUER-1#D1')?.persons ?? {})).toHaveLength(2);
  });

  test('a lapse ends it, and an older approval does not bring it back', () => {
    const registry = registryOf(domicile(1), domicile(5, { state: 'lapsed' }));
    expect(registry.apply(domicile(4)).kind).toBe('superseded');
    expect(registry.domiciles.get('ISSUER-1#D1')?.fact.state).toBe('lapsed');
  });

  test('is another matter than the serial of a resident', () => {
    const registry = registryOf(serial(1, { serial: 'A1' }), domicile(1, { person: 2, serial: 'A1' }));
    expect(Object.keys(registry.serials.get('ISSUER-1#A1')?.persons ?? {})).toEqual([one]);
    expect(Object.keys(registry.domiciles.get('ISSUER-1#A1')?.persons ?? {})).toEqual([personId(2)]);
  });

  test('a rejected row closes its person until a newer row about that serial', () => {
    const registry = registryOf(rejectedRow(5, 'domicile-registration', { subject: 'ISSUER-1#D1' }));
    registry.apply(domicile(6, { serial: 'D2' }));
    expect(registry.gates.get(one)?.rejected['domicile-registration#ISSUER-1#D1']).toBeDefined();
    registry.apply(domicile(7, { serial: 'D1' }));
    expect(registry.gates.get(one)?.rejected).toEqual({});
  });
});

describe('個人番号', () => {
  const sealedNumber = { ciphertext: 'secret', digest: '1'.repeat(64) };
  const other = { ciphertext: 'other', digest: '2'.repeat(64) };

  test('lies under a key of its own, never in the resident record', () => {
    const registry = registryOf(resident(1, { sealedNumber }));
    expect(registry.numbers.get(one)?.ciphertext).toBe('secret');
    expect(JSON.stringify([registry.residents.get(one), registry.gates.get(one)])).not.toContain('secret');
    expect(registry.gates.get(one)?.individualNumber?.digest).toBe(sealedNumber.digest);
  });

  test('goes when a newer record has none', () => {
    const registry = registryOf(resident(1, { sealedNumber }), resident(2));
    expect(registry.numbers.get(one)?.ciphertext).toBeUndefined();
    expect(registry.gates.get(one)?.individualNumber?.digest).toBeUndefined();
  });

  test('another number under the same sequence is another content', () => {
    const registry = registryOf(resident(1, { sealedNumber }));
    expect(registry.apply(resident(1, { sealedNumber: other })).kind).toBe('rejected');
    expect(registry.gates.get(one)?.rejected['resident']?.rule).toBe('sequence-conflict');
    const again = { ...sealedNumber, ciphertext: 'encrypted anew' };
    expect(registryOf(resident(1, { sealedNumber })).apply(resident(1, { sealedNumber: again })).kind).toBe(
      'superseded',
    );
  });

  test('a city that begins to print takes the number from the row that it knows, and nobody is closed', () => {
    const registry = registryOf(resident(1, { numbersSince: 10 }));
    expect(registry.apply(resident(1, { numbersSince: 20, sealedNumber })).kind).toBe('applied');
    expect(registry.numbers.get(one)?.ciphertext).toBe('secret');
    expect(registry.gates.get(one)).toMatchObject({ rejected: {}, revision: 2 });
    expect(registry.apply(resident(1, { numbersSince: 20, sealedNumber })).kind).toBe('superseded');
  });

  test('a city that ends printing loses the number with the next delivery of the row, and nobody is closed', () => {
    const registry = registryOf(resident(1, { numbersSince: 10, sealedNumber }));
    expect(registry.apply(resident(1, { numbersSince: 20 })).kind).toBe('applied');
    expect(registry.numbers.get(one)).toEqual({ since: 20 });
    expect(registry.gates.get(one)?.rejected).toEqual({});
    // A delivery that was under way when the city's word came.
    expect(registry.apply(resident(1, { numbersSince: 10, sealedNumber })).kind).toBe('superseded');
    expect(registry.numbers.get(one)?.ciphertext).toBeUndefined();
  });

  test('a city that has never printed keeps nothing, not even that there is nothing', () => {
    const registry = registryOf(resident(1), resident(2), resident(3, { numbersSince: 10 }));
    expect(registry.numbers.size).toBe(0);
    expect(registryOf(resident(1)).gates.get(one)).not.toHaveProperty('individualNumber');
  });
});
