import { runCommand, runEntry } from '../local/command.ts';

await runCommand((args) => runEntry('bench/main.ts', args));
