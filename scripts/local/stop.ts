import { BACKGROUND, stopBackground } from './background.ts';
import { stopEngine } from './engine.ts';
import { tryLock } from './lock.ts';
import type { Place } from './places.ts';
import { Problem } from './problem.ts';
import { recordedProcesses } from './processes.ts';

export type Stopped = { readonly name: string; readonly how: 'ended' | 'saved' | 'unsaved' };

/** Ends exactly what was started at this place, the engine last, and tells what that was. */
export async function stopAll(place: Place): Promise<readonly Stopped[]> {
  const stopped: Stopped[] = [];
  const recorded = Object.keys(await recordedProcesses(place));
  const names = [...BACKGROUND].reverse().filter((name) => recorded.includes(name));
  for (const name of names) if (await stopBackground(place, name)) stopped.push({ name, how: 'ended' });
  const engine = await stopEngine(place);
  if (engine !== 'gone') stopped.push({ name: 'engine', how: engine });
  return stopped;
}

/** While a start is under way nothing else may change what runs. */
export async function withPlace<T>(place: Place, work: () => Promise<T>): Promise<T> {
  const lock = await tryLock(place.lock);
  if ('heldBy' in lock)
    throw new Problem(
      `Another start, stop or reset is at work here (process ${lock.heldBy})`,
      'wait until it is done, or end it with Ctrl-C there',
    );
  try {
    return await work();
  } finally {
    await lock.release();
  }
}
