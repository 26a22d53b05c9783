import { describe, expect, test } from 'vitest';
import {
  createMemoryRegistry,
  householdId,
  personId,
  rejectedRow,
  resident,
  restriction,
  serial,
} from './sample-changes.ts';

const one = personId(1);

describe('sequences', () => {
  test('a newer row applies, an older one and a repeated one are superseded', () => {
    const registry = createMemoryRegistry();
    expect(registry.apply(resident(5)).kind).toBe('applied');
    expect(registry.apply(resident(5)).kind).toBe('superseded');
    expect(registry.apply(resident(4, { state: 'moved-out' })).kind).toBe('superseded');
    expect(registry.apply(resident(6, { sex: '女' })).kind).toBe('applied');
    expect(registry.residents.get(one)?.fact.sex).toBe('女');
  });

  test('a later epoch is newer than any number of an earlier one', () => {
    const registry = createMemoryRegistry();
    registry.apply(resident(900));
    expect(registry.apply(resident(1, { sex: '女' }, 2)).kind).toBe('applied');
    expect(registry.apply(resident(901)).kind).toBe('superseded');
  });

  test('one sequence with two contents is rejected and closes the person until a newer row', () => {
    const registry = createMemoryRegistry();
    registry.apply(resident(5));
    expect(registry.apply(resident(5, { sex: '女' }))).toEqual({
      kind: 'rejected',
      rule: 'sequence-conflict',
    });
    expect(registry.gates.get(one)?.rejected['resident']?.rule).toBe('sequence-conflict');
    registry.apply(resident(6));
    expect(registry.gates.get(one)?.rejected).toEqual({});
  });

  test('texts that differ in a variation selector only are different contents', () => {
    const registry = createMemoryRegistry();
    registry.apply(resident(5, { fullName: '葛' }));
    expect(registry.apply(resident(5, { fullName: '葛\u{e0100}' })).kind).toBe('rejected');
  });
});

describe('households', () => {
  test('a move takes the person out of the old household and into the new one', () => {
    const registry = createMemoryRegistry();
    registry.apply(resident(1, { household: 1 }));
    registry.apply(resident(2, { household: 2, householdOrder: 3 }));
    expect(registry.households.get(householdId(1))).toEqual({ revision: 2, members: {} });
    expect(registry.households.get(householdId(2))).toEqual({ revision: 1, members: { [one]: 3 } });
  });

  test.each(['moved-out', 'deceased', 'removed'] as const)(
    'whoever is %s belongs to no household',
    (state) => {
      const registry = createMemoryRegistry();
      registry.apply(resident(1));
      registry.apply(resident(2, { state }));
      expect(registry.households.get(householdId(1))?.members).toEqual({});
      expect(registry.gates.get(one)?.householdId).toBeUndefined();
    },
  );

  test('a restriction bumps its person and the household', () => {
    const registry = createMemoryRegistry();
    registry.apply(resident(1));
    registry.apply(restriction(1));
    expect(registry.gates.get(one)?.revision).toBe(2);
    expect(registry.households.get(householdId(1))?.revision).toBe(2);
  });
});

describe('restrictions', () => {
  test('a restriction may arrive before its person and is there when the person comes', () => {
    const registry = createMemoryRegistry();
    registry.apply(restriction(1));
    expect(registry.gates.get(one)?.householdId).toBeUndefined();
    registry.apply(resident(1));
    expect(registry.gates.get(one)?.restrictions['protection#all']?.state).toBe('restricted');
    expect(registry.gates.get(one)?.householdId).toBe(householdId(1));
  });

  test('a late row does not lift a newer restriction', () => {
    const registry = createMemoryRegistry();
    registry.apply(restriction(7));
    expect(registry.apply(restriction(6, { state: 'lifted' })).kind).toBe('superseded');
    expect(registry.gates.get(one)?.restrictions['protection#all']?.state).toBe('restricted');
  });
});

describe('serials', () => {
  test('a serial belongs to one person for ever', () => {
    const registry = createMemoryRegistry();
    registry.apply(serial(1, { person: 1 }));
    expect(registry.apply(serial(2, { person: 2 }))).toEqual({
      kind: 'rejected',
      rule: 'serial-person-conflict',
    });
    expect(registry.apply(serial(3, { person: 1 })).kind).toBe('rejected');
    expect(Object.keys(registry.serials.get('ISSUER-1#A1')?.persons ?? {})).toHaveLength(2);
  });

  test('a new serial does not end an old one', () => {
    const registry = createMemoryRegistry();
    registry.apply(serial(1, { serial: 'A1' }));
    registry.apply(serial(2, { serial: 'B2' }));
    expect(registry.serials.get('ISSUER-1#A1')?.fact.state).toBe('valid');
  });
});

describe('rejected rows', () => {
  test('a rejected row closes its person until a newer good row of that feed', () => {
    const registry = createMemoryRegistry();
    registry.apply(resident(1));
    registry.apply(rejectedRow(2, 'resident'));
    expect(registry.gates.get(one)?.rejected['resident']?.sequence.number).toBe(2);
    registry.apply(restriction(9));
    expect(registry.gates.get(one)?.rejected['resident']).toBeDefined();
    registry.apply(resident(3));
    expect(registry.gates.get(one)?.rejected).toEqual({});
  });

  test('a rejected row that is older than what is stored closes nobody', () => {
    const registry = createMemoryRegistry();
    registry.apply(resident(5));
    registry.apply(rejectedRow(4, 'resident'));
    expect(registry.gates.get(one)?.rejected).toEqual({});
  });

  test('a rejected protection is not cleared by a newer row about something else', () => {
    const registry = createMemoryRegistry();
    registry.apply(rejectedRow(2, 'restriction', { subject: 'protection#all' }));
    registry.apply(restriction(3, { kind: 'other' }));
    expect(Object.keys(registry.gates.get(one)?.rejected ?? {})).toEqual(['restriction#protection#all']);
    registry.apply(restriction(4, { kind: 'protection' }));
    expect(registry.gates.get(one)?.rejected).toEqual({});
  });

  test('a rejected row closes a person of whom nothing else is known', () => {
    const registry = createMemoryRegistry();
    registry.apply(rejectedRow(2, 'serial', { subject: 'ISSUER-1#A1' }));
    expect(registry.gates.get(one)?.rejected['serial#ISSUER-1#A1']).toBeDefined();
  });
});
