import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import {
  DiscrepancyReport,
  ListProblemView,
  ROW_CLASS_NAMES,
} from '../../functions/discrepancies/contract.ts';
import { err, ok } from '../../functions/shared/result.ts';
import { jsonOf, problemOf } from './answers.ts';
import type { Who } from './command.ts';
import { sessionCommand } from './session-command.ts';
import { SIGN_IN_HELP, SIGN_IN_OPTIONS, whoTyped } from './who.ts';

const HELP = `npm run -s staff -- discrepancy check FILE     不整合リストが何を変えるかを示す（何も変えない）
npm run -s staff -- discrepancy propose FILE   反映を提案する
npm run -s staff -- discrepancy commit FILE    別の職員が提案した、同じ内容のファイルを反映する

${SIGN_IN_HELP}  --json                結果を JSON で書く
  -h, --help            この説明
`;

const Step = z.enum(['check', 'propose', 'commit']);

type Wish = { readonly step: z.infer<typeof Step>; readonly bytes: Uint8Array; readonly who: Who };

/** `npm run -s staff -- discrepancy …` */
export const discrepancy = sessionCommand<Wish>({
  name: 'discrepancy',
  help: HELP,
  options: SIGN_IN_OPTIONS,
  positionals: 2,
  wishOf: async (typed) => {
    const [name, path] = typed.positionals;
    const step = Step.safeParse(name);
    if (!step.success) return err('check、propose、commit のどれかを指定してください。');
    if (path === undefined) return err('ファイルが必要です。');
    const who = whoTyped(typed);
    if (!who.ok) return who;
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes === undefined) return err(`${path} を読めません。`);
    return ok({ step: step.data, bytes: new Uint8Array(bytes), who: who.value });
  },
  run: async ({ step, bytes, who }, world, json) => {
    const client = await world.signIn(who);
    const answer = await client.send('POST', `api/discrepancies/${step}`, bytes);
    const body = jsonOf(answer.body);
    if (json) world.write(`${JSON.stringify(body)}\n`);
    if (answer.status !== 200) {
      const { code, message } = problemOf(answer);
      const { data } = z.object({ problems: z.array(ListProblemView) }).safeParse(body);
      world.complain(`✗ ${code} ${message}\n${(data?.problems ?? []).map(problemLine).join('')}`);
      return 1;
    }
    if (!json) world.write(reportText(DiscrepancyReport.parse(body), step));
    return 0;
  },
});

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
