import { runCommand, runEntry } from '../local/command.ts';

await runCommand((args) => runEntry('scripts/koseki/main.ts', args));
