import { z } from 'zod';
import { OperatorId } from '../../functions/shared/http/staff.ts';
import { MunicipalityCode } from '../../functions/shared/ids.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import type { Who } from './command.ts';
import { type Typed, textOf } from './session-command.ts';

/** Every command's options for whose session it uses. */
export const SIGN_IN_OPTIONS = {
  municipality: { type: 'string' },
  operator: { type: 'string', default: 'mihon-kanri' },
} as const;

export const SIGN_IN_HELP = `  --municipality CODE   操作者の市（全国地方公共団体コード 6 桁、必須）
  --operator ID         操作者 ID（既定: 見本の管理者 mihon-kanri）。見本の操作者でなければ、
                        パスワードを環境変数 KOFU_STAFF_PASSWORD（市ごとなら
                        KOFU_STAFF_PASSWORD_市のコード）に入れる
`;

const WhoOptions = z.object({ municipality: MunicipalityCode, operator: OperatorId });

/** The error is one sentence for whoever typed it. */
function whoOf(values: {
  readonly municipality?: string | undefined;
  readonly operator: string;
}): Result<Who, string> {
  const parsed = WhoOptions.safeParse(values);
  if (parsed.success) return ok(parsed.data);
  const name = String(parsed.error.issues[0]?.path[0]);
  return err(
    name === 'municipality' && values.municipality === undefined
      ? '--municipality が必要です。'
      : `--${name} の値が正しくありません。`,
  );
}

/** @param municipality instead of the one that was typed */
export const whoTyped = (typed: Typed, municipality = textOf(typed, 'municipality')): Result<Who, string> =>
  whoOf({ municipality, operator: textOf(typed, 'operator') ?? '' });
