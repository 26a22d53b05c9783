import { runCommand, runEntry } from '../local/command.ts';

await runCommand((args) => runEntry('scripts/fonts/main.ts', args));
