import { runCommand, runEntry } from '../local/command.ts';

await runCommand((args) => runEntry('scripts/docs/main.ts', args));
