import { runCommand, runEntry } from '../local/command.ts';

await runCommand((args) => runEntry('scripts/audit/main.ts', args));
