import { createDocumentClient } from '../../shared/aws.ts';
import { systemLog as log } from '../../shared/system.ts';
import { composeWatch } from '../compose.ts';
import { LinkWatchEnvironment } from '../environment.ts';
import { watchAll } from '../watch-freshness.ts';

const environment = LinkWatchEnvironment.parse(process.env);
const parts = composeWatch(createDocumentClient(), environment, { log });

/** Once a minute, by the clock. */
export const handler = (): Promise<void> => watchAll(parts, environment.MUNICIPALITIES);
