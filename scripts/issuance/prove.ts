import { ProofView } from '../../functions/issuance/proof-contract.ts';
import { RequestId } from '../../functions/shared/ids.ts';
import { err, ok } from '../../functions/shared/result.ts';
import { jsonOf, problemOf } from '../staff/answers.ts';
import type { Who } from '../staff/command.ts';
import { sessionCommand, textOf } from '../staff/session-command.ts';
import { SIGN_IN_HELP, SIGN_IN_OPTIONS, whoTyped } from '../staff/who.ts';
import { proofText } from './proof-text.ts';
import { suppliedFile } from './supplied-file.ts';

const HELP = `npm run -s issuance -- prove REQUEST_ID    発行した証明書を記録から作り直して比べる

記録が名を挙げる様式・公印・字形と、暗号化して残した内容から証明書を作り直し、ハッシュを記録と比べます。
同じプログラムなら 1 バイトまで一致します。違うプログラムなら、内容・様式・公印・字形の一致を確かめます。
--file を付けると、手元の PDF がその要求に返した証明書かどうかを調べ、違うときは違い方を示します。
だれの証明書かは表示しません。調べたことは監査記録に残ります（権限 issuance.prove）。

  REQUEST_ID            要求番号
  --file FILE           手元の PDF。ファイルは送らず、ハッシュと頁数だけを使う
${SIGN_IN_HELP}  --json                結果を JSON で書く
  -h, --help            この説明

終了コード: 0 一致 / 1 相違、または比べられない / 2 書き方や入力の誤り
`;

type Wish = { readonly requestId: RequestId; readonly who: Who; readonly file: string | undefined };

/** `npm run -s issuance -- prove …` */
export const prove = sessionCommand<Wish>({
  script: 'issuance',
  name: 'prove',
  help: HELP,
  options: { ...SIGN_IN_OPTIONS, file: { type: 'string' } },
  positionals: Number.POSITIVE_INFINITY,
  wishOf: (typed) => {
    const [id, ...more] = typed.positionals;
    if (id === undefined) return err('要求番号を指定してください。');
    if (more.length > 0) return err('要求番号は 1 つだけ指定してください。');
    const requestId = RequestId.safeParse(id);
    if (!requestId.success) return err('要求番号の形が正しくありません（英数字と - _ の 16〜64 文字）。');
    const who = whoTyped(typed);
    return who.ok ? ok({ requestId: requestId.data, who: who.value, file: textOf(typed, 'file') }) : who;
  },
  run: async ({ requestId, who, file: path }, world, json) => {
    const file = path === undefined ? undefined : await suppliedFile(path);
    if (file?.ok === false) {
      world.complain(`✗ ${file.error}\n`);
      return 2;
    }
    const client = await world.signIn(who);
    const answer = await client.send('POST', `api/issuances/${requestId}/proof`, { file: file?.value });
    if (answer.status !== 200) {
      world.complain(`✗ ${problemOf(answer).message}\n`);
      return 1;
    }
    const proof = ProofView.parse(jsonOf(answer.body));
    world.write(json ? `${JSON.stringify(proof)}\n` : `${proofText(proof)}\n`);
    return proof.verdict === 'equal' || proof.verdict === 'same-materials' ? 0 : 1;
  },
});
