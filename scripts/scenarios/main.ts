import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import { instantOf, jstTimestamp } from '../../functions/shared/time.ts';
import { BOOK } from '../../simulator/scenarios/book/index.ts';
import { type Played, reasonOf } from '../../simulator/scenarios/evidence.ts';
import { openStage } from '../../simulator/scenarios/open-stage.ts';
import { play } from '../../simulator/scenarios/play.ts';
import { OUTCOMES, reportHtml } from '../../simulator/scenarios/report.ts';
import { PARTS, type Scenario } from '../../simulator/scenarios/scenario.ts';
import { usageErrorOf } from '../../simulator/usage-error.ts';
import { BUNDLES } from '../deploy/project.ts';
import { HOME_PLACE, PROJECT } from '../local/places.ts';
import { Problem } from '../local/problem.ts';

const HELP = `npm run scenarios [-- ONLY…]    シナリオ試験を行い、報告書を書く

動いているローカル環境（npm start）で、キオスク・基幹システム・職員の役をして、番号の順に試します。
報告書（要求と応答、PDF のハッシュ値と画像）は 1 つの HTML で、市の工程試験の記録になります。

  ONLY              番号（9）か部（B）。繰り返せます。なければ全部
  --out FOLDER      報告書を書く場所（既定: .local/scenarios/日時）
  --list            番号と題だけを挙げる
  --json            結果を 1 つの JSON で標準出力に書く（画像を除く）
  -h, --help        この説明

終了コード: 0 すべて合格 / 1 不合格か中断がある / 2 書き方の誤り
`;

type Wish =
  | { readonly kind: 'help' }
  | { readonly kind: 'list' }
  | {
      readonly kind: 'play';
      readonly scenarios: readonly Scenario[];
      readonly out: string | undefined;
      readonly json: boolean;
    };

function parse(args: readonly string[]): Result<Wish, string> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        list: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return ok({ kind: 'help' });
    if (values.list) return ok({ kind: 'list' });
    const strange = positionals.find(
      (one) => !(one in PARTS) && !BOOK.some(({ number }) => String(number) === one),
    );
    if (strange !== undefined) return err(`「${strange}」というシナリオはありません。`);
    const isWanted = ({ number, part }: Scenario): boolean =>
      positionals.length === 0 || positionals.includes(String(number)) || positionals.includes(part);
    return ok({ kind: 'play', scenarios: BOOK.filter(isWanted), out: values.out, json: values.json });
  } catch (error) {
    return err(usageErrorOf(error));
  }
}

/** What the command line writes to; a test puts its own in place. */
export type ScenarioWorld = {
  readonly write: (text: string) => void;
  readonly complain: (text: string) => void;
};

const REAL_WORLD: ScenarioWorld = {
  write: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
};

/** `npm run scenarios [-- ONLY…]` */
export async function main(args: readonly string[], world: ScenarioWorld = REAL_WORLD): Promise<number> {
  const wish = parse(args);
  if (!wish.ok) {
    world.complain(`✗ ${wish.error}\n使い方: npm run scenarios -- --help\n`);
    return 2;
  }
  if (wish.value.kind === 'help') {
    world.write(HELP);
    return 0;
  }
  if (wish.value.kind === 'list') {
    for (const { number, part, title } of BOOK) world.write(`${part}-${number}  ${title}\n`);
    return 0;
  }
  const { scenarios, out, json } = wish.value;
  const stage = await openStage(HOME_PLACE.stackFile).catch((error: unknown) => {
    throw new Problem(reasonOf(error), 'npm start で、見本の住民を読み込んだローカル環境を起動してください');
  });
  const now = jstTimestamp(instantOf(Date.now()));
  const played: Played[] = [];
  for (const scenario of scenarios) {
    const one = await play(scenario, stage);
    played.push(one);
    if (!json) world.write(`${lineOf(one)}\n`);
  }
  const folder = out ?? join(PROJECT, '.local/scenarios', now.slice(0, 19).replaceAll(/[:T]/g, '-'));
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'report.html');
  const head = {
    playedAt: now.slice(0, 16).replace('T', ' '),
    program: await programDigest(),
    stage: stage.place,
  };
  await writeFile(file, reportHtml(head, played));
  if (json) world.write(`${JSON.stringify({ ...head, played }, withoutPictures)}\n`);
  else world.write(`${totals(played)}\n報告書: ${relative(process.cwd(), file)}\n`);
  return played.every(({ outcome }) => outcome === 'passed') ? 0 : 1;
}

const withoutPictures = (name: string, value: unknown): unknown => (name === 'pictures' ? undefined : value);

/** The deployed program's own digest, as every record names it. */
async function programDigest(): Promise<string> {
  const text = await readFile(join(BUNDLES, 'kiosk-issue/program.json'), 'utf8');
  return z.object({ digest: z.string() }).parse(JSON.parse(text)).digest;
}

function lineOf({ number, part, title, outcome, broke, evidence, seconds }: Played): string {
  const failed = evidence.flatMap((one) =>
    one.kind === 'judgement' && !one.holds ? [`\n    × ${one.claim}`] : [],
  );
  const reason = broke === undefined ? '' : `\n    ${broke}`;
  return `${outcome === 'passed' ? '○' : '×'} ${part}-${number} ${title}（${OUTCOMES[outcome]}、${seconds.toFixed(1)} 秒）${failed.join('')}${reason}`;
}

function totals(played: readonly Played[]): string {
  const count = (outcome: Played['outcome']): number =>
    played.filter((one) => one.outcome === outcome).length;
  return `合格 ${count('passed')}、不合格 ${count('failed')}、中断 ${count('broken')}`;
}
