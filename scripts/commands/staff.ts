import { runCommand, runEntry } from '../local/command.ts';

await runCommand((args) => runEntry('scripts/staff/main.ts', args));
