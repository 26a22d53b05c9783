import { createReadStream } from 'node:fs';
import { formatFileName, isRowFile, type RowFileName } from '../../functions/linkage/index.ts';
import {
  reconcile as compare,
  type ExtractSource,
  isFinding,
  type Reconciliation,
} from '../../functions/linkage/reconciliation/index.ts';
import { FILE_RULE_TEXTS } from '../../functions/linkage/rules.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import { readStackFile } from '../deploy/stack-file.ts';
import { HOME_PLACE } from '../local/places.ts';
import type { LinkCommand, LinkWorld } from './command.ts';
import { nameOf } from './examine-input.ts';
import { type Healed, healWith } from './heal.ts';
import { type InputFile, inputFiles } from './input-files.ts';
import { type LinkSystem, linkSystem } from './link-system.ts';
import { progressBar } from './progress-bar.ts';
import { parseReconcileArguments, RECONCILE_HELP, type ReconcileWish } from './reconcile-arguments.ts';
import { countsData, differenceData, isReport, reportFiles } from './reconcile-report.ts';
import { cityName, countsText, differenceText } from './reconcile-text.ts';
import { createSpillFiles } from './spill-file.ts';

/** `npm run -s link -- reconcile FILE|DIR…`: 基幹システムとの整合性の検証 (仕様書 3(2)①ウ). */
export const reconcile: LinkCommand = (args, world) =>
  runReconcile(args, world, async () => linkSystem(await readStackFile(HOME_PLACE.stackFile)));

/** The same for another system than the one that runs. */
export async function runReconcile(
  args: readonly string[],
  world: LinkWorld,
  open: () => Promise<LinkSystem>,
): Promise<number> {
  const wish = parseReconcileArguments(args);
  if (!wish.ok) {
    world.complain(`✗ ${wish.error}\n  使い方: npm run -s link -- reconcile --help\n`);
    return 2;
  }
  if (wish.value === 'help') {
    world.write(RECONCILE_HELP);
    return 0;
  }
  const input = await inputFiles(wish.value.paths);
  const extracts = input.ok ? extractsOf(input.value.files) : input;
  if (!extracts.ok) {
    world.complain(`✗ ${extracts.error}\n`);
    return 2;
  }
  const system = await open();
  let code = 0;
  for (const sources of extracts.value.values())
    code = Math.max(code, await reconcileCity(system, sources, wish.value, world));
  return code;
}

type Cities = ReadonlyMap<RowFileName['municipality'], readonly ExtractSource[]>;

/** The full files by city. What else lies in a folder is no extract, and is passed over. */
function extractsOf(files: readonly InputFile[]): Result<Cities, string> {
  const cities = new Map<RowFileName['municipality'], ExtractSource[]>();
  for (const file of files) {
    if (isReport(file.path)) continue;
    const name = nameOf(file.path);
    if (name === undefined) return err(`${file.path} の名前が連携ファイルの名前ではありません。`);
    if (!isRowFile(name) || name.kind !== 'full') continue;
    const sources = cities.get(name.municipality) ?? [];
    if (sources.some((other) => other.name.feed === name.feed))
      return err(
        `${name.municipality} の ${name.feed} の全件ファイルが 2 つあります。1 つだけ指定してください。`,
      );
    cities.set(name.municipality, [...sources, sourceAt(name, file)]);
  }
  if (cities.size === 0) return err('全件ファイル（…-full-….csv）がありません。');
  return ok(cities);
}

export const sourceAt = (name: RowFileName, { path, bytes }: InputFile): ExtractSource => ({
  name,
  bytes,
  open: () => createReadStream(path),
});

const STAGES = { read: '抽出を読んでいます', compare: '登録内容と比べています' };

async function reconcileCity(
  system: LinkSystem,
  sources: readonly ExtractSource[],
  { out, json, heal, most, showsValues }: ReconcileWish,
  { write, complain }: LinkWorld,
): Promise<number> {
  const municipality = sources[0]?.name.municipality;
  if (municipality === undefined) return 2;
  const bar = progressBar(complain);
  const spills = createSpillFiles();
  const files = out === undefined ? undefined : reportFiles(out, municipality, { showsValues });
  const healing = new Map<string, number[]>();
  let listed = 0;
  let result: Reconciliation | undefined;
  if (!json) write(`${cityName(municipality)}\n`);
  try {
    const compared = await compare({ ...system, spill: spills.create }, municipality, sources, {
      progress: (stage, done, total) => bar.at(STAGES[stage], done, total),
      difference: (difference) => {
        files?.take(difference);
        const { feed, line, remedy } = difference;
        if (heal && remedy === 'row' && line !== undefined) {
          const lines = healing.get(feed) ?? [];
          healing.set(feed, lines);
          lines.push(line);
        }
        if (json)
          write(
            `${JSON.stringify({ type: 'difference', municipality, ...differenceData(difference, showsValues) })}\n`,
          );
        else if (isFinding(difference) && listed < most) {
          listed += 1;
          bar.clear();
          write(`${differenceText(difference, showsValues)}\n`);
        }
      },
    });
    if (!compared.ok) {
      const { source, problem } = compared.error;
      const place = `${problem.line} 行目${problem.column === undefined ? '' : `、${problem.column}`}`;
      complain(
        `✗ ${formatFileName(source.name)}（${place}）: ${FILE_RULE_TEXTS[problem.rule]} [${problem.rule}]\n`,
      );
      return 2;
    }
    result = compared.value;
  } finally {
    bar.clear();
    spills.close();
    files?.close(result);
  }
  const { feeds, isEqual } = result;
  if (json)
    write(`${JSON.stringify({ type: 'summary', municipality, isEqual, feeds: countsData(feeds) })}\n`);
  else {
    write(`${countsText(result)}\n${isEqual ? '✓ すべて一致しています。' : '✗ 違いがあります。'}\n`);
    if (files !== undefined) write(`${files.csv} と ${files.json} を書きました。\n`);
  }
  for (const source of sources) {
    const lines = healing.get(source.name.feed);
    if (lines === undefined) continue;
    const healed = await healWith(system, source, lines);
    write(json ? `${JSON.stringify(healedData(healed))}\n` : healedText(healed));
  }
  return isEqual ? 0 : 1;
}

function healedData({ name, rows, end, isOwnNumber }: Healed) {
  const counts = end.kind === 'applied' ? end.state.counts : undefined;
  return { type: 'healed', file: formatFileName(name), rows, end: end.kind, counts, isOwnNumber };
}

function healedText({ name, rows, end, isOwnNumber }: Healed): string {
  const file = formatFileName(name);
  const note = isOwnNumber
    ? `  注意: 番号 ${name.fileNumber} はこちらで付けました。基幹システムの次のファイルは ${name.fileNumber + 1} からにしてください。\n`
    : '';
  switch (end.kind) {
    case 'applied': {
      const { applied, superseded, rejected } = end.state.counts;
      return `${file}: ${rows} 行を送り、反映 ${applied}、反映済み ${superseded}、受け付けない ${rejected}\n${note}`;
    }
    case 'refused':
      return `✗ ${file}: 受け付けられませんでした（${end.rule}）。\n`;
    case 'taken':
    case 'stuck':
      return `✗ ${file}: 送りましたが、まだ反映されていません。npm run -s link -- status で確かめてください。\n`;
  }
}
