import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import {
  DiscrepancyReport,
  ListProblemView,
  ROW_CLASS_NAMES,
} from '../../functions/discrepancies/contract.ts';
import { usageErrorOf } from '../../simulator/usage-error.ts';
import { jsonOf, problemOf } from './answers.ts';
import type { StaffCommand, StaffWorld } from './command.ts';
import { SIGN_IN_HELP, SIGN_IN_OPTIONS, whoOf } from './who.ts';

const HELP = `npm run -s staff -- discrepancy check FILE     不整合リストが何を変えるかを示す（何も変えない）
npm run -s staff -- discrepancy propose FILE   反映を提案する
npm run -s staff -- discrepancy commit FILE    別の職員が提案した、同じ内容のファイルを反映する

${SIGN_IN_HELP}  --json                結果を JSON で書く
  -h, --help            この説明
`;

const OPTIONS = {
  ...SIGN_IN_OPTIONS,
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const parse = (args: readonly string[]) =>
  parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });

const Step = z.enum(['check', 'propose', 'commit']);

/** `npm run -s staff -- discrepancy …` */
export const discrepancy: StaffCommand = async (args, world) => {
  let typed: ReturnType<typeof parse>;
  try {
    typed = parse(args);
  } catch (error) {
    return wrong(world, usageErrorOf(error));
  }
  const { values, positionals } = typed;
  if (values.help) {
    world.write(HELP);
    return 0;
  }
  const [name, path, excess] = positionals;
  const step = Step.safeParse(name);
  if (!step.success) return wrong(world, 'check、propose、commit のどれかを指定してください。');
  if (path === undefined) return wrong(world, 'ファイルが必要です。');
  if (excess !== undefined) return wrong(world, `「${excess}」は余分です。`);
  const who = whoOf(values);
  if (!who.ok) return wrong(world, who.error);
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) return wrong(world, `${path} を読めません。`);

  const client = await world.signIn(who.value);
  const answer = await client.send('POST', `api/discrepancies/${step.data}`, new Uint8Array(bytes));
  const body = jsonOf(answer.body);
  if (values.json) world.write(`${JSON.stringify(body)}\n`);
  if (answer.status !== 200) {
    const { code, message } = problemOf(answer);
    const { data } = z.object({ problems: z.array(ListProblemView) }).safeParse(body);
    world.complain(`✗ ${code} ${message}\n${(data?.problems ?? []).map(problemLine).join('')}`);
    return 1;
  }
  if (!values.json) world.write(reportText(DiscrepancyReport.parse(body), step.data));
  return 0;
};

function wrong(world: StaffWorld, sentence: string): number {
  world.complain(`✗ ${sentence}\n使い方: npm run -s staff -- discrepancy --help\n`);
  return 2;
}

const problemLine = ({ line, column, text }: ListProblemView): string =>
  `  ${line} 行目${column === undefined ? '' : ` 「${column}」`}: ${text}\n`;

function reportText(report: DiscrepancyReport, step: z.infer<typeof Step>): string {
  const { counts, rows, proposal, fileSha256, layout } = report;
  const total = Object.entries(ROW_CLASS_NAMES).map(
    ([name, word]) => `${word} ${counts[name as keyof typeof counts]}`,
  );
  const lines = rows.map(
    ({ line, class: rowClass, requestId, reasonText, recorded, outcome }) =>
      `  ${line} 行目 ${ROW_CLASS_NAMES[rowClass]} ${requestId} ${recorded ?? '記録なし'} → ${outcome} ${reasonText}\n`,
  );
  const guess = layout === 'default' ? '  列の対応は市が設定していません。既定の推定で読みました。\n' : '';
  const done = step === 'commit' ? '反映しました' : step === 'propose' ? '提案しました' : '事前確認';
  const by =
    proposal === null
      ? ''
      : `  提案 ${proposal.proposedBy}${proposal.committedBy === null ? '' : `、反映 ${proposal.committedBy}`}\n`;
  return `${done}: ${total.join('、')}\n  SHA-256 ${fileSha256}\n${guess}${by}${lines.join('')}`;
}
