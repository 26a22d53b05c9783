import { runCommand, runEntry } from '../local/command.ts';

await runCommand((args) => runEntry('scripts/link/main.ts', args));
