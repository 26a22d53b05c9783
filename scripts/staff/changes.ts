import { readFile } from 'node:fs/promises';
import {
  CalendarAnswer,
  InForce,
  PlanList,
  PlanPreview,
  PlanProblem,
  PlanView,
} from '../../functions/planning/contract.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import type { RawAnswer } from '../../simulator/center.ts';
import type { StaffClient } from '../../simulator/staff-client.ts';
import { jsonOf, problemOf } from './answers.ts';
import {
  CHANGES_HELP,
  CHANGES_OPTIONS,
  type ChangesValues,
  changesOf,
  given,
  jsonOption,
} from './changes-options.ts';
import { calendarText, faultsText, inForceText, listText, planText, previewText } from './changes-report.ts';
import type { StaffWorld, Who } from './command.ts';
import { sessionCommand } from './session-command.ts';
import { whoTyped } from './who.ts';

/** What a subcommand asks the API for, and how its answer reads. */
type Asking = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
  readonly textOf: (answer: unknown) => string;
};
type Prepared = Result<Asking, string>;
type Subcommand = (values: ChangesValues, rest: readonly string[]) => Promise<Prepared> | Prepared;

const asText = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

const planning =
  (path: string, textOf: Asking['textOf']): Subcommand =>
  async (values) => {
    const file = await fileText(values, false);
    if (!file.ok) return file;
    const json = jsonOption('file', file.value);
    if (!json.ok) return json;
    const changes = changesOf(values, json.value);
    if (!changes.ok) return changes;
    const times = given(values, { from: 'validFrom', until: 'until', note: 'note' });
    return ok({ method: 'POST', path, body: { ...times, changes: changes.value }, textOf });
  };

const SUBCOMMANDS: Readonly<Record<string, Subcommand>> = {
  list: ({ all }) => {
    const path = `api/changes${all === true ? '?which=all' : ''}`;
    return ok({ method: 'GET', path, textOf: (answer) => listText(PlanList.parse(answer)) });
  },
  at: ({ at }) => {
    const path = `api/changes/in-force${typeof at === 'string' ? `?at=${encodeURIComponent(at)}` : ''}`;
    return ok({ method: 'GET', path, textOf: (answer) => inForceText(InForce.parse(answer)) });
  },
  preview: planning('api/changes/preview', (answer) => previewText(PlanPreview.parse(answer))),
  plan: planning('api/changes', (answer) => `予約しました。\n${planText(PlanView.parse(answer))}`),
  cancel: (_, [planId]) =>
    planId === undefined
      ? err('取り消す予約の PLAN_ID が必要です。')
      : ok({
          method: 'POST',
          path: `api/changes/${encodeURIComponent(planId)}/cancel`,
          textOf: (answer) => `取り消しました。\n${planText(PlanView.parse(answer))}`,
        }),
  calendar: async (values) => {
    const file = await fileText(values, true);
    if (!file.ok) return file;
    const columns = jsonOption('columns', values['columns']);
    if (!columns.ok) return columns;
    const types = jsonOption('types', values['types']);
    if (!types.ok) return types;
    const body = {
      ...given(values, { from: 'validFrom', note: 'note', year: 'year' }),
      csv: file.value,
      dryRun: values['dry-run'],
      ...(columns.value === undefined ? {} : { columns: columns.value }),
      ...(types.value === undefined ? {} : { types: types.value }),
    };
    const textOf = (answer: unknown): string => calendarText(CalendarAnswer.parse(answer));
    return ok({ method: 'POST', path: 'api/changes/calendar', body, textOf });
  },
  seal: async (values) => {
    const file = await fileBytes(values);
    if (!file.ok) return file;
    const body = { file: file.value.toString('base64') };
    return ok({ method: 'POST', path: 'api/changes/seals', body, textOf: asText });
  },
  template: async (values) => {
    const file = await fileText(values, true);
    if (!file.ok) return file;
    const template = jsonOption('file', file.value);
    if (!template.ok) return template;
    return ok({
      method: 'POST',
      path: 'api/changes/templates',
      body: { template: template.value },
      textOf: asText,
    });
  },
};

/** 変更予約 through the staff API. */
export const changes = sessionCommand<{ readonly asking: Asking; readonly who: Who }>({
  name: 'changes',
  help: CHANGES_HELP,
  options: CHANGES_OPTIONS,
  positionals: Number.POSITIVE_INFINITY,
  wishOf: async (typed) => {
    const [name = '', ...rest] = typed.positionals;
    const subcommand = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined;
    if (subcommand === undefined)
      return err(name === '' ? 'SUBCOMMAND が必要です。' : `changes ${name} はありません。`);
    const who = whoTyped(typed);
    if (!who.ok) return who;
    const asking = await subcommand(typed.values as ChangesValues, rest);
    return asking.ok ? ok({ asking: asking.value, who: who.value }) : asking;
  },
  run: async ({ asking, who }, world, json) => ask(await world.signIn(who), asking, json, world),
});

async function ask(
  client: StaffClient,
  { method, path, body, textOf }: Asking,
  json: boolean,
  world: StaffWorld,
): Promise<number> {
  const answer = await client.send(method, path, body);
  if (answer.status >= 300) return complain(answer, world);
  const value = jsonOf(answer.body);
  world.write(json ? `${JSON.stringify(value)}\n` : textOf(value));
  return 0;
}

function complain(answer: RawAnswer, world: StaffWorld): number {
  const { code, message } = problemOf(answer);
  const detailed = PlanProblem.safeParse(jsonOf(answer.body));
  world.complain(`✗ ${message}（${code}）\n${detailed.success ? faultsText(detailed.data.faults) : ''}`);
  return 1;
}

async function fileBytes({ file }: ChangesValues): Promise<Result<Buffer, string>> {
  if (typeof file !== 'string') return err('--file が必要です。');
  try {
    return ok(await readFile(file));
  } catch {
    return err(`${file} を読めません。`);
  }
}

/** The file as UTF-8; undefined where none is named and none is needed. */
async function fileText(
  values: ChangesValues,
  isNeeded: boolean,
): Promise<Result<string | undefined, string>> {
  if (values['file'] === undefined && !isNeeded) return ok(undefined);
  const bytes = await fileBytes(values);
  if (!bytes.ok) return bytes;
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes.value));
  } catch {
    return err('--file の文字コードが UTF-8 ではありません。');
  }
}
