import { join } from 'node:path';
import { staffHandler } from '../../shared/http/staff-chain.ts';
import { systemClock, systemLog } from '../../shared/system.ts';
import { consoleRoutes, loadConsoleFiles } from '../console-files.ts';
import { ConsoleFilesEnvironment } from '../environment.ts';

ConsoleFilesEnvironment.parse(process.env);
const files = loadConsoleFiles(join(import.meta.dirname, 'console'));

export const handler = staffHandler({
  log: systemLog,
  clock: systemClock,
  maximumBytes: 0,
  authenticate: async () => undefined,
  routes: consoleRoutes(() => files),
});
