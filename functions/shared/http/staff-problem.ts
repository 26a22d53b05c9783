import { z } from 'zod';
import type { HttpResponse } from './http.ts';

type StaffProblemText = { readonly status: number; readonly title: string; readonly message: string };

/** Refusals of the staff API. Codes are stable: never reused, never renumbered. */
export const STAFF_PROBLEMS = {
  'STF-1001': {
    status: 401,
    title: 'not signed in',
    message: 'サインインの有効時間が過ぎました。もう一度サインインしてください。',
  },
  'STF-1002': {
    status: 401,
    title: 'sign-in refused',
    message:
      'サインインできませんでした。市、操作者 ID、パスワードを確かめてください。5 回続けて間違えると、15 分間サインインできなくなります。',
  },
  'STF-1003': { status: 403, title: 'permission missing', message: 'この操作をする権限がありません。' },
  'STF-1004': {
    status: 403,
    title: 'not from the console',
    message: '画面を読み込み直してから、もう一度操作してください。',
  },
  'STF-1005': { status: 400, title: 'ill-formed', message: '指定の形が正しくありません。' },
  'STF-1006': { status: 404, title: 'not found', message: '見つかりません。' },
  'STF-1007': { status: 405, title: 'method not allowed', message: 'この操作はできません。' },
  'STF-1008': { status: 413, title: 'too large', message: '送られた内容が大きすぎます。' },
  'STF-1401': { status: 409, title: 'closed already', message: 'この事案は、すでに閉じられています。' },
  'STF-1402': {
    status: 422,
    title: 'reason not permitted',
    message: 'この種類の事案は、その理由では閉じられません。',
  },
  'STF-1403': {
    status: 422,
    title: 'other bytes',
    message:
      '示された SHA-256 は、この要求の証明書のものではありません。別の証明書が渡ったのなら、誤交付として処理してください。',
  },
  'STF-1404': {
    status: 422,
    title: 'bytes not named',
    message: 'どの証明書のことかを、PDF の SHA-256 で示してください。',
  },
  'STF-1405': { status: 422, title: 'reference missing', message: '根拠となる文書の番号が必要です。' },
  'STF-1406': {
    status: 422,
    title: 'no such row',
    message: 'この要求に反映された不整合リストの中に、そのファイルはありません。',
  },
  'STF-1407': {
    status: 422,
    title: 'something left',
    message: '記録では、この要求の証明書が渡っています。「どこにも渡っていない」とは言えません。',
  },
  'STF-1411': {
    status: 422,
    title: 'list not readable',
    message: '不整合リストを読めません。どの行も反映していません。示された行を確かめてください。',
  },
  'STF-1412': {
    status: 409,
    title: 'not proposed',
    message: 'この内容のファイルは、まだ誰も提案していません。先に別の職員が提案してください。',
  },
  'STF-1413': {
    status: 403,
    title: 'needs a second person',
    message: '提案した本人は反映できません。別の職員が反映してください。',
  },
  'STF-1414': {
    status: 409,
    title: 'layout changed',
    message: '提案の後に列の対応が変わりました。もう一度提案してください。',
  },
  'STF-1101': {
    status: 404,
    title: 'no such person',
    message: 'この宛名番号の人は、この市にいません。番号を確かめてください。',
  },
  'STF-1102': {
    status: 422,
    title: 'no such certificate type',
    message: 'この市にない証明書種別です。',
  },
  'STF-1103': {
    status: 422,
    title: 'not a period',
    message: '期間が正しくありません。終わりの日は、始まりの日と今日より前にできません。',
  },
  'STF-1104': {
    status: 422,
    title: 'would lift an earlier one',
    message:
      '同じ証明書種別の設定がすでにあり、始まりの日を遅らせることはできません。先に、いまの設定を解除してください。',
  },
  'STF-1105': { status: 409, title: 'nothing to end', message: '解除できる設定がありません。' },
  'STF-1106': {
    status: 409,
    title: 'changed meanwhile',
    message: 'ほかの操作で内容が変わりました。読み込み直して確かめてから、もう一度操作してください。',
  },
  'STF-1201': {
    status: 404,
    title: 'not closed',
    message: 'その停止はありません。一覧を読み直してください。',
  },
  'STF-1202': {
    status: 422,
    title: 'not opened by hand',
    message: 'この停止は手では解けません。原因がなくなるか、承認されると解けます。',
  },
  'STF-1203': {
    status: 409,
    title: 'already proposed',
    message: 'ほかの操作者が再開を申し出ています。内容を確かめて承認してください。',
  },
  'STF-1204': {
    status: 409,
    title: 'not proposed',
    message: '再開の申し出がないか、24 時間を過ぎました。先に再開を申し出てください。',
  },
  'STF-1205': {
    status: 403,
    title: 'second person needed',
    message: '再開の承認は、停止した人でも申し出た人でもない、別の操作者がしてください。',
  },
  'STF-1301': {
    status: 422,
    title: 'plan refused',
    message: 'このままでは予約や取消ができません。示された項目を確かめてください。',
  },
  'STF-1302': {
    status: 409,
    title: 'too late to cancel',
    message: 'すでに始まっているか、まもなく始まるため、取り消せません。',
  },
  'STF-1303': { status: 409, title: 'already cancelled', message: 'すでに取り消されています。' },
  'STF-1304': {
    status: 409,
    title: 'changed meanwhile',
    message: '他の職員の操作と重なりました。もう一度操作してください。',
  },
  'STF-2001': {
    status: 500,
    title: 'failed',
    message: '処理できませんでした。しばらくしてから、もう一度操作してください。',
  },
} as const satisfies Record<string, StaffProblemText>;

export type StaffProblemCode = keyof typeof STAFF_PROBLEMS;

/** A refusal as the console reads it (RFC 9457). */
export const StaffProblem = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  message: z.string(),
});
export type StaffProblem = z.infer<typeof StaffProblem>;

/** @param more members of the refusal's own, such as what is wrong with each line of a file */
export function staffProblem(
  code: StaffProblemCode,
  more: Readonly<Record<string, unknown>> = {},
): HttpResponse {
  const { status, title, message } = STAFF_PROBLEMS[code];
  const body: StaffProblem = { type: 'about:blank', title, status, code, message };
  return {
    status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8' },
    body: JSON.stringify({ ...body, ...more }),
    refusal: code,
  };
}
