import { join } from 'node:path';
import { z } from 'zod';
import { Instant, jstTimestamp } from '../../functions/shared/time.ts';
import type { AgentConfig } from './config.ts';
import { ENDS, type End, isOffered } from './folders.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { Disk } from './ports.ts';
import { queueOf } from './queue.ts';

const Written = z.object({
  agent: z.string(),
  version: z.string(),
  role: z.enum(['active', 'standby']),
  /** By the clock of this machine. */
  writtenAt: Instant,
  lastUpload: z.object({ at: Instant, name: z.string() }).optional(),
});

const statusPath = (stateFolder: string): string => join(stateFolder, 'status.json');

/** Leaves behind what the program last knew of itself, for `status`. */
export const writeStatus = (
  disk: Pick<Disk, 'writeText'>,
  stateFolder: string,
  beat: Heartbeat,
  writtenAt: Instant,
): Promise<void> =>
  disk.writeText(
    statusPath(stateFolder),
    `${JSON.stringify({ ...beat, writtenAt } satisfies z.input<typeof Written>)}\n`,
  );

export type Status = {
  readonly agent: string;
  readonly municipality: string;
  readonly running: boolean;
  readonly role: 'active' | 'standby' | 'unknown';
  readonly version: string | undefined;
  readonly reportedAt: Instant | undefined;
  readonly lastUpload: { readonly at: Instant; readonly name: string } | undefined;
  readonly queue: Heartbeat['queue'];
  /** Minutes since the file that has waited longest was last written; undefined where none waits. */
  readonly oldestMinutes: number | undefined;
  /** Files that are kept, by their end. Reports do not count. */
  readonly kept: Readonly<Record<End, number>>;
  /** What somebody should look at, in Japanese. */
  readonly findings: readonly string[];
};

const MOST_MISSED_BEATS = 3;
const LONG_WAIT_MINUTES = 30;

/** How the agent stands, from what it left behind and from the folders themselves. */
export async function readStatus(disk: Disk, config: AgentConfig, now: Instant): Promise<Status> {
  const written = parseWritten(await disk.readText(statusPath(config.stateFolder)));
  const silent = written === undefined ? undefined : now - written.writtenAt;
  const running = silent !== undefined && silent < config.heartbeatSeconds * 1_000 * MOST_MISSED_BEATS;
  const queue = await queueOf(disk, config.folders);
  const oldestMinutes = await oldestOf(disk, config.folders, now);
  const kept = { sent: 0, rejected: 0 };
  for (const end of ENDS) kept[end] = await keptIn(disk, config.folders, end);
  const findings = [
    ...(running ? [] : ['連携サーバが動いていません（systemctl status で確かめてください）。']),
    ...(kept.rejected === 0
      ? []
      : [`rejected に ${kept.rejected} 件あります（報告書を見て、直したら消してください）。`]),
    ...(oldestMinutes !== undefined && oldestMinutes >= LONG_WAIT_MINUTES && written?.role !== 'standby'
      ? [`${oldestMinutes} 分送られていないファイルがあります（journalctl で理由を確かめてください）。`]
      : []),
  ];
  return {
    agent: config.agent,
    municipality: config.municipality,
    running,
    role: running && written !== undefined ? written.role : 'unknown',
    version: written?.version,
    reportedAt: written?.writtenAt,
    lastUpload: written?.lastUpload,
    queue,
    oldestMinutes,
    kept,
    findings,
  };
}

function parseWritten(text: string | undefined): z.infer<typeof Written> | undefined {
  try {
    return Written.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
}

async function oldestOf(disk: Disk, folders: readonly string[], now: Instant): Promise<number | undefined> {
  let oldest: number | undefined;
  for (const folder of folders)
    for (const { name, stat } of await disk.list(folder))
      if (isOffered(name)) oldest = Math.min(oldest ?? stat.modifiedMs, stat.modifiedMs);
  return oldest === undefined ? undefined : Math.max(0, Math.floor((now - oldest) / 60_000));
}

async function keptIn(disk: Disk, folders: readonly string[], end: End): Promise<number> {
  let count = 0;
  for (const folder of folders)
    for (const day of await disk.folders(join(folder, end)))
      for (const { name } of await disk.list(join(folder, end, day))) if (isOffered(name)) count += 1;
  return count;
}

const ROLES = { active: '現用', standby: '待機', unknown: '不明' } as const;
const timeOf = (at: Instant | undefined): string => (at === undefined ? 'なし' : jstTimestamp(at));

export const statusText = (status: Status): string =>
  [
    `連携サーバ ${status.agent}（団体コード ${status.municipality}）`,
    `状態: ${status.running ? '動作中' : '停止または応答なし'}（${ROLES[status.role]}）`,
    `版: ${status.version ?? '不明'}　最後の報告: ${timeOf(status.reportedAt)}`,
    `最後に送ったファイル: ${status.lastUpload === undefined ? 'なし' : `${status.lastUpload.name}（${timeOf(status.lastUpload.at)}）`}`,
    `送信待ち: 緊急 ${status.queue.priority} 件、通常 ${status.queue.ordinary} 件`,
    `保存中: 送信済み ${status.kept.sent} 件、rejected ${status.kept.rejected} 件`,
    ...(status.findings.length === 0
      ? ['異常はありません。']
      : status.findings.map((finding) => `要確認: ${finding}`)),
    '',
  ].join('\n');
