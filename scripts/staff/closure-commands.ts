import {
  CloseRequest,
  ClosuresView,
  ConfirmRequest,
  ProposeRequest,
} from '../../functions/closures/contract.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import type { RawAnswer } from '../../simulator/center.ts';
import { messageOf } from '../local/problem.ts';
import { jsonOf, problemOf } from './answers.ts';
import type { StaffWorld, Who } from './command.ts';
import { faultOf, sessionCommand, textOf } from './session-command.ts';
import { SIGN_IN_HELP, SIGN_IN_OPTIONS, whoTyped } from './who.ts';
import { CAUSES, CLOSE_REASONS, OPEN_REASONS, valueLines, wordOf } from './words.ts';

const COMMON_HELP = `${SIGN_IN_HELP}  --json                結果を JSON で書く
  -h, --help            この説明
`;

/** Whose session in which city; `all`: one of that operator's in every city of the deployment. */
type Closing = { readonly who: Who; readonly all: boolean; readonly request: CloseRequest };

/** Stops at once. All cities by a session in each, because no session names another city (INV-11). */
export const close = sessionCommand<Closing>({
  name: 'close',
  help: `npm run -s staff -- close [--type TYPE] --reason REASON    交付をただちに止める

  --type TYPE           証明書種別（例: resident-record）。なければ市のすべての証明書
  --all                 すべての市を止める（広域連合の操作者用。--municipality の代わり）。
                        市ごとに同じ操作者 ID でサインインし、市ごとに止めて結果を示す
  --note TEXT           同僚への一行（200 字まで）。停止と一緒にだけ保管する
  --reason REASON       理由
${valueLines(CLOSE_REASONS)}${COMMON_HELP}`,
  options: {
    ...SIGN_IN_OPTIONS,
    all: { type: 'boolean', default: false },
    type: { type: 'string', default: 'all' },
    reason: { type: 'string' },
    note: { type: 'string' },
  },
  wishOf: (typed) => {
    const note = textOf(typed, 'note');
    const request = CloseRequest.safeParse({
      type: textOf(typed, 'type'),
      reason: textOf(typed, 'reason'),
      ...(note === undefined ? {} : { note }),
    });
    if (!request.success) return err(faultOf(typed, request.error));
    const all = typed.values['all'] === true;
    if (all && textOf(typed, 'municipality') !== undefined)
      return err('--all と --municipality は一緒に使えません。');
    const who = whoTyped(typed, all ? '000000' : undefined);
    return who.ok ? ok({ who: who.value, all, request: request.data }) : who;
  },
  run: async ({ who, all, request }, world, json) => {
    const cities = all ? await world.cities() : [who.municipality];
    const ends = await Promise.all(
      cities.map(async (municipality) => ({
        municipality,
        end: await closeCity({ ...who, municipality }, request, world),
      })),
    );
    if (json) {
      const shown = ends.map(({ municipality, end }) => ({
        municipality,
        ...(end.ok ? end.value : { failed: end.error }),
      }));
      world.write(`${JSON.stringify(shown)}\n`);
    }
    for (const { municipality, end } of ends) {
      if (!end.ok) world.complain(`✗ ${municipality} は止まっていません: ${end.error}\n`);
      else if (!json) world.write(`✓ ${municipality} を止めました。\n${listOf(end.value)}`);
    }
    return ends.every(({ end }) => end.ok) ? 0 : 1;
  },
});

/** One city's failure must not keep the others open. */
async function closeCity(
  who: Who,
  request: CloseRequest,
  world: StaffWorld,
): Promise<Result<ClosuresView, string>> {
  try {
    const client = await world.signIn(who);
    return viewIn(await client.send('POST', 'api/closures', request));
  } catch (error) {
    return err(messageOf(error));
  }
}

type Reopening = {
  readonly who: Who;
  readonly path: string;
  readonly body: ProposeRequest | ConfirmRequest;
  readonly done: string;
};

/** Two calls of two operators: one proposes, another one confirms. */
export const reopen = sessionCommand<Reopening>({
  name: 'reopen',
  help: `npm run -s staff -- reopen CLOSURE --reason REASON    再開を申し出る
npm run -s staff -- reopen CLOSURE --confirm          申し出を確かめて再開する

CLOSURE は closures が示す停止の名前。手で止めたものと照合で止まったものは、申し出た人でも
止めた人でもない別の操作者が承認すると解ける。ほかの停止はそのまま残る。

  --reason REASON       申し出の理由
${valueLines(OPEN_REASONS)}${COMMON_HELP}`,
  options: {
    ...SIGN_IN_OPTIONS,
    reason: { type: 'string' },
    confirm: { type: 'boolean', default: false },
  },
  positionals: 1,
  wishOf: (typed) => {
    const [closure] = typed.positionals;
    if (closure === undefined) return err('停止の名前が必要です。');
    const reason = textOf(typed, 'reason');
    const confirms = typed.values['confirm'] === true;
    if (confirms && reason !== undefined) return err('--confirm と --reason は一緒に使えません。');
    const body = confirms
      ? ConfirmRequest.safeParse({ closure })
      : ProposeRequest.safeParse({ closure, reason });
    if (!body.success) return err(faultOf(typed, body.error));
    const who = whoTyped(typed);
    if (!who.ok) return who;
    return ok({
      who: who.value,
      body: body.data,
      ...(confirms
        ? { path: 'api/closures/opening/confirmation', done: '再開しました。' }
        : {
            path: 'api/closures/opening',
            done: '再開を申し出ました。別の操作者が承認するまで、停止は続きます。',
          }),
    });
  },
  run: async ({ who, path, body, done }, world, json) => {
    const client = await world.signIn(who);
    return show(viewIn(await client.send('POST', path, body)), world, json, `✓ ${done}\n`);
  },
});

/** What is closed, by whom, since when and why. */
export const closures = sessionCommand<Who>({
  name: 'closures',
  help: `npm run -s staff -- closures    いまの停止の一覧（だれが、いつ、なぜ）

${COMMON_HELP}`,
  options: SIGN_IN_OPTIONS,
  wishOf: (typed) => whoTyped(typed),
  run: async (who, world, json) => {
    const client = await world.signIn(who);
    return show(viewIn(await client.get('api/closures')), world, json);
  },
});

function viewIn(answer: RawAnswer): Result<ClosuresView, string> {
  if (answer.status === 200) return ok(ClosuresView.parse(jsonOf(answer.body)));
  const { code, message } = problemOf(answer);
  return err(`${message}（${code}）`);
}

function show(view: Result<ClosuresView, string>, world: StaffWorld, json: boolean, before = ''): number {
  if (!view.ok) {
    world.complain(`✗ ${view.error}\n`);
    return 1;
  }
  world.write(json ? `${JSON.stringify(view.value)}\n` : `${before}${listOf(view.value)}`);
  return 0;
}

function listOf({ closures: standing }: ClosuresView): string {
  if (standing.length === 0) return 'いま停止はありません。\n';
  return standing
    .map((one) => {
      const why = one.cause === 'by-hand' ? wordOf(CLOSE_REASONS, one.evidence) : one.evidence;
      const lines = [
        `${one.closure}`,
        `  ${CAUSES[one.cause]}、${one.closedAt} から、${one.closedBy ?? '自動'}: ${why}`,
        ...(one.note === null ? [] : [`  ${one.note}`]),
        ...(one.proposal === null
          ? []
          : [
              `  再開の申し出: ${one.proposal.by}、${one.proposal.at}: ${wordOf(OPEN_REASONS, one.proposal.reason)}`,
            ]),
      ];
      return `${lines.join('\n')}\n`;
    })
    .join('');
}
