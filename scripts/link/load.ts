import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Closer, closeForInitialLoad } from '../../functions/closures/index.ts';
import { formatFileName, isRowFile } from '../../functions/linkage/index.ts';
import { reconcile as compare, type ExtractSource } from '../../functions/linkage/reconciliation/index.ts';
import { sha256Hex } from '../../functions/shared/canonical.ts';
import type { MunicipalityCode } from '../../functions/shared/ids.ts';
import type { Instant } from '../../functions/shared/time.ts';
import { readStackFile } from '../deploy/stack-file.ts';
import { HOME_PLACE } from '../local/places.ts';
import type { LinkCommand, LinkWorld } from './command.ts';
import { deliverFile } from './deliver-file.ts';
import { inputFiles } from './input-files.ts';
import { type LinkSystem, linkSystem } from './link-system.ts';
import { LOAD_HELP, type LoadWish, parseLoadArguments } from './load-arguments.ts';
import { examined, inOrder, missingFeeds, type PlannedFile } from './load-plan.ts';
import {
  isClean,
  LoadReport,
  loadedFile,
  loadReportText,
  NOT_LOADED_KEPT,
  notLoaded,
} from './load-report.ts';
import { type Progress, progressBar } from './progress-bar.ts';
import { sourceAt } from './reconcile.ts';
import { countsData, reportFiles } from './reconcile-report.ts';
import { cityName } from './reconcile-text.ts';
import { createSpillFiles } from './spill-file.ts';

/** `npm run -s link -- load DIR --municipality 市`: 初期データセットアップ (仕様書 4(4)). */
export const load: LinkCommand = (args, world) =>
  runLoad(args, world, async () => linkSystem(await readStackFile(HOME_PLACE.stackFile)));

/**
 * The same into another system than the one that runs. All that it has to remember lies in that system: the latch, and
 * what has become of each file. Whoever was killed begins again with the same command.
 */
export async function runLoad(
  args: readonly string[],
  world: LinkWorld,
  open: () => Promise<LinkSystem>,
): Promise<number> {
  const wish = parseLoadArguments(args);
  if (!wish.ok) {
    world.complain(`✗ ${wish.error}\n  使い方: npm run -s link -- load --help\n`);
    return 2;
  }
  if (wish.value === 'help') {
    world.write(LOAD_HELP);
    return 0;
  }
  const { folder, municipality } = wish.value;
  const bar = progressBar(world.complain);
  const planned = await plan(folder, municipality, bar, world);
  if (planned === undefined) return 2;
  const system = await open();
  const closer = system.closerOf({ kind: 'system' });
  const before = await closedAt(closer, municipality);
  if (wish.value.resume && before === undefined) {
    world.complain(
      `✗ ${cityName(municipality)} の読み込みは始まっていません。--resume を付けずに実行してください。\n`,
    );
    return 2;
  }
  // Before the first row: whatever is half loaded is shown to nobody.
  await closeForInitialLoad(closer, municipality, 'link load');
  const since = await closedAt(closer, municipality);
  if (since === undefined) throw new Error('link: the city is not closed for its initial load');
  const files = await deliverAll(system, planned, bar, world);
  if (files === undefined) return 1;
  const report = await reportOn(system, wish.value, { planned, files, closedAt: since }, bar, world);
  return isClean(report) ? 0 : 1;
}

async function closedAt({ closures }: Closer, municipality: MunicipalityCode): Promise<Instant | undefined> {
  const latches = await closures.readLatches(municipality);
  return latches.find(({ type, cause }) => type === 'all' && cause === 'initial-load')?.closedAt;
}

/** Every file, read to its end; nothing is begun with a folder of which a file is not whole. */
async function plan(
  folder: string,
  municipality: MunicipalityCode,
  bar: Progress,
  { complain }: LinkWorld,
): Promise<readonly PlannedFile[] | undefined> {
  const input = await inputFiles([folder]);
  const ordered = input.ok ? inOrder(input.value.files, municipality) : input;
  if (!ordered.ok) {
    complain(`✗ ${ordered.error}\n`);
    return undefined;
  }
  const planned: PlannedFile[] = [];
  const faults: string[] = [];
  for (const [index, file] of ordered.value.entries()) {
    bar.at('ファイルを調べています', index, ordered.value.length);
    const found = await examined(file);
    if (found.ok) planned.push(found.value);
    else faults.push(found.error);
  }
  bar.clear();
  for (const fault of faults) complain(`✗ ${fault}\n`);
  if (faults.length === 0) return planned;
  complain('何も送っていません。ファイルを直してから、もう一度実行してください。\n');
  return undefined;
}

