import type { StaffCommand, StaffWorld } from './command.ts';
import { citiesAt, signInAt } from './sign-in.ts';

type Entry = { readonly summary: string; readonly load: () => Promise<StaffCommand> };

/** Each does through the staff API what a page of the console will do. */
const COMMANDS: Readonly<Record<string, Entry>> = {
  whoami: {
    summary: 'サインインできるか、何をする権限があるか',
    load: async () => (await import('./whoami.ts')).whoami,
  },
  cases: {
    summary: '調査事案: 結果不明、センターのエラー、照合の不一致などを調べて閉じる',
    load: async () => (await import('./cases.ts')).cases,
  },
  discrepancy: {
    summary: '不整合リスト CSV の事前確認、提案、反映',
    load: async () => (await import('./discrepancy.ts')).discrepancy,
  },
  close: {
    summary: '交付をただちに止める（種別・市・すべての市）',
    load: async () => (await import('./closure-commands.ts')).close,
  },
  reopen: {
    summary: '止めたものの再開を申し出る・承認する（二人で）',
    load: async () => (await import('./closure-commands.ts')).reopen,
  },
  closures: {
    summary: 'いまの停止の一覧',
    load: async () => (await import('./closure-commands.ts')).closures,
  },
  eligibility: {
    summary: '発行要否の設定を示す・設定する・解除する',
    load: async () => (await import('./decision-commands.ts')).eligibility,
  },
  'age-exemption': {
    summary: '発行可能年齢未満の個別の許可を示す・与える・取り消す',
    load: async () => (await import('./decision-commands.ts')).ageExemption,
  },
  changes: {
    summary: '変更予約: 手数料、首長名と公印、様式、取扱時間、休止日など',
    load: async () => (await import('./changes.ts')).changes,
  },
};

const REAL_WORLD: StaffWorld = {
  write: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
  signIn: (who) => signInAt(who, process.env),
  cities: () => citiesAt(),
};

const help = (): string => {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `npm run -s staff -- COMMAND …    職員の操作（管理画面と同じ API を使う）

${lines.join('\n')}

それぞれの説明: npm run -s staff -- COMMAND --help
終了コード: 0 済んだ / 1 断られた / 2 書き方や入力の誤り
`;
};

/** `npm run -s staff -- COMMAND …` */
export async function main(args: readonly string[], world: StaffWorld = REAL_WORLD): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--help' || name === '-h' || name === 'help') {
    world.write(help());
    return 0;
  }
  const entry = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (entry === undefined) {
    const wrong =
      name === undefined ? 'コマンドを指定してください。' : `「${name}」というコマンドはありません。`;
    world.complain(`✗ ${wrong}\n\n${help()}`);
    return 2;
  }
  const command = await entry.load();
  return command(rest, world);
}
