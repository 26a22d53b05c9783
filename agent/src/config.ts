import { isAbsolute, normalize, sep } from 'node:path';
import { z } from 'zod';
import { MunicipalityCode } from '../../functions/shared/ids.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';

const LOOPBACK = /^(127(\.\d{1,3}){3}|\[::1\])$/;

const AbsolutePath = z
  .string()
  .refine((path) => isAbsolute(path) && normalize(path) === path && !path.endsWith(sep));
const seconds = (minimum: number, maximum: number) => z.number().min(minimum).max(maximum);
const days = () => z.int().min(1).max(3_650);

const CredentialSource = z.union([
  z.strictObject({ process: z.array(z.string().min(1)).min(1) }),
  z.strictObject({ file: AbsolutePath }),
]);
export type CredentialSource = z.infer<typeof CredentialSource>;

const Fields = z.strictObject({
  municipality: MunicipalityCode,
  agent: z.string().regex(/^[a-z0-9][a-z0-9-]{0,30}$/),
  stage: z.enum(['local', 'closed-network']),
  bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
  region: z.string().regex(/^[a-z]{2}-[a-z]+-\d$/),
  endpoint: z.url({ protocol: /^https?$/ }),
  credentials: CredentialSource,
  folders: z.array(AbsolutePath).min(1),
  stateFolder: AbsolutePath,
  rowProblems: z.enum(['send', 'reject']).default('send'),
  scanSeconds: seconds(0.05, 300).default(5),
  stableSeconds: seconds(0.05, 3_600).default(10),
  rejectAfterSeconds: seconds(0.05, 86_400).default(300),
  heartbeatSeconds: seconds(1, 3_600).default(60),
  leaseSeconds: seconds(2, 600).default(30),
  keepSentDays: days().default(30),
  keepRejectedDays: days().default(90),
});
/** One agent serves one city; its credentials open nothing of another (INV-11). */
export type AgentConfig = z.infer<typeof Fields>;

/** What each item must be, in Japanese: it stands in the messages and in the README. */
export const CONFIG_TEXTS: Readonly<Record<keyof AgentConfig, string>> = {
  municipality: '全国地方公共団体コード（数字 6 桁）を書いてください。',
  agent:
    'この連携サーバの名前（英小文字・数字・ハイフン、31 字まで）を書いてください。2 台で別の名前にします。',
  stage: 'closed-network（本番）か local（試験）を書いてください。',
  bucket: '送信先バケットの名前を書いてください。',
  region: '送信先のリージョン（例 ap-northeast-1）を書いてください。',
  endpoint:
    '送信先の URL を書いてください。本番は https、local は 127.0.0.1 のようなこの機械のアドレスだけです。',
  credentials:
    '{"process": [コマンド, 引数…]} か {"file": 絶対パス} のどちらかで、短期の認証情報の取り方を書いてください。',
  folders: '監視するフォルダーの絶対パスを 1 つ以上、重ならないように書いてください。',
  stateFolder: '状態を置くフォルダーの絶対パスを、監視するフォルダーの外に書いてください。',
  rowProblems: 'send（誤りのある行があっても送る）か reject（送らずに退ける）を書いてください。',
  scanSeconds: 'フォルダーを見る間隔（秒、0.05〜300）を書いてください。',
  stableSeconds: '書き終わったとみなすまで変化のない時間（秒、0.05〜3600）を書いてください。',
  rejectAfterSeconds: '誤りのあるファイルを退けるまで変化のない時間（秒、0.05〜86400）を書いてください。',
  heartbeatSeconds: '生存通知の間隔（秒、1〜3600）を書いてください。',
  leaseSeconds: '現用の権利の長さ（秒、2〜600）を書いてください。',
  keepSentDays: '送信済みの原本を残す日数（1〜3650）を書いてください。',
  keepRejectedDays: '退けたファイルを残す日数（1〜3650）を書いてください。',
};

const Config = Fields.superRefine((config, context) => {
  const refuse = (path: keyof AgentConfig): void => context.addIssue({ code: 'custom', path: [path] });
  const { protocol, hostname, pathname, search, username } = new URL(config.endpoint);
  const safe = config.stage === 'local' ? LOOPBACK.test(hostname) : protocol === 'https:';
  if (!safe || pathname !== '/' || search !== '' || username !== '') refuse('endpoint');
  const overlap = config.folders.some((a, i) => config.folders.some((b, j) => i !== j && isWithin(a, b)));
  if (overlap) refuse('folders');
  if (config.folders.some((folder) => isWithin(config.stateFolder, folder))) refuse('stateFolder');
});

const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(folder + sep);

/** The configuration, or all that is wrong with it, one sentence each. */
export function parseConfig(text: string): Result<AgentConfig, readonly string[]> {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return err(['設定ファイルが JSON として読めません。']);
  }
  const parsed = Config.safeParse(given);
  if (parsed.success) return ok(parsed.data);
  const messages = parsed.error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `${key}: 知らない項目です。`);
    const [item] = issue.path;
    return typeof item === 'string' && item in CONFIG_TEXTS
      ? [`${issue.path.join('.')}: ${CONFIG_TEXTS[item as keyof AgentConfig]}`]
      : ['設定ファイルは 1 つの JSON オブジェクトにしてください。'];
  });
  return err([...new Set(messages)]);
}
