import { join } from 'node:path';
import type { AgentConfig } from './config.ts';
import { ENDS } from './folders.ts';
import { heartbeatKey } from './heartbeat.ts';
import type { Disk, NewJobId, Store, Time } from './ports.ts';

/** One thing that was tried: `fault` says in Japanese what is wrong. */
export type Probe = { readonly what: string; readonly fault?: string };

/** A signature by a clock that is further off is refused by S3 at 15 minutes. */
const MOST_SKEW_MS = 300_000;

/** Tries everything that the agent needs: folders, credentials, the way to the bucket, the clock. */
export async function checkSetUp(ports: {
  readonly config: AgentConfig;
  readonly disk: Disk;
  readonly store: Store;
  readonly time: Pick<Time, 'wall'>;
  readonly newId: NewJobId;
  readonly credentials: () => Promise<unknown>;
}): Promise<readonly Probe[]> {
  const { config, disk, store, time } = ports;
  const probes: Probe[] = [];
  const attempt = async (what: string, work: () => Promise<string | undefined>): Promise<boolean> => {
    const fault = await work().catch(faultOf);
    probes.push(fault === undefined ? { what } : { what, fault });
    return fault === undefined;
  };

  for (const folder of config.folders)
    await attempt(`監視フォルダー ${folder}`, () => tryFolder(disk, folder, ports.newId()));
  await attempt(`状態フォルダー ${config.stateFolder}`, async () => {
    const path = join(config.stateFolder, `check-${ports.newId()}.txt`);
    await disk.writeText(path, '');
    await disk.remove(path);
    return undefined;
  });
  const known = await attempt('認証情報', async () => {
    await ports.credentials();
    return undefined;
  });
  if (!known) return probes;
  const key = heartbeatKey(config.municipality, `${config.agent}-check`);
  const reached = await attempt(`送信先 ${config.endpoint} への書き込み`, async () => {
    await store.writeNote(key, JSON.stringify({ note: '設定の確認。' }), { when: 'always' });
    return undefined;
  });
  if (!reached) return probes;
  await attempt('送信先からの読み戻しと時計', async () => {
    const note = await store.readNote(key);
    if (note === undefined) return '書いたものを読み戻せません（権限 s3:GetObject を確かめてください）。';
    const skew = Math.abs(time.wall() - note.now);
    return skew > MOST_SKEW_MS
      ? `この機械の時計が ${Math.round(skew / 60_000)} 分ずれています（時刻同期を確かめてください）。`
      : undefined;
  });
  return probes;
}

/** Every move that a file makes: written in the drop folder, taken, put aside, removed. */
async function tryFolder(disk: Disk, folder: string, id: string): Promise<undefined> {
  const name = `check-${id}.tmp`;
  const dropped = join(folder, name);
  await disk.writeText(dropped, '');
  let at = join(folder, 'work', name);
  await disk.take(dropped, at);
  for (const end of ENDS) {
    const to = join(folder, end, name);
    await disk.move(at, to);
    at = to;
  }
  await disk.remove(at);
  return undefined;
}

/** A code or a sentence of our own, never a text that may quote something. */
function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return '分からない誤りです。';
  if (error.name === 'CredentialFault') return error.message;
  if ('code' in error && error.code === 'EXDEV')
    return 'work、sent、rejected が監視フォルダーと同じファイルシステムにありません。';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return `できません（${code}）。`;
}
