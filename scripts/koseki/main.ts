import { parseCommand } from './arguments.ts';
import { fetchOne } from './fetch.ts';
import { HELP, HELP_HINT } from './help.ts';
import { listPeople } from './people.ts';

/** What the command line touches outside itself; a test puts its own in place. */
export type KosekiWorld = {
  readonly write: (text: string) => void;
  readonly complain: (text: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
};

const REAL_WORLD: KosekiWorld = {
  write: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
  environment: process.env,
};

/**
 * `npm run -s koseki -- fetch|people …`
 * @returns the exit code: 0 received, 1 refused or failed, 2 wrong usage
 */
export async function main(args: readonly string[], world: KosekiWorld = REAL_WORLD): Promise<number> {
  const parsed = parseCommand(args);
  if (!parsed.ok) {
    world.complain(`${parsed.error}\n${HELP_HINT}\n`);
    return 2;
  }
  const command = parsed.value;
  if (command.command === 'help') {
    world.write(HELP);
    return 0;
  }
  const told =
    command.command === 'fetch' ? await fetchOne(command, world.environment) : await listPeople(command);
  world.write(`${command.json ? JSON.stringify(told.data) : told.text}\n`);
  return told.code;
}
