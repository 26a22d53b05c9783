import { DecisionChange, DecisionsView } from '../../functions/decisions/contract.ts';
import { PersonId } from '../../functions/shared/ids.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import { jsonOf, problemOf } from './answers.ts';
import type { StaffCommand, StaffWorld, Who } from './command.ts';
import { faultOf, sessionCommand, type Typed, textOf } from './session-command.ts';
import { SIGN_IN_HELP, SIGN_IN_OPTIONS, whoTyped } from './who.ts';
import { END_REASONS, EXEMPTION_REASONS, FORBID_REASONS, STANDINGS, valueLines, wordOf } from './words.ts';

const COMMON_HELP = `  --note TEXT           同僚への一行（200 字まで）。設定と一緒にだけ保管する
${SIGN_IN_HELP}  --json                結果を JSON で書く
  -h, --help            この説明
`;

const OPTIONS = {
  ...SIGN_IN_OPTIONS,
  type: { type: 'string' },
  from: { type: 'string' },
  until: { type: 'string' },
  reason: { type: 'string' },
  note: { type: 'string' },
} as const;

type Wish = {
  readonly who: Who;
  readonly personId: PersonId;
  /** Undefined: only to be shown. */
  readonly change: DecisionChange | undefined;
};

/** 発行要否設定: shown, set and lifted for one person (仕様書 3(3)ウ). */
export const eligibility: StaffCommand = sessionCommand<Wish>({
  name: 'eligibility',
  help: `npm run -s staff -- eligibility show PERSON                             設定と経過を示す
npm run -s staff -- eligibility forbid PERSON --type TYPE --reason REASON    発行しないと設定する
npm run -s staff -- eligibility lift PERSON --type TYPE --reason REASON      設定を解除する

PERSON は宛名番号（15 桁）。基幹システムの制限は、ここでは変わらない。

  --type TYPE           証明書種別（例: resident-record）、または all（すべて）
  --from DATE           始まりの日（既定: 今日）
  --until DATE          終わりの日（既定: 解除するまで）
  --reason REASON       forbid の理由
${valueLines(FORBID_REASONS)}                        lift の理由
${valueLines(END_REASONS)}${COMMON_HELP}`,
  options: OPTIONS,
  positionals: 2,
  wishOf: (typed) => wishOf(typed, { show: undefined, forbid: 'forbid', lift: 'lift' }),
  run,
});

/** 年齢未満の個別許可: on the resident's application (仕様書 3(3)ウ). */
export const ageExemption: StaffCommand = sessionCommand<Wish>({
  name: 'age-exemption',
  help: `npm run -s staff -- age-exemption show PERSON                              設定と経過を示す
npm run -s staff -- age-exemption grant PERSON --until DATE --reason REASON    年齢未満でも発行できるようにする
npm run -s staff -- age-exemption withdraw PERSON --reason REASON              取り消す

PERSON は宛名番号（15 桁）。

  --from DATE           始まりの日（既定: 今日）
  --until DATE          終わりの日
  --reason REASON       grant の理由
${valueLines(EXEMPTION_REASONS)}                        withdraw の理由
${valueLines(END_REASONS)}${COMMON_HELP}`,
  options: OPTIONS,
  positionals: 2,
  wishOf: (typed) =>
    wishOf(typed, { show: undefined, grant: 'grant-exemption', withdraw: 'withdraw-exemption' }),
  run,
});

function wishOf(
  typed: Typed,
  steps: Readonly<Record<string, DecisionChange['action'] | undefined>>,
): Result<Wish, string> {
  const [step = '', person] = typed.positionals;
  if (!Object.hasOwn(steps, step)) return err(`${Object.keys(steps).join('・')} のどれかが必要です。`);
  const personId = PersonId.safeParse(person);
  if (!personId.success) return err('宛名番号（15 桁）が必要です。');
  const who = whoTyped(typed);
  if (!who.ok) return who;
  const action = steps[step];
  if (action === undefined) return ok({ who: who.value, personId: personId.data, change: undefined });
  const named = { certificateType: 'type', from: 'from', until: 'until', reason: 'reason', note: 'note' };
  const parts = Object.entries(named).flatMap(([name, option]) => {
    const text = textOf(typed, option);
    return text === undefined ? [] : [[name, text]];
  });
  const change = DecisionChange.safeParse({ action, ...Object.fromEntries(parts) });
  return change.success
    ? ok({ who: who.value, personId: personId.data, change: change.data })
    : err(faultOf(typed, change.error, named));
}

async function run({ who, personId, change }: Wish, world: StaffWorld, json: boolean): Promise<number> {
  const client = await world.signIn(who);
  const path = `api/decisions/${personId}`;
  let answer = await client.get(path);
  if (answer.status === 200 && change !== undefined) {
    const { revision } = DecisionsView.parse(jsonOf(answer.body));
    answer = await client.send('PUT', path, { revision, change });
  }
  if (answer.status !== 200) {
    const { code, message } = problemOf(answer);
    world.complain(`✗ ${message}（${code}）\n`);
    return 1;
  }
  const view = DecisionsView.parse(jsonOf(answer.body));
  world.write(json ? `${JSON.stringify(view)}\n` : textOfView(view));
  return 0;
}

function textOfView({ personId, fullName, exemption, forbidden, changes }: DecisionsView): string {
  const period = ({ from, until }: { readonly from: string; readonly until?: string | undefined }): string =>
    `${from} から ${until ?? '解除するまで'}`;
  const by = (one: { readonly decidedBy: string; readonly decidedAt: string }): string =>
    `（${one.decidedBy}、${one.decidedAt}）`;
  const lines = [
    `${personId} ${fullName ?? '（氏名の連携なし）'}`,
    ...forbidden.map(
      (one) =>
        `発行しない: ${one.certificateType === 'all' ? 'すべて' : one.certificateType}、${period(one)}、${STANDINGS[one.standing]}、${FORBID_REASONS[one.reason]}${by(one)}`,
    ),
    ...(exemption === null
      ? []
      : [
          `年齢未満の許可: ${period(exemption)}、${STANDINGS[exemption.standing]}、${EXEMPTION_REASONS[exemption.reason]}${by(exemption)}`,
        ]),
    ...(forbidden.length === 0 && exemption === null ? ['設定はありません。'] : []),
    ...changes.map(
      ({ at, operatorId, change }) =>
        `  経過 ${at} ${operatorId} ${ACTIONS[change.action]}${'certificateType' in change ? ` ${change.certificateType}` : ''}: ${wordOf({ ...FORBID_REASONS, ...EXEMPTION_REASONS, ...END_REASONS }, change.reason)}${change.note === undefined ? '' : `「${change.note}」`}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

const ACTIONS: Readonly<Record<DecisionChange['action'], string>> = {
  forbid: '発行しないと設定',
  lift: '設定を解除',
  'grant-exemption': '年齢未満を許可',
  'withdraw-exemption': '許可を取消',
};
