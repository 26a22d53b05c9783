import { commandTable } from '../local/command-table.ts';
import type { StaffWorld } from '../staff/command.ts';
import { REAL_WORLD } from '../staff/sign-in.ts';
import { prove } from './prove.ts';

const run = commandTable<StaffWorld>({
  script: 'issuance',
  title: '発行の記録',
  commands: {
    prove: {
      summary: '発行した証明書を記録から作り直して比べる。手元の PDF が本物かを調べる',
      load: async () => prove,
    },
  },
  exits: '0 一致 / 1 相違、または比べられない / 2 書き方や入力の誤り',
});

/** `npm run -s issuance -- COMMAND …` */
export const main = (args: readonly string[], world: StaffWorld = REAL_WORLD): Promise<number> =>
  run(args, world);
