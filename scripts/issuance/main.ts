import type { StaffWorld } from '../staff/command.ts';
import { citiesAt, signInAt } from '../staff/sign-in.ts';
import { prove } from './prove.ts';

const HELP = `npm run -s issuance -- COMMAND …    発行の記録

  prove  発行した証明書を記録から作り直して比べる。手元の PDF が本物かを調べる

それぞれの説明: npm run -s issuance -- COMMAND --help
終了コード: 0 一致 / 1 相違、または比べられない / 2 書き方や入力の誤り
`;

const REAL_WORLD: StaffWorld = {
  write: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
  signIn: (who) => signInAt(who, process.env),
  cities: () => citiesAt(),
};

/** `npm run -s issuance -- COMMAND …` */
export async function main(args: readonly string[], world: StaffWorld = REAL_WORLD): Promise<number> {
  const [name, ...rest] = args;
  if (name === 'prove') return prove(rest, world);
  if (name === '--help' || name === '-h' || name === 'help') {
    world.write(HELP);
    return 0;
  }
  const wrong =
    name === undefined ? 'コマンドを指定してください。' : `「${name}」というコマンドはありません。`;
  world.complain(`✗ ${wrong}\n\n${HELP}`);
  return 2;
}
