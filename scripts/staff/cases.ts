import { writeFile } from 'node:fs/promises';
import {
  CaseDetails,
  CasePage,
  CaseView,
  CLOSING_REASON_NAMES,
  CloseRequest,
} from '../../functions/cases/contract.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import type { RawAnswer } from '../../simulator/center.ts';
import { jsonOf, problemOf } from './answers.ts';
import type { StaffWorld, Who } from './command.ts';
import { sessionCommand, type Typed, textOf } from './session-command.ts';
import { SIGN_IN_HELP, SIGN_IN_OPTIONS, whoTyped } from './who.ts';

const reasons = CloseRequest.shape.reason.options
  .map((reason) => `                          ${reason.padEnd(17)} ${CLOSING_REASON_NAMES[reason]}`)
  .join('\n');

const HELP = `npm run -s staff -- cases list [--closed]          調査事案の一覧
npm run -s staff -- cases show ID                  一件と、閉じるのに使える理由
npm run -s staff -- cases close ID --reason R …    証拠を示して閉じる
npm run -s staff -- cases evidence ID --out FILE   照合で止めた PDF を取り出す（記録に残る）

閉じるには、どの証明書がどの要求に渡ったかを示す。「もう一度やったら出た」は理由にならない。
  --reason R            次のどれか
${reasons}
  --sha256 HEX          その証明書の PDF の SHA-256（渡った PDF がなければ --no-bytes）
  --no-bytes            この要求には PDF がない
  --reference TEXT      根拠となる文書の番号（人の名前を書かない）
  --list HEX            不整合リストのファイルの SHA-256（bos-row のとき）

${SIGN_IN_HELP}  --json                結果を JSON で書く
  -h, --help            この説明
`;

type Wish =
  | { readonly kind: 'list'; readonly closed: boolean }
  | { readonly kind: 'show'; readonly id: string }
  | { readonly kind: 'close'; readonly id: string; readonly closing: CloseRequest }
  | { readonly kind: 'evidence'; readonly id: string; readonly out: string };

/** `npm run -s staff -- cases …` */
export const cases = sessionCommand<{ readonly wish: Wish; readonly who: Who }>({
  name: 'cases',
  help: HELP,
  options: {
    ...SIGN_IN_OPTIONS,
    closed: { type: 'boolean', default: false },
    reason: { type: 'string' },
    sha256: { type: 'string' },
    'no-bytes': { type: 'boolean', default: false },
    reference: { type: 'string' },
    list: { type: 'string' },
    out: { type: 'string' },
  },
  positionals: 2,
  wishOf: (typed) => {
    const wish = wishOf(typed);
    if (!wish.ok) return wish;
    const who = whoTyped(typed);
    return who.ok ? ok({ wish: wish.value, who: who.value }) : who;
  },
  run: ({ wish, who }, world, json) => run(wish, who, json, world),
});

function wishOf(typed: Typed): Result<Wish, string> {
  const [name, id] = typed.positionals;
  const isSet = (option: string): boolean => typed.values[option] === true;
  if (name === 'list')
    return id === undefined ? ok({ kind: 'list', closed: isSet('closed') }) : err(`「${id}」は余分です。`);
  if (name !== 'show' && name !== 'close' && name !== 'evidence')
    return err('list、show、close、evidence のどれかを指定してください。');
  if (id === undefined) return err('事案の番号（ID）が必要です。');
  if (name === 'show') return ok({ kind: 'show', id });
  if (name === 'evidence') {
    const out = textOf(typed, 'out');
    return out === undefined ? err('--out が必要です。') : ok({ kind: 'evidence', id, out });
  }
  const [sha256, reference, list] = ['sha256', 'reference', 'list'].map((option) => textOf(typed, option));
  if ((sha256 === undefined) === !isSet('no-bytes'))
    return err('--sha256 か --no-bytes のどちらかを指定してください。');
  const closing = CloseRequest.safeParse({
    reason: textOf(typed, 'reason'),
    pdfSha256: sha256 ?? null,
    ...(reference === undefined ? {} : { reference }),
    ...(list === undefined ? {} : { fileSha256: list }),
  });
  if (closing.success) return ok({ kind: 'close', id, closing: closing.data });
  const OPTION_OF: Readonly<Record<string, string>> = { pdfSha256: 'sha256', fileSha256: 'list' };
  const field = String(closing.error.issues[0]?.path[0]);
  return err(`--${OPTION_OF[field] ?? field} の値が正しくありません。`);
}

