import { runCommand, runEntry } from '../local/command.ts';

await runCommand((args) => runEntry('simulator/sample/cli.ts', args));
