import { type FontsCommand, HELP, parseFontsArguments } from './arguments.ts';
import { check } from './check.ts';
import { get } from './get.ts';
import type { Outcome } from './outcome.ts';
import { pack } from './pack.ts';

/** What the command line writes to; a test puts its own in place. */
export type FontsWorld = {
  readonly write: (text: string) => void;
  readonly complain: (text: string) => void;
};

const REAL_WORLD: FontsWorld = {
  write: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
};

function perform(
  command: Exclude<FontsCommand, { kind: 'help' }>,
  say: (message: string) => void,
): Promise<Outcome> {
  switch (command.kind) {
    case 'get':
      return get(say);
    case 'pack':
      return pack(command);
    case 'check':
      return check(command);
  }
}

/**
 * `npm run -s fonts -- get | pack | check`
 * @returns the exit code: 0 done, 1 a font or pack is broken, 2 wrong usage
 */
export async function main(args: readonly string[], world: FontsWorld = REAL_WORLD): Promise<number> {
  const command = parseFontsArguments(args);
  if (!command.ok) {
    world.complain(`✗ ${command.error}\n${HELP}`);
    return 2;
  }
  if (command.value.kind === 'help') {
    world.write(HELP);
    return 0;
  }
  const { ok, lines, data } = await perform(command.value, (message) => world.complain(`  ${message}\n`));
  if (command.value.json) world.write(`${JSON.stringify(data)}\n`);
  else for (const line of lines) (ok ? world.write : world.complain)(`${line}\n`);
  return ok ? 0 : 1;
}
