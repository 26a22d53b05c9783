import { commandTable } from '../local/command-table.ts';
import { realWorld, type VerifyWorld, verify } from './verify.ts';

const run = commandTable<VerifyWorld>({
  script: 'audit',
  title: '監査記録',
  commands: {
    verify: {
      summary: '封印された監査記録を計算し直し、改変・削除・挿入・入れ替えがないかを確かめる',
      load: async () => verify,
    },
  },
  exits: '0 問題なし / 1 指摘あり / 2 書き方の誤り',
});

/** `npm run -s audit -- COMMAND …` */
export const main = (args: readonly string[], world: VerifyWorld = realWorld()): Promise<number> =>
  run(args, world);
