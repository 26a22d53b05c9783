import { useEffect, useState } from 'react';
import { type Act, isBusy, type Kiosk, type Step } from './step.ts';

const LIMIT_S = 90;
/** Nobody needs long to read that it is done. */
const LAST_SCREEN_LIMIT_S = 30;

function limitOf(step: Step): number | undefined {
  if (step.at === 'card' || isBusy(step)) return undefined;
  return step.at === 'finished' || step.at === 'refused' || step.at === 'locked'
    ? LAST_SCREEN_LIMIT_S
    : LIMIT_S;
}

/**
 * Goes back to the start when nobody has touched the kiosk for a while, so that no one finds another one's screen.
 * @returns the seconds that are left; undefined where no time runs
 */
export function useIdleTimer(kiosk: Kiosk, act: (act: Act) => void): number | undefined {
  const limit = limitOf(kiosk.step);
  const { step } = kiosk;
  const [secondsLeft, setSecondsLeft] = useState(limit);

  // biome-ignore lint/correctness/useExhaustiveDependencies: every step and every choice starts the time anew
  useEffect(() => {
    setSecondsLeft(limit);
    if (limit === undefined) return;
    let touchedAt = Date.now();
    const touch = (): void => {
      touchedAt = Date.now();
      setSecondsLeft(limit);
    };
    const tick = setInterval(() => {
      const left = limit - Math.floor((Date.now() - touchedAt) / 1_000);
      setSecondsLeft(Math.max(0, left));
      if (left <= 0) act({ do: 'start-over' });
    }, 1_000);
    const events = ['pointerdown', 'keydown', 'wheel'] as const;
    for (const event of events) window.addEventListener(event, touch, { passive: true });
    return () => {
      clearInterval(tick);
      for (const event of events) window.removeEventListener(event, touch);
    };
  }, [step, limit, act]);

  return secondsLeft;
}