async function run(wish: Wish, who: Who, json: boolean, world: StaffWorld): Promise<number> {
  const client = await world.signIn(who);
  const at = (id: string): string => `api/cases/${encodeURIComponent(id)}`;
  const answered = <T>(answer: RawAnswer, show: (value: unknown) => T): number => {
    if (answer.status !== 200) {
      const { code, message } = problemOf(answer);
      world.complain(`✗ ${code} ${message}\n`);
      return 1;
    }
    show(jsonOf(answer.body));
    return 0;
  };
  const write = (value: unknown, text: () => string): void =>
    world.write(json ? `${JSON.stringify(value)}\n` : text());

  switch (wish.kind) {
    case 'list': {
      let cursor = '';
      for (;;) {
        const state = wish.closed ? 'closed' : 'open';
        let next: string | null = null;
        const code = answered(await client.get(`api/cases?state=${state}${cursor}`), (value) => {
          const page = CasePage.parse(value);
          next = page.cursor;
          write(page, () => page.cases.map(lineOf).join('') + (page.moreUnknownEnds ? MORE : ''));
        });
        if (code !== 0 || next === null) return code;
        cursor = `&cursor=${encodeURIComponent(next)}`;
      }
    }
    case 'show':
      return answered(await client.get(at(wish.id)), (value) => {
        const details = CaseDetails.parse(value);
        write(details, () => detailsText(details));
      });
    case 'close':
      return answered(await client.send('POST', `${at(wish.id)}/close`, wish.closing), (value) => {
        const closed = CaseView.parse(value);
        write(closed, () => `閉じました: ${closed.caseId}\n`);
      });
    case 'evidence': {
      const answer = await client.get(`${at(wish.id)}/evidence`);
      if (answer.status !== 200) return answered(answer, () => undefined);
      await writeFile(wish.out, answer.body, { mode: 0o600, flag: 'wx' });
      write({ out: wish.out }, () => `${wish.out} に書きました。用が済んだら消してください。\n`);
      return 0;
    }
  }
}

const MORE = '（結果不明の要求がほかにもあります。古いものから閉じてください）\n';

const lineOf = ({ openedAt, kindName, caseId, closing }: CaseView): string =>
  `${openedAt.slice(0, 16)}  ${kindName}  ${caseId}${closing === null ? '' : `  ${CLOSING_REASON_NAMES[closing.reason]}`}\n`;

function detailsText(details: CaseDetails): string {
  const { record, closing, observed, permittedReasons } = details;
  const facts = Object.entries(observed).map(([name, value]) => `  ${name}: ${JSON.stringify(value)}\n`);
  const known =
    record === null
      ? '  要求: 記録にありません\n'
      : `  要求: ${record.state} ${record.type} ${record.receivedAt} ${record.store.code} ${record.terminal}\n  PDF の SHA-256: ${record.pdfSha256 ?? 'なし'}\n`;
  const end =
    closing === null
      ? `  閉じるのに使える理由: ${permittedReasons.map((reason) => `${reason}（${CLOSING_REASON_NAMES[reason]}）`).join('、')}\n`
      : `  ${closing.at} ${closing.closedBy} が閉じた: ${CLOSING_REASON_NAMES[closing.reason]} ${closing.reference ?? closing.fileSha256 ?? ''}\n`;
  return `${lineOf(details)}${facts.join('')}${known}${details.hasEvidence ? '  証拠の PDF: あり（cases evidence で取り出す）\n' : ''}${end}`;
}
