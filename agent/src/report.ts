import { FILE_RULE_TEXTS, ROW_RULE_TEXTS } from '../../functions/linkage/rules.ts';
import { type Instant, jstTimestamp } from '../../functions/shared/time.ts';
import { type Examined, MOST_FINDINGS } from './check-file.ts';
import { AGENT_RULE_TEXTS, type Refusal } from './rules.ts';

/** What lies beside a file with a fault (`<name>.report.txt`). It names places and rules, never a value. */
export function refusalReport(name: string, refusal: Refusal, at: Instant, examined?: Examined): string {
  const { rule, line, column } = refusal;
  const place = [
    ...(line === undefined ? [] : [`${line} 行目`]),
    ...(column === undefined ? [] : [`列「${column}」`]),
  ].join(' ');
  return lines(name, at, [
    '結果: 送っていません。原本はこの報告書と同じフォルダーにあります。',
    `規則: ${rule}（${AGENT_RULE_TEXTS[rule]}）`,
    ...(place === '' ? [] : [`場所: ${place}`]),
    '対応: 原因を直し、同じ名前のファイルを監視フォルダーにもう一度置いてください。',
    ...(rule === 'name-reused' || rule === 'changed'
      ? ['　　　内容を変えたファイルには、新しい番号を付けてください。']
      : []),
    ...(examined === undefined ? [] : findingsOf(examined)),
  ]);
}

/** For a file that was sent although some of its rows break rules. */
export const rowsReport = (name: string, examined: Examined, at: Instant): string =>
  lines(name, at, [
    '結果: 送りました。ただし次の行は証明発行サーバで受け付けられません。',
    '対応: 直した行を、新しい番号のファイルで送ってください。それまで、その人の証明書は発行されません。',
    ...findingsOf(examined),
  ]);

const lines = (name: string, at: Instant, body: readonly string[]): string =>
  `${['連携ファイル検査報告', `ファイル: ${name}`, `検査日時: ${jstTimestamp(at)}`, ...body].join('\r\n')}\r\n`;

const RULE_TEXTS = { ...FILE_RULE_TEXTS, ...ROW_RULE_TEXTS };

function findingsOf({ rows, faultyRows, findings }: Examined): string[] {
  return [
    `行の誤り: ${rows} 行のうち ${faultyRows} 行`,
    ...(findings.length === MOST_FINDINGS ? [`（初めの ${MOST_FINDINGS} 件だけを示す）`] : []),
    '',
    '行\t列\t規則\t説明',
    ...findings.map(({ line, column, rule }) => [line, column ?? '', rule, RULE_TEXTS[rule]].join('\t')),
  ];
}
