import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { requireNoArguments, runCommand } from '../local/command.ts';
import { HOME_PLACE, TEST_PLACE } from '../local/places.ts';
import { runningProcess } from '../local/processes.ts';
import { stopAll, withPlace } from '../local/stop.ts';

await runCommand(async (args) => {
  requireNoArguments(args, 'reset');
  await withPlace(HOME_PLACE, async () => {
    for (const { name } of await stopAll(HOME_PLACE)) console.log(`✓ ${name} · ended`);
    // Tests that run at this moment keep their own system.
    const testing = (await runningProcess(TEST_PLACE, 'engine')) !== undefined;
    const names = await readdir(HOME_PLACE.directory).catch(() => []);
    for (const name of names) {
      const path = join(HOME_PLACE.directory, name);
      if (path === HOME_PLACE.lock || (path === TEST_PLACE.directory && testing)) continue;
      await rm(path, { recursive: true, force: true });
    }
  });
  console.log('✓ .local · removed; packages, engine and fonts stay in node_modules and .cache');
  return 0;
});
