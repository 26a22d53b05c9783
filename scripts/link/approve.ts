import { approveInitialLoad, latchText } from '../../functions/closures/index.ts';
import { isRowFile, parseFileName } from '../../functions/linkage/index.ts';
import { sha256Hex } from '../../functions/shared/canonical.ts';
import { readStackFile } from '../deploy/stack-file.ts';
import { HOME_PLACE } from '../local/places.ts';
import { bytesOf, Failure } from '../pdf/failure.ts';
import type { LinkCommand, LinkWorld } from './command.ts';
import { type LinkSystem, linkSystem } from './link-system.ts';
import { APPROVE_HELP, type ApproveWish, parseApproveArguments } from './load-arguments.ts';
import { LoadReport } from './load-report.ts';
import { cityName } from './reconcile-text.ts';

/** `npm run -s link -- approve …`: the city's approval of its initial data (仕様書 4(4)). */
export const approve: LinkCommand = (args, world) =>
  runApprove(args, world, async () => linkSystem(await readStackFile(HOME_PLACE.stackFile)));

/** The same for another system than the one that runs. */
export async function runApprove(
  args: readonly string[],
  world: LinkWorld,
  open: () => Promise<LinkSystem>,
): Promise<number> {
  const wish = parseApproveArguments(args);
  if (!wish.ok) {
    world.complain(`✗ ${wish.error}\n  使い方: npm run -s link -- approve --help\n`);
    return 2;
  }
  if (wish.value === 'help') {
    world.write(APPROVE_HELP);
    return 0;
  }
  try {
    return await approveBy(wish.value, world, await open());
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    world.complain(`✗ ${error.message}\n`);
    return error.exitCode;
  }
}

/** A report names at most a thousand people. */
const LONGEST_REPORT = 16 * 1024 * 1024;

async function approveBy(
  { municipality, report: path, actor, json }: ApproveWish,
  { write, complain }: LinkWorld,
  system: LinkSystem,
): Promise<number> {
  const bytes = await bytesOf(path, LONGEST_REPORT);
  const report = reportIn(bytes, path);
  if (report.municipality !== municipality)
    throw new Failure(`${path} は ${cityName(report.municipality)} の報告です。`, 2);
  const closer = system.closerOf({ kind: 'operator', operatorId: actor });
  const latches = await closer.closures.readLatches(municipality);
  const latch = latches.find(({ type, cause }) => type === 'all' && cause === 'initial-load');
  if (latch === undefined)
    throw new Failure(`${cityName(municipality)} は初期データの承認を待っていません。`, 1);
  if (latch.closedAt !== report.closedAt)
    throw new Failure(`${path} は今の読み込みの報告ではありません。新しい報告を指定してください。`, 1);
  for (const name of await supersededBy(system, report))
    complain(`注意: ${name} より新しい全件ファイルが、この報告の後に取り込まれています。\n`);
  const digest = sha256Hex(bytes);
  const approved = await approveInitialLoad(closer, municipality, digest);
  if (!approved.ok) throw new Failure(`${cityName(municipality)} は初期データの承認を待っていません。`, 1);
  const left = (await closer.closures.readLatches(municipality)).map(latchText);
  if (json) write(`${JSON.stringify({ municipality, actor, report: digest, left })}\n`);
  else {
    write(`${cityName(municipality)} を開きました（${actor}、報告 ${digest.slice(0, 16)}）。\n`);
    if (left.length > 0)
      write(`ほかの理由による停止は残っています:\n${left.map((text) => `  ${text}\n`).join('')}`);
  }
  return 0;
}

function reportIn(bytes: Uint8Array, path: string): LoadReport {
  try {
    return LoadReport.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    throw new Failure(`${path} は load が書いた報告（initial-load-….json）ではありません。`, 2);
  }
}

/** The report's full files after which a newer one has been taken in: what is opened is more than what was looked at. */
async function supersededBy({ linkage }: LinkSystem, { files }: LoadReport): Promise<readonly string[]> {
  const older: string[] = [];
  for (const { name: text, end } of files) {
    const name = parseFileName(text);
    if (name === undefined || !isRowFile(name) || name.kind !== 'full' || end !== 'applied') continue;
    const watermark = await linkage.readWatermark(name.municipality, name.feed);
    const newest = { epoch: watermark?.epoch ?? 0, number: watermark?.full?.fileNumber ?? 0 };
    if (newest.epoch > name.epoch || (newest.epoch === name.epoch && newest.number > name.fileNumber))
      older.push(text);
  }
  return older;
}
