import { runCommand, runEntry } from '../local/command.ts';

await runCommand((args) => runEntry('scripts/deploy/main.ts', args));