async function deliverAll(
  system: LinkSystem,
  planned: readonly PlannedFile[],
  bar: Progress,
  { complain }: LinkWorld,
): Promise<LoadReport['files'] | undefined> {
  // A font is no row, but it takes its time.
  const weightOf = ({ rows }: PlannedFile): number => rows + 1;
  const total = planned.reduce((sum, file) => sum + weightOf(file), 0);
  const files: LoadReport['files'] = [];
  let done = 0;
  for (const file of planned) {
    const label = formatFileName(file.name);
    const onRows = (rows: number): void => bar.at('取り込んでいます', done + rows, total);
    onRows(0);
    const end = await deliverFile(system, file, { onRows });
    bar.clear();
    if (end.kind === 'stuck') {
      complain(
        `✗ ${label} の取り込みが進みません。link status で原因を調べ、同じコマンドに --resume を付けて続けてください。\n`,
      );
      return undefined;
    }
    if (end.kind === 'refused') complain(`✗ ${label}: 受け付けられませんでした（${end.rule}）。\n`);
    files.push(loadedFile(file, end));
    done += weightOf(file);
  }
  return files;
}

type Loaded = {
  readonly planned: readonly PlannedFile[];
  readonly files: LoadReport['files'];
  readonly closedAt: Instant;
};

async function reportOn(
  system: LinkSystem,
  { municipality, out, json }: LoadWish,
  { planned, files, closedAt }: Loaded,
  bar: Progress,
  { write, complain }: LinkWorld,
): Promise<LoadReport> {
  const sources = planned.flatMap((file, index): ExtractSource[] => {
    const { name } = file;
    const isThere = files[index]?.end === 'applied';
    return isRowFile(name) && name.kind === 'full' && isThere ? [sourceAt(name, file)] : [];
  });
  const spills = createSpillFiles();
  const listing = reportFiles(out, municipality, { showsValues: false, stem: 'initial-load-differences' });
  const rejected: LoadReport['notLoaded'] = [];
  let notLoadedTotal = 0;
  let compared: Awaited<ReturnType<typeof compare>> | undefined;
  try {
    if (sources.length > 0) {
      compared = await compare({ ...system, spill: spills.create }, municipality, sources, {
        progress: (_, done, total) => bar.at('突き合わせています', done, total),
        difference: (difference) => {
          listing.take(difference);
          if (difference.kind !== 'rejected') return;
          notLoadedTotal += 1;
          if (rejected.length < NOT_LOADED_KEPT) rejected.push(notLoaded(difference));
        },
      });
    }
  } finally {
    bar.clear();
    spills.close();
    listing.close(compared?.ok === true ? compared.value : undefined);
  }
  if (compared?.ok === false) throw new Error('link: a verified file reads differently now');
  const coverage = await system.coverage(municipality, (text) => complain(text));
  const report = LoadReport.parse({
    kind: 'initial-load',
    version: 1,
    municipality,
    closedAt,
    finishedAt: system.clock(),
    files,
    missingFeeds: missingFeeds(planned),
    feeds: compared === undefined ? null : countsData(compared.value.feeds),
    isEqual: compared?.value.isEqual ?? false,
    notLoaded: rejected,
    notLoadedTotal,
    coverage,
    differences: { file: basename(listing.csv), sha256: sha256Hex(readFileSync(listing.csv)) },
  });
  const data = `${JSON.stringify(report, undefined, 2)}\n`;
  const [machine, people] = ['json', 'md'].map((end) => join(out, `initial-load-${municipality}.${end}`));
  if (machine === undefined || people === undefined) throw new Error('no names');
  const text = loadReportText(report, sha256Hex(data));
  writeFileSync(machine, data, { mode: 0o600 });
  writeFileSync(people, text, { mode: 0o600 });
  if (json) write(data);
  else write(`${text}\n${people} と ${machine} を書きました。\n`);
  return report;
}
