import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../../functions/shared/result.ts';

export const DEFAULT_CONFIG = '/etc/kofu-link-agent/config.json';

const COMMANDS = ['run', 'check', 'status', 'policy'] as const;
type Name = (typeof COMMANDS)[number];

export type WorkCommand = {
  readonly name: Name;
  readonly config: string;
  readonly once: boolean;
  readonly json: boolean;
  readonly keyArn?: string;
};
export type Command = { readonly name: 'help' } | { readonly name: 'version' } | WorkCommand;

export const HELP = `使い方: kofu-link-agent <コマンド> [--config ファイル]

  run            フォルダーを監視し、揃ったファイルを送り続けます。
  run --once     今あるファイルを送り終えたら終わります。
  check          設定、フォルダー、認証情報、送信先までの経路を確かめます。
  status         動作の様子を示します（--json で機械向け）。
  policy         この市に必要な最小の IAM ポリシーを示します（--key-arn でバケットの鍵）。

  --config       設定ファイル（省略時 ${DEFAULT_CONFIG}）
  --version      版を示します。

終了コード: 0 正常、1 要確認、2 使い方または設定の誤り
`;

/** What the command line asks for, or in Japanese what is wrong with it. */
export function parseCommand(args: readonly string[]): Result<Command, string> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch {
    return err('知らない指定があります。');
  }
  const { values, positionals } = parsed;
  if (values.help) return ok({ name: 'help' });
  if (values.version) return ok({ name: 'version' });
  const [given, ...more] = positionals;
  const name = COMMANDS.find((known) => known === given);
  if (name === undefined || more.length > 0) return err('コマンドを 1 つ書いてください。');
  if (values.once && name !== 'run') return err('--once は run だけに付けられます。');
  const { config, once, json } = values;
  const keyArn = values['key-arn'];
  return ok({ name, config, once, json, ...(keyArn === undefined ? {} : { keyArn }) });
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      config: { type: 'string', default: DEFAULT_CONFIG },
      once: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      'key-arn': { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
      version: { type: 'boolean', default: false },
    },
  });
