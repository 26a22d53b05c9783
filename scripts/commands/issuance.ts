import { runCommand, runEntry } from '../local/command.ts';

await runCommand((args) => runEntry('scripts/issuance/main.ts', args));
