import { settingsAt, unconfirmedKeys } from '../../functions/changes/index.ts';
import {
  type ConfirmFault,
  countsOf,
  type GaijiDeps,
  type GaijiFault,
  type GaijiState,
  type VersionFrom,
  versionsAt,
} from '../../functions/gaiji/index.ts';
import { describeKey, type GlyphKey, writeKeys } from '../../functions/pdf/index.ts';
import type { MunicipalityCode } from '../../functions/shared/ids.ts';
import { jstTimestamp } from '../../functions/shared/time.ts';

/** What a command brought: for people, and the same as data; `findings` = there is something to be looked at. */
export type Outcome = { readonly text: string; readonly data: object; readonly findings: boolean };

type Keys = Iterable<GlyphKey>;
type Parts = Parameters<typeof countsOf>[0];

const listed = (name: string, keys: Keys): string[] => {
  const texts = writeKeys(keys);
  return texts.length === 0 ? [] : [`  ${name}: ${texts.join(' ')}`];
};

/** Counts of a comparison, and the keys of all but what is the same. */
export function stepLines(step: Parts): string[] {
  const { added, changed, removed, same } = countsOf(step);
  return [
    `追加 ${added} 文字、変更 ${changed} 文字、削除 ${removed} 文字、同じ ${same} 文字`,
    ...listed('追加', step.added),
    ...listed('変更', step.changed),
    ...listed('削除', step.removed),
  ];
}

export const stepData = ({ added, changed, removed, same }: Parts) => ({
  added: added.map(describeKey),
  changed: changed.map(describeKey),
  removed: removed.map(describeKey),
  same: same.length,
});

const RULES: Readonly<Record<GaijiFault['rule'], string>> = {
  lane: '置き場所が正しくありません',
  'too-large': '10 MB を超えています',
  font: 'フォントとして読めません',
  'too-many-changes': '変わった字形が多すぎます。別の市の外字フォントではないか確かめてください',
  'name-reused': '取り込み済みのファイルと同じ名前で、内容が異なります',
};

/** Why a font is not taken: the rule, and the table and the fault as the font engine names them. */
export const faultLine = ({ rule, table, fault, detail }: GaijiFault): string =>
  `${RULES[rule]}（表 ${table}${fault === undefined ? '' : `、${fault}`}: ${detail}）。`;

export function confirmFaultLine(fault: ConfirmFault): string {
  switch (fault.kind) {
    case 'no-version':
      return '確認する版がありません。';
    case 'nothing-open':
      return '確認待ちの符号はありません。';
    case 'not-open':
      return `確認待ちでない符号があります。何も確認していません: ${writeKeys(fault.strangers).join(' ')}`;
  }
}

function versionData({ value, validFrom }: VersionFrom, state: GaijiState, now: number) {
  const open = unconfirmedKeys(value, settingsAt(state.rows, now as VersionFrom['validFrom']));
  return {
    fontSha256: value.fontDigest,
    packSha256: value.packDigest,
    validFrom: jstTimestamp(validFrom),
    by: value.by ?? null,
    unconfirmed: writeKeys(open),
  };
}

/** How many of a city's files are shown. */
const SHOWN_FILES = 10;

/** What is in force in a city, what is planned, what waits for confirmation, and the files that came last. */
export async function cityStatus(
  { store, clock }: Pick<GaijiDeps, 'store' | 'clock'>,
  municipality: MunicipalityCode,
): Promise<Outcome> {
  const now = clock();
  const state = await store.read(municipality);
  const { active, planned, earlier } = versionsAt(state.rows, now);
  const files = await store.listFiles(municipality, SHOWN_FILES);
  const data = {
    municipality,
    active: active === undefined ? null : versionData(active, state, now),
    planned: planned === undefined ? null : versionData(planned, state, now),
    earlier: earlier.map((version) => version.value.fontDigest),
    files: files.map(({ epoch, fileNumber, file }) => ({
      epoch,
      fileNumber,
      ...file,
      at: jstTimestamp(file.at),
    })),
  };
  const open = [data.active, data.planned].some((version) => (version?.unconfirmed.length ?? 0) > 0);
  const isLatestRefused = files[0]?.file.state === 'refused';
  return { data, text: statusText(data, files), findings: open || isLatestRefused };
}

type Data = ReturnType<typeof versionData> | null;

function versionLines(name: string, version: Data): string[] {
  if (version === null) return [`  ${name}: なし`];
  const by = version.by === null ? '' : `、${version.by}`;
  return [
    `  ${name}: ${version.fontSha256.slice(0, 16)}（${version.validFrom} から${by}）`,
    ...(version.unconfirmed.length === 0 ? [] : [`    確認待ち: ${version.unconfirmed.join(' ')}`]),
  ];
}

const ENDS = {
  activated: '使用開始',
  planned: '予定',
  unchanged: '変更なし',
  superseded: '新しい版が先に届いていた',
};

function statusText(
  data: {
    readonly municipality: string;
    readonly active: Data;
    readonly planned: Data;
    readonly earlier: object;
  },
  files: Awaited<ReturnType<GaijiDeps['store']['listFiles']>>,
): string {
  const lines = files.flatMap(({ epoch, fileNumber, file }) => {
    const head = `    ${epoch}-${String(fileNumber).padStart(6, '0')} ${jstTimestamp(file.at)} `;
    if (file.state === 'refused') return [`${head}取り込めない: ${faultLine(file.fault)}`];
    return [
      `${head}${ENDS[file.end]}（${file.fontDigest.slice(0, 16)}）`,
      ...(file.laterFault === undefined ? [] : [`      後から: ${faultLine(file.laterFault)}`]),
    ];
  });
  return [
    data.municipality,
    ...versionLines('使用中の版', data.active),
    ...versionLines('予定の版', data.planned),
    ...(lines.length === 0 ? [] : ['  届いたファイル:', ...lines]),
  ].join('\n');
}
