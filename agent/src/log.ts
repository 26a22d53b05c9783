import { parseFileName } from '../../functions/linkage/layouts/envelope.ts';
import { sha256Hex } from '../../functions/shared/canonical.ts';
import { type CataloguedLog, cataloguedLog } from '../../functions/shared/log.ts';
import type { Clock } from '../../functions/shared/time.ts';

const FILE = ['municipality', 'feed', 'kind', 'epoch', 'fileNumber', 'nameDigest'] as const;

/** Every line that the agent may write. The city's operators read them: Japanese, and nothing of a person. */
export const AGENT_LOG_CATALOGUE = {
  'AGT-1001': { level: 'info', event: '連携サーバを始めた', fields: ['agent', 'municipality', 'version'] },
  'AGT-1002': { level: 'info', event: '連携サーバを終えた', fields: ['agent', 'municipality'] },
  'AGT-1003': { level: 'info', event: '現用になった', fields: ['agent'] },
  'AGT-1004': {
    level: 'info',
    event: '待機になった（もう 1 台が現用か、送信先に届かない）',
    fields: ['agent'],
  },
  'AGT-2001': {
    level: 'info',
    event: 'ファイルを送り、届いたことを確かめた',
    fields: [...FILE, 'bytes', 'rows', 'elapsedMs'],
  },
  'AGT-2002': { level: 'info', event: '保存期間を過ぎた原本を消した', fields: ['end', 'day'] },
  'AGT-3001': {
    level: 'error',
    event: 'ファイルを送らずに rejected へ移した（報告書を見る）',
    fields: [...FILE, 'rule', 'line', 'column'],
  },
  'AGT-3002': {
    level: 'warn',
    event: '誤りのある行を含むファイルを送った（sent の報告書を見る）',
    fields: [...FILE, 'rows', 'faultyRows'],
  },
  'AGT-3003': {
    level: 'warn',
    event: 'ファイルがまだ揃わない（直らなければ rejected へ移す）',
    fields: [...FILE, 'rule', 'line', 'column'],
  },
  'AGT-4001': {
    level: 'error',
    event: 'ファイルを処理できなかった（後でやり直す）',
    fields: [...FILE, 'defect'],
  },
  'AGT-4002': { level: 'error', event: '現用の権利を確かめられなかった（後でやり直す）', fields: ['defect'] },
  'AGT-4003': { level: 'error', event: '生存通知を送れなかった（後でやり直す）', fields: ['defect'] },
  'AGT-4004': { level: 'error', event: 'フォルダーを見られなかった（後でやり直す）', fields: ['defect'] },
  'AGT-4005': { level: 'info', event: '現用でなくなったか終了を求められたので、途中で止めた', fields: [] },
} as const;

export type AgentLog = CataloguedLog<typeof AGENT_LOG_CATALOGUE>;

export const createAgentLog = (write: (line: string) => void, clock: Clock): AgentLog =>
  cataloguedLog(AGENT_LOG_CATALOGUE, write, clock);

/** A file as a log may name it. Of a name that is none of ours only the digest: anything may stand in it. */
export function fileFields(name: string) {
  const parsed = parseFileName(name);
  if (parsed === undefined) return { nameDigest: sha256Hex(name).slice(0, 16) };
  const { municipality, feed, kind, epoch, fileNumber } = parsed;
  return { municipality, feed, kind, epoch, fileNumber };
}
