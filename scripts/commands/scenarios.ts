import { runCommand, runEntry } from '../local/command.ts';

await runCommand((args) => runEntry('scripts/scenarios/main.ts', args));
