import { describe, expect, test } from 'vitest';
import { sampleCards } from '../../../simulator/kiosk/sample-cards.ts';
import { DEFAULT_PARAMETERS, generateWorld } from '../../../simulator/sample/world.ts';

const cards = sampleCards(generateWorld({ ...DEFAULT_PARAMETERS, residents: 2_000 }));

describe('the tray of sample cards', () => {
  test('holds for each city cards with and without a certificate, the ones with it first', () => {
    for (const city of ['012050', '012301', '012335']) {
      const issuable = cards.filter((card) => card.municipality === city).map((card) => card.issuable);
      expect(issuable.slice(0, 3)).toEqual([true, true, true]);
      expect(issuable).toContain(false);
      expect(issuable.lastIndexOf(true)).toBeLessThan(issuable.indexOf(false));
    }
  });

  test('shows each card once, and matters that a visitor may want to try', () => {
    const keys = cards.map((card) => `${card.municipality}/${card.issuer}/${card.serial}`);
    expect(new Set(keys).size).toBe(keys.length);
    const traits = new Set(cards.flatMap((card) => card.traits));
    for (const trait of ['protected', 'minor', 'eudc', 'foreign', 'moved-out', 'non-resident'])
      expect(traits).toContain(trait);
  });
});
