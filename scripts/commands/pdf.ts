import { runCommand, runEntry } from '../local/command.ts';

await runCommand((args) => runEntry('scripts/pdf/main.ts', args));
