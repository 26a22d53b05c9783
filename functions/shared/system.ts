import { randomBytes } from 'node:crypto';
import type { NewId } from './ids.ts';
import { createLog } from './log.ts';
import { type Clock, instantOf } from './time.ts';
import { uuidV7 } from './uuid-v7.ts';

// What entries take from the machine they run on; everything else gets it handed in.

export const systemClock: Clock = () => instantOf(Date.now());
export const newUuid: NewId = () => uuidV7(Date.now(), randomBytes(10));
export const systemLog = createLog((line) => console.log(line), systemClock);
