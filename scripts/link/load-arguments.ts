import { parseArgs } from 'node:util';
import { OperatorId } from '../../functions/shared/http/staff.ts';
import type { MunicipalityCode } from '../../functions/shared/ids.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import { MUNICIPALITIES } from '../../lib/config/municipalities.ts';
import { usageErrorOf } from '../../simulator/usage-error.ts';

export type LoadWish = {
  readonly folder: string;
  readonly municipality: MunicipalityCode;
  readonly out: string;
  readonly resume: boolean;
  readonly json: boolean;
};

export type ApproveWish = {
  readonly municipality: MunicipalityCode;
  readonly report: string;
  readonly actor: OperatorId;
  readonly json: boolean;
};

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const HELP = { help: { type: 'boolean', short: 'h', default: false } } as const;

export function parseLoadArguments(args: readonly string[]): Result<LoadWish | 'help', string> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { municipality: text, out: text, resume: flag, json: flag, ...HELP },
    });
    if (values.help) return ok('help');
    const [folder, another] = positionals;
    if (folder === undefined || another !== undefined)
      return err('連携ファイルのフォルダーを 1 つ指定してください。');
    const city = cityOf(values.municipality);
    if (!city.ok) return city;
    const { out = '.', resume, json } = values;
    return ok({ folder, municipality: city.value, out, resume, json });
  } catch (error) {
    return err(usageErrorOf(error));
  }
}

export function parseApproveArguments(args: readonly string[]): Result<ApproveWish | 'help', string> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { municipality: text, report: text, actor: text, json: flag, ...HELP },
    });
    if (values.help) return ok('help');
    const city = cityOf(values.municipality);
    if (!city.ok) return city;
    const { report, json } = values;
    if (report === undefined) return err('--report が必要です（load が書いた initial-load-….json）。');
    const actor = OperatorId.safeParse(values.actor);
    if (!actor.success) return err('--actor が必要です（承認した職員の ID）。');
    return ok({ municipality: city.value, report, actor: actor.data, json });
  } catch (error) {
    return err(usageErrorOf(error));
  }
}

function cityOf(code: string | undefined): Result<MunicipalityCode, string> {
  if (code === undefined) return err('--municipality が必要です（全国地方公共団体コード 6 桁）。');
  const known = MUNICIPALITIES.find((city) => city.code === code);
  return known === undefined ? err(`「${code}」という市はありません。`) : ok(known.code as MunicipalityCode);
}

export const LOAD_HELP = `npm run -s link -- load DIR --municipality 市    初期データを全件読み込む（仕様書 4(4)）

フォルダーの中のその市の連携ファイルをすべて調べ、市の証明書をすべて止めてから、外字・発行制限・住民票・印鑑登録・税・
戸籍の索引・本籍地利用登録・シリアル番号の順に取り込み口へ送り、反映されるまで待ちます。終わると登録内容と突き合わせ、
市の承認を受けるための報告（initial-load-市.md と .json）を書きます。市は link approve で承認されるまで止まったままです。
他の市の交付には影響しません。

途中で止めても（電源が落ちても）、同じコマンドで続きから始まります。反映済みのファイルは送り直しません。

  --municipality CODE   全国地方公共団体コード 6 桁
  --out DIR             報告を書くフォルダー（既定: 今のフォルダー）
  --resume              始めてある読み込みの続きに限る。始まっていなければ何もしない（動いている市を止めないため）
  --json                結果を JSON で書く
  -h, --help            この説明

終了コード: 0 全件を読み込み、突き合わせも一致 / 1 報告に見るべきものがある、または途中で止まった / 2 書き方や入力の誤り
`;

export const APPROVE_HELP = `npm run -s link -- approve --municipality 市 --report FILE --actor 職員    初期データを承認して市を開く

市が load の報告を確かめた後に、その報告（initial-load-市.json）を示して実行します。報告のダイジェストと職員の ID が
監査の記録に残ります。別の読み込みの報告では開きません。鮮度や手による停止など、他の理由による停止はそのまま残ります。

  --municipality CODE   全国地方公共団体コード 6 桁
  --report FILE         load が書いた initial-load-市.json
  --actor ID            承認した職員の ID
  --json                結果を JSON で書く
  -h, --help            この説明

終了コード: 0 開いた / 1 開けない / 2 書き方や入力の誤り
`;
