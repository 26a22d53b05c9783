import { createDocumentClient } from '../../shared/aws.ts';
import { createLog } from '../../shared/log.ts';
import { composeWatch, systemClock } from '../compose.ts';
import { LinkWatchEnvironment } from '../environment.ts';
import { watchAll } from '../watch-freshness.ts';

const environment = LinkWatchEnvironment.parse(process.env);
const log = createLog(console.log, systemClock);
const parts = composeWatch(createDocumentClient(), environment, { log });

/** Once a minute, by the clock. */
export const handler = (): Promise<void> => watchAll(parts, environment.MUNICIPALITIES);
