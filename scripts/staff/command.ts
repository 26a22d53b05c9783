import type { StaffClient } from '../../simulator/staff-client.ts';
import type { Command, CommandWorld } from '../local/command-table.ts';

/** What the command line touches outside itself; a test puts its own in place. */
export type StaffWorld = CommandWorld & {
  /** Signed in as the operator that the command line names, in that operator's city. */
  readonly signIn: (who: Who) => Promise<StaffClient>;
  /** The codes of every city of the deployment. */
  readonly cities: () => Promise<readonly string[]>;
};

/** Whose session a command uses: the operator that was named, or the sample's own of that city. */
export type Who = { readonly municipality: string; readonly operator: string };

/** One subcommand of `npm run -s staff`: 0 done, 1 refused by the API, 2 wrong usage or input. */
export type StaffCommand = Command<StaffWorld>;
