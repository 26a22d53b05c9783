import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { instantOf } from '../../functions/shared/time.ts';
import type { NewJobId, Time } from './ports.ts';

// What the program takes from the machine it runs on; everything else gets it handed in.

export const systemTime: Time = {
  monotonic: () => performance.now(),
  wall: () => instantOf(Date.now()),
  sleep: async (milliseconds, signal) => {
    await pause(milliseconds, undefined, { signal }).catch(() => undefined);
  },
};

export const systemNewId: NewJobId = () => randomBytes(8).toString('hex');
