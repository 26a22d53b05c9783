import { realWorld, type VerifyWorld, verify } from './verify.ts';

const HELP = `npm run -s audit -- COMMAND …    監査記録

  verify  封印された監査記録を計算し直し、改変・削除・挿入・入れ替えがないかを確かめる

それぞれの説明: npm run -s audit -- COMMAND --help
終了コード: 0 問題なし / 1 指摘あり / 2 書き方の誤り
`;

/** `npm run -s audit -- COMMAND …` */
export async function main(args: readonly string[], world: VerifyWorld = realWorld()): Promise<number> {
  const [name, ...rest] = args;
  if (name === 'verify') return verify(rest, world);
  if (name === '--help' || name === '-h' || name === 'help') {
    world.write(HELP);
    return 0;
  }
  const wrong =
    name === undefined ? 'コマンドを指定してください。' : `「${name}」というコマンドはありません。`;
  world.complain(`✗ ${wrong}\n\n${HELP}`);
  return 2;
}
