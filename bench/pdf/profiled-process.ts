import { serve } from './engine-process.ts';
import { oursFast } from './engines/ours.ts';

/** This engine from its sources, each in its own file, so that a profile can say where the time is spent. */
await serve(oursFast, () => Promise.reject(new Error('this engine needs no package')));
