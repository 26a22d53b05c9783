import { type Command, parseCommand } from './arguments.ts';
import { Failure } from './failure.ts';
import { HELP_HINT, helpOf } from './help.ts';
import { inspect } from './inspect.ts';
import { render } from './render.ts';
import { sheet } from './sheet.ts';

/** What the command line touches outside itself; a test puts its own in place. */
export type PdfWorld = {
  readonly write: (text: string) => void;
  readonly complain: (text: string) => void;
};

const REAL_WORLD: PdfWorld = {
  write: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
};

type Work = Exclude<Command, { kind: 'help' }>;

function perform(command: Work, say: (message: string) => void) {
  switch (command.kind) {
    case 'render':
    case 'preview':
      return render(command, say);
    case 'sheet':
      return sheet(command, say);
    case 'inspect':
      return inspect(command);
  }
}

/**
 * `npm run -s pdf -- render|preview|sheet|inspect …`
 * @returns the exit code: 0 done, 1 failure, 2 wrong usage or input, 3 refused or characters without a glyph
 */
export async function main(args: readonly string[], world: PdfWorld = REAL_WORLD): Promise<number> {
  const command = parseCommand(args);
  if (!command.ok) {
    world.complain(`${command.error}\n${HELP_HINT}\n`);
    return 2;
  }
  if (command.value.kind === 'help') {
    world.write(helpOf(command.value.of));
    return 0;
  }
  const work = command.value;
  try {
    const outcome = await perform(work, (message) => world.complain(`  ${message}\n`));
    const { text, data } = outcome.ok ? outcome.value : outcome.error;
    world.write(`${work.json ? JSON.stringify(data) : text}\n`);
    return outcome.ok ? 0 : 3;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    world.complain(`${error.message}\n`);
    return error.exitCode;
  }
}
