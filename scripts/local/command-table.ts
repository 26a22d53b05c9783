/** What a command line writes to; a test puts its own in place. */
export type CommandWorld = {
  readonly write: (text: string) => void;
  readonly complain: (text: string) => void;
};

export const REAL_OUTPUT: CommandWorld = {
  write: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
};

/**
 * One subcommand.
 * @param args what follows its name
 * @returns the exit code
 */
export type Command<W extends CommandWorld> = (args: readonly string[], world: W) => Promise<number>;

export type CommandTable<W extends CommandWorld> = {
  /** Of `npm run -s SCRIPT -- COMMAND …`. */
  readonly script: string;
  /** What all of it is about, in Japanese. */
  readonly title: string;
  /** Loaded only when it is asked for: most commands need no SDK. */
  readonly commands: Readonly<
    Record<string, { readonly summary: string; readonly load: () => Promise<Command<W>> }>
  >;
  /** What the exit codes mean. */
  readonly exits: string;
};

/** Finds the subcommand that was named, or says which there are: with 0 where that was asked for, with 2 otherwise. */
export const commandTable =
  <W extends CommandWorld>({ script, title, commands, exits }: CommandTable<W>): Command<W> =>
  async ([name, ...rest], world) => {
    const width = Math.max(...Object.keys(commands).map((one) => one.length));
    const lines = Object.entries(commands).map(([one, { summary }]) => `  ${one.padEnd(width)}  ${summary}`);
    const help = `npm run -s ${script} -- COMMAND …    ${title}

${lines.join('\n')}

それぞれの説明: npm run -s ${script} -- COMMAND --help
終了コード: ${exits}
`;
    if (name === '--help' || name === '-h' || name === 'help') {
      world.write(help);
      return 0;
    }
    const entry = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (entry !== undefined) return (await entry.load())(rest, world);
    const wrong =
      name === undefined ? 'コマンドを指定してください。' : `「${name}」というコマンドはありません。`;
    world.complain(`✗ ${wrong}\n\n${help}`);
    return 2;
  };
