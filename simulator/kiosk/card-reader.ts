import type { CardOnReader, PinAnswer } from './page-contract.ts';

/** 暗証番号 of every sample card. */
export const SAMPLE_PIN = '1234';
const TRIES = 3;

/** A card that lies on the reader this long without any request is taken off. */
const SESSION_MS = 10 * 60_000;

export type CardReader = {
  /** A third wrong PIN in a row locks the card until the simulator is started again. */
  checkPin(card: CardOnReader, pin: string): PinAnswer;
  /** The card of a session, or undefined once it was taken off. */
  cardOf(session: string): CardOnReader | undefined;
  takeOff(session: string): void;
};

/**
 * The simulator's play of a card reader: PIN and lock live here, in memory, and nowhere in the system.
 * @param newSession unguessable, url-safe
 */
export function createCardReader(newSession: () => string, now: () => number): CardReader {
  const failures = new Map<string, number>();
  const sessions = new Map<string, { readonly card: CardOnReader; usedAt: number }>();
  const keyOf = (card: CardOnReader): string => `${card.issuer}:${card.serial}`;

  return {
    checkPin(card, pin) {
      const key = keyOf(card);
      const failed = failures.get(key) ?? 0;
      if (failed >= TRIES) return { answer: 'locked' };
      if (pin === SAMPLE_PIN) {
        failures.delete(key);
        const session = newSession();
        sessions.set(session, { card, usedAt: now() });
        return { answer: 'accepted', session };
      }
      failures.set(key, failed + 1);
      const left = TRIES - failed - 1;
      return left === 0 ? { answer: 'locked' } : { answer: 'wrong', left };
    },
    cardOf(session) {
      const found = sessions.get(session);
      if (found === undefined) return undefined;
      if (now() - found.usedAt > SESSION_MS) {
        sessions.delete(session);
        return undefined;
      }
      found.usedAt = now();
      return found.card;
    },
    takeOff(session) {
      sessions.delete(session);
    },
  };
}
