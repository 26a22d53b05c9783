import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { AGENT_BUNDLE, buildAgent } from '../agent/build.ts';
import { runCommand } from '../local/command.ts';
import { PROJECT } from '../local/places.ts';

// `npm run -s agent -- build [FILE]` makes the one file for a city's server; everything else is the agent itself.
await runCommand(async (args) => {
  const [command, outfile = AGENT_BUNDLE] = args;
  if (command === 'build') {
    await buildAgent(outfile);
    process.stdout.write(`${outfile}\n`);
    return 0;
  }
  const child = spawn(process.execPath, [join(PROJECT, 'agent/src/main.ts'), ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const [code] = await once(child, 'close');
  return typeof code === 'number' ? code : 1;
});
