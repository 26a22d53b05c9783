import { z } from 'zod';
import { FILE_RULE_TEXTS, FileRule } from '../../functions/linkage/rules.ts';

/** Why a file is not sent: the rules of link files, and those of the way to the store. */
export const AgentRule = z.enum([
  ...FileRule.options,
  'file-name',
  'other-municipality',
  'font',
  'too-large',
  'rows',
  'changed',
]);
export type AgentRule = z.infer<typeof AgentRule>;

export const AGENT_RULE_TEXTS: Readonly<Record<AgentRule, string>> = {
  ...FILE_RULE_TEXTS,
  'name-reused': '同じ名前で内容の異なるファイルが既に送られている（番号は 1 つの内容だけを表す）。',
  'file-name': 'ファイル名が「団体コード-フィード-種別-世代-番号.csv（外字は .tte）」の形でない。',
  'other-municipality': 'ファイル名の団体コードがこの連携サーバの市でない。',
  font: 'フォント（TrueType）でないか、書かれている長さとファイルの長さが違う（途中で切れている）。',
  'too-large': 'ファイルが大きすぎて送れない。',
  rows: '行の誤りがある（設定 rowProblems が reject のため送らない）。',
  changed: '送った後に、フォルダーの中で内容が変わった（変わった後の内容は送られていない）。',
};

/** Why a whole file is refused and where; never a value. */
export type Refusal = {
  readonly rule: AgentRule;
  readonly line?: number | undefined;
  readonly column?: string | undefined;
};
