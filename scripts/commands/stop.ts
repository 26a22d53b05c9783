import { requireNoArguments, runCommand } from '../local/command.ts';
import { HOME_PLACE } from '../local/places.ts';
import { stopAll, withPlace } from '../local/stop.ts';

const WORDS = {
  ended: 'ended',
  saved: 'saved and ended',
  unsaved: 'ended without saving: the next start makes everything anew',
} as const;

await runCommand(async (args) => {
  requireNoArguments(args, 'stop');
  const stopped = await withPlace(HOME_PLACE, () => stopAll(HOME_PLACE));
  for (const { name, how } of stopped) console.log(`✓ ${name} · ${WORDS[how]}`);
  if (stopped.length === 0) console.log('Nothing of this project runs.');
  return 0;
});
