import { parseArgs } from 'node:util';
import { ProofView, type SuppliedFile } from '../../functions/issuance/proof-contract.ts';
import { RequestId } from '../../functions/shared/ids.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import { usageErrorOf } from '../../simulator/usage-error.ts';
import { jsonOf, problemOf } from '../staff/answers.ts';
import type { StaffCommand, Who } from '../staff/command.ts';
import { SIGN_IN_HELP, SIGN_IN_OPTIONS, whoOf } from '../staff/who.ts';
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

type Wish = {
  readonly requestId: RequestId;
  readonly who: Who;
  readonly file: string | undefined;
  readonly json: boolean;
};

/** `npm run -s issuance -- prove …` */
export const prove: StaffCommand = async (args, world) => {
  const wish = parseProveArguments(args);
  if (!wish.ok) {
    world.complain(`✗ ${wish.error}\n使い方: npm run -s issuance -- prove --help\n`);
    return 2;
  }
  if (wish.value === 'help') {
    world.write(HELP);
    return 0;
  }
  const { requestId, who, file: path, json } = wish.value;
  let file: SuppliedFile | undefined;
  if (path !== undefined) {
    const supplied = await suppliedFile(path);
    if (!supplied.ok) {
      world.complain(`✗ ${supplied.error}\n`);
      return 2;
    }
    file = supplied.value;
  }
  const client = await world.signIn(who);
  const answer = await client.send('POST', `api/issuances/${requestId}/proof`, { file });
  if (answer.status !== 200) {
    world.complain(`✗ ${problemOf(answer).message}\n`);
    return 1;
  }
  const proof = ProofView.parse(jsonOf(answer.body));
  world.write(json ? `${JSON.stringify(proof)}\n` : `${proofText(proof)}\n`);
  return proof.verdict === 'equal' || proof.verdict === 'same-materials' ? 0 : 1;
};

function parseProveArguments(args: readonly string[]): Result<Wish | 'help', string> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return err(usageErrorOf(error));
  }
  const { values, positionals } = parsed;
  if (values.help) return ok('help');
  const [id, ...more] = positionals;
  if (id === undefined) return err('要求番号を指定してください。');
  if (more.length > 0) return err('要求番号は 1 つだけ指定してください。');
  const requestId = RequestId.safeParse(id);
  if (!requestId.success) return err('要求番号の形が正しくありません（英数字と - _ の 16〜64 文字）。');
  const who = whoOf(values);
  if (!who.ok) return who;
  return ok({ requestId: requestId.data, who: who.value, file: values.file, json: values.json });
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...SIGN_IN_OPTIONS,
      file: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
