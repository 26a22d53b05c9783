import type { Command, CommandWorld } from '../local/command-table.ts';

export type LinkWorld = CommandWorld;

/** One subcommand of `npm run -s link`: 0 all is well, 1 findings, 2 wrong usage or input. */
export type LinkCommand = Command<LinkWorld>;
