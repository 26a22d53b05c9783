import type {
  CalendarAnswer,
  InForce,
  PlanFault,
  PlanList,
  PlanPreview,
  PlanView,
} from '../../functions/planning/contract.ts';

const STATES: Readonly<Record<PlanView['state'], string>> = {
  planned: '予約中',
  'in-force': '有効',
  past: '済み',
  cancelled: '取消済み',
};

/** To the minute, seconds only where there are any. */
const timeText = (text: string): string => text.slice(0, 19).replace('T', ' ').replace(/:00$/, '');
const valueText = (value: unknown): string => (value === null ? '（既定）' : JSON.stringify(value));

export function planText({
  planId,
  state,
  validFrom,
  until,
  by,
  note,
  cancelledBy,
  changes,
}: PlanView): string {
  const end = until === null ? '' : ` から ${timeText(until)} まで`;
  const head = `${STATES[state]} ${timeText(validFrom)}${end}  ${planId}  ${by}${cancelledBy === null ? '' : `（取消 ${cancelledBy}）`}`;
  const lines = changes.map(({ kind, scope, value }) => `  ${kind} ${scope}: ${valueText(value)}`);
  return [head, ...(note === null ? [] : [`  ${note}`]), ...lines, ''].join('\n');
}

export const listText = ({ plans, earliest }: PlanList): string =>
  `${plans.map(planText).join('')}${plans.length} 件。今から予約すると早くて ${timeText(earliest)} から。\n`;

export const inForceText = ({ at, settings }: InForce): string =>
  [
    `${timeText(at)} に有効な設定`,
    ...settings.map(
      ({ kind, scope, since, value }) => `  ${kind} ${scope}: ${valueText(value)}（${timeText(since)} から）`,
    ),
    '',
  ].join('\n');

export const previewText = ({ validFrom, until, differences, faults }: PlanPreview): string =>
  [
    `${timeText(validFrom)} から${until === null ? '' : ` ${timeText(until)} まで`}`,
    ...differences.flatMap(({ kind, scope, before, after, back }) => [
      `  ${kind} ${scope}`,
      `    前: ${valueText(before)}`,
      `    後: ${valueText(after)}`,
      ...(back === undefined ? [] : [`    終わった後: ${valueText(back)}`]),
    ]),
    faults.length === 0 ? '予約できます。\n' : `予約できません。\n${faultsText(faults)}`,
  ].join('\n');

export const faultsText = (faults: readonly PlanFault[]): string =>
  faults.map(({ field, rule, message }) => `  ${field}: ${message} [${rule}]\n`).join('');

export const calendarText = ({ year, days, parts, added, removed, plan }: CalendarAnswer): string =>
  [
    `${year}: 終日 ${days} 件、時間帯または証明書種別を限るもの ${parts} 件`,
    ...added.map((line) => `  ＋ ${line}`),
    ...removed.map((line) => `  － ${line}`),
    plan === undefined
      ? '予約していません（調べただけ）。\n'
      : `予約しました: ${timeText(plan.validFrom)} から  ${plan.planId}\n`,
  ].join('\n');
