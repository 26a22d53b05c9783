/** What a command line writes to; a test puts its own in place. */
export type LinkWorld = {
  readonly write: (text: string) => void;
  readonly complain: (text: string) => void;
};

/**
 * One subcommand of `npm run -s link`.
 * @param args what follows its name
 * @returns the exit code: 0 all is well, 1 findings, 2 wrong usage or input
 */
export type LinkCommand = (args: readonly string[], world: LinkWorld) => Promise<number>;
