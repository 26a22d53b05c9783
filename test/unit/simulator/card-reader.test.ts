import { describe, expect, test } from 'vitest';
import { createCardReader, SAMPLE_PIN } from '../../../simulator/kiosk/card-reader.ts';
import { CardOnReader } from '../../../simulator/kiosk/page-contract.ts';

const CARD = CardOnReader.parse({ issuer: 'JPKI-AUTH-03', serial: '0A1B' });
const OTHER = CardOnReader.parse({ issuer: 'JPKI-AUTH-02', serial: '0A1B' });

function reader(start = 0) {
  let time = start;
  let count = 0;
  const made = createCardReader(
    () => {
      count += 1;
      return `session-${String(count).padStart(16, '0')}`;
    },
    () => time,
  );
  return {
    ...made,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
  };
}

describe('the card reader', () => {
  test('locks a card at the third wrong PIN, and the right one does not help any more', () => {
    const { checkPin } = reader();
    expect(checkPin(CARD, '0000')).toEqual({ answer: 'wrong', left: 2 });
    expect(checkPin(CARD, '0000')).toEqual({ answer: 'wrong', left: 1 });
    expect(checkPin(CARD, '0000')).toEqual({ answer: 'locked' });
    expect(checkPin(CARD, SAMPLE_PIN)).toEqual({ answer: 'locked' });
  });

  test('counts for each card apart: the same number of another issuer is another card', () => {
    const { checkPin } = reader();
    for (let attempt = 0; attempt < 3; attempt += 1) checkPin(CARD, '0000');
    expect(checkPin(OTHER, SAMPLE_PIN)).toMatchObject({ answer: 'accepted' });
  });

  test('forgets the wrong ones after the right one', () => {
    const { checkPin } = reader();
    checkPin(CARD, '0000');
    checkPin(CARD, '0000');
    expect(checkPin(CARD, SAMPLE_PIN)).toMatchObject({ answer: 'accepted' });
    expect(checkPin(CARD, '0000')).toEqual({ answer: 'wrong', left: 2 });
  });

  test('knows the card of a session until it is taken off or forgotten for ten minutes', () => {
    const { checkPin, cardOf, takeOff, pass } = reader();
    const first = checkPin(CARD, SAMPLE_PIN);
    const second = checkPin(OTHER, SAMPLE_PIN);
    if (first.answer !== 'accepted' || second.answer !== 'accepted') throw new Error('not accepted');
    expect(cardOf(first.session)).toEqual(CARD);
    expect(cardOf(second.session)).toEqual(OTHER);
    takeOff(first.session);
    expect(cardOf(first.session)).toBeUndefined();
    pass(10 * 60_000 + 1);
    expect(cardOf(second.session)).toBeUndefined();
  });
});
