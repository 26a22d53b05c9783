import type { Place } from '../../scripts/local/places.ts';
import { startTestSystem, stopTestSystem } from '../e2e/global-setup.ts';

const VARIABLE = 'KOFU_TEST_STACK';

/**
 * Runs `work` beside a tests' system: the one that `KOFU_TEST_STACK` names, or one of its own at `place` that ends
 * with it, also after a Ctrl-C. The set-up's lines go to `say`.
 */
export async function withTestSystem<T>(
  work: () => Promise<T>,
  place: Place,
  say: (line: string) => void,
): Promise<T> {
  if (process.env[VARIABLE] !== undefined) return work();
  const stop = (): void => void stopTestSystem(place).finally(() => process.exit(130));
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.once(signal, stop);
  try {
    process.env[VARIABLE] = await startTestSystem(place, say);
    return await work();
  } finally {
    delete process.env[VARIABLE];
    await stopTestSystem(place);
    for (const signal of signals) process.removeListener(signal, stop);
  }
}
