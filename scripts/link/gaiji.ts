import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  baseOf,
  checkFont,
  confirmKeys,
  importFont,
  isOwnCode,
  MAXIMUM_FONT_BYTES,
  openVersion,
  stepFrom,
  takeBack,
  versionsAt,
} from '../../functions/gaiji/index.ts';
import { parseFileName } from '../../functions/linkage/index.ts';
import { compareFonts } from '../../functions/pdf/pack/index.ts';
import type { MunicipalityCode } from '../../functions/shared/ids.ts';
import { unwrap } from '../../functions/shared/result.ts';
import { instantOf, jstTimestamp } from '../../functions/shared/time.ts';
import { MUNICIPALITIES } from '../../lib/config/municipalities.ts';
import { readStackFile } from '../deploy/stack-file.ts';
import { HOME_PLACE } from '../local/places.ts';
import { bytesOf, Failure, save } from '../pdf/failure.ts';
import type { LinkCommand, LinkWorld } from './command.ts';
import { GAIJI_HELP, type GaijiCommand, parseGaijiCommand } from './gaiji-arguments.ts';
import { writeCoverage } from './gaiji-coverage.ts';
import {
  cityStatus,
  confirmFaultLine,
  faultLine,
  type Outcome,
  stepData,
  stepLines,
} from './gaiji-report.ts';
import { gaijiSheets, type SheetCell } from './gaiji-sheet.ts';
import { type GaijiSystem, gaijiSystem, setsWith } from './gaiji-system.ts';

/**
 * `npm run -s link -- gaiji diff|import|confirm|revert|status|coverage …`
 * @returns the exit code: 0 done, 1 there is something to be looked at or it cannot be done, 2 wrong usage or input
 */
export const gaiji: LinkCommand = (args, world) =>
  runGaiji(args, world, async () => gaijiSystem(await readStackFile(HOME_PLACE.stackFile)));

/** The same for another system than the one that runs. */
export async function runGaiji(
  args: readonly string[],
  world: LinkWorld,
  openSystem: () => Promise<GaijiSystem>,
): Promise<number> {
  const command = parseGaijiCommand(args, instantOf(Date.now()));
  if (!command.ok) {
    world.complain(`${command.error}\n使い方: npm run -s link -- gaiji --help\n`);
    return 2;
  }
  if (command.value.kind === 'help') {
    world.write(GAIJI_HELP);
    return 0;
  }
  try {
    const system = await openSystem();
    if (command.value.kind === 'coverage') return (await writeCoverage(system, command.value, world)) ? 1 : 0;
    const { text, data, findings } = await perform(command.value, system, world);
    world.write(`${command.value.json ? JSON.stringify(data) : text}\n`);
    return findings ? 1 : 0;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    world.complain(`${error.message}\n`);
    return error.exitCode;
  }
}

type Wish<K extends GaijiCommand['kind']> = Extract<GaijiCommand, { kind: K }>;

function perform(
  command: Exclude<GaijiCommand, { kind: 'help' | 'coverage' }>,
  system: GaijiSystem,
  world: LinkWorld,
): Promise<Outcome> {
  switch (command.kind) {
    case 'diff':
      return diff(command, system, world);
    case 'import':
      return importFile(command, system);
    case 'confirm':
      return confirm(command, system);
    case 'revert':
      return revert(command, system);
    case 'status':
      return status(command, system);
  }
}

/** The file, sound; a name that says another city is refused before anything else is done. */
async function soundFont(file: string, municipality: MunicipalityCode) {
  const named = parseFileName(basename(file));
  if (named !== undefined && named.municipality !== municipality)
    throw new Failure(`${file} は ${named.municipality} のファイルです。${municipality} には使えません。`, 2);
  const bytes = await bytesOf(file, MAXIMUM_FONT_BYTES);
  const sound = checkFont(bytes);
  if (!sound.ok) throw new Failure(`${file}: ${faultLine(sound.error)}`, 2);
  return sound.value;
}

async function diff(
  { file, municipality, out }: Wish<'diff'>,
  { deps }: GaijiSystem,
  { complain }: LinkWorld,
): Promise<Outcome> {
  const sound = await soundFont(file, municipality);
  const now = deps.clock();
  const state = await deps.store.read(municipality);
  const { active } = versionsAt(state.rows, now);
  const before = active === undefined ? undefined : await openVersion(deps, municipality, active);
  const base = active === undefined ? undefined : baseOf(active, state, now);
  const fonts = unwrap(compareFonts(before, sound.font, isOwnCode));
  const step = stepFrom(base, fonts);
  const isDrawnBefore = new Set([...fonts.changed, ...fonts.removed]);
  const cells: SheetCell[] = [
    ...step.changed.map((key) => ({ key, what: '変更', old: isDrawnBefore.has(key), fresh: true }) as const),
    ...step.removed.map((key) => ({ key, what: '削除', old: true, fresh: false }) as const),
    ...step.added.map((key) => ({ key, what: '追加', old: false, fresh: true }) as const),
  ];
  const pictures: string[] = [];
  if (out !== undefined && cells.length > 0) {
    const oldPack =
      active === undefined ? undefined : await deps.fonts.read(municipality, 'pack', active.value.packDigest);
    const [old, fresh] = await setsWith([oldPack, sound.pack], (message) => complain(`  ${message}\n`));
    if (old === undefined || fresh === undefined) throw new Error('no set of fonts');
    const heading = `${municipality}  旧 ${before?.id.slice(0, 16) ?? 'なし'}  新 ${sound.font.id.slice(0, 16)}`;
    await mkdir(out, { recursive: true });
    for (const [index, png] of gaijiSheets(cells, { old, fresh }, heading).entries()) {
      const path = join(out, `gaiji-${municipality}-${String(index + 1).padStart(3, '0')}.png`);
      await save(path, png);
      pictures.push(path);
    }
  }
  return {
    text: [...stepLines(step), ...pictures.map((path) => `${path} を書きました。`)].join('\n'),
    data: { municipality, fontSha256: sound.font.id, ...stepData(step), pictures },
    findings: step.changed.length > 0,
  };
}

const ENDS = {
  activated: '使い始めました',
  planned: '予定しました',
  unchanged: '使用中の版と同じです。何も変えていません',
  superseded: '新しい版が先に取り込まれています',
} as const;

async function importFile(
  { file, municipality, at, actor }: Wish<'import'>,
  { deps }: GaijiSystem,
): Promise<Outcome> {
  const { bytes } = await soundFont(file, municipality);
  const imported = await importFont(deps, { municipality, bytes, at, by: actor ?? 'npm run link' });
  if (!imported.ok) throw new Failure(`${file}: ${faultLine(imported.error)}`, 2);
  const { end, fontDigest, validFrom, step } = imported.value;
  const changed = step?.changed ?? [];
  return {
    text: [
      `${ENDS[end]}${validFrom === undefined ? '' : `（${jstTimestamp(validFrom)} から）`}。`,
      ...(step === undefined ? [] : stepLines(step)),
      ...(changed.length === 0 ? [] : ['変わった字を使う証明書は、gaiji confirm で確認するまで断られます。']),
    ].join('\n'),
    data: {
      municipality,
      end,
      fontSha256: fontDigest,
      validFrom: validFrom === undefined ? null : jstTimestamp(validFrom),
      ...(step === undefined ? {} : stepData(step)),
    },
    findings: changed.length > 0,
  };
}

async function confirm(
  { municipality, keys, actor, inPlanned }: Wish<'confirm'>,
  { deps }: GaijiSystem,
): Promise<Outcome> {
  const done = await confirmKeys(deps, { municipality, keys, actor, inPlanned });
  if (!done.ok) throw new Failure(confirmFaultLine(done.error), 1);
  const { confirmed, left } = done.value;
  return {
    text: `${confirmed.length} 文字の確認を記録しました（${actor}）。確認待ちは残り ${left.length} 文字です。`,
    data: { municipality, actor, confirmed: confirmed.length, left: left.length },
    findings: left.length > 0,
  };
}

async function revert({ municipality, actor }: Wish<'revert'>, { deps }: GaijiSystem): Promise<Outcome> {
  const back = await takeBack(deps, { municipality, by: actor ?? 'npm run link' });
  if (!back.ok) throw new Failure('戻る先の版がありません。', 1);
  const { from, to } = back.value;
  const isPlan = from.validFrom > deps.clock();
  const [gone, again] = [from, to].map(({ value }) => value.fontDigest.slice(0, 16));
  return {
    text: isPlan
      ? `予定の版 ${gone} を取りやめました。使用中の版は ${again} のままです。`
      : `${gone} をやめ、前の版 ${again} に戻しました。`,
    data: { municipality, from: from.value.fontDigest, to: to.value.fontDigest, plan: isPlan },
    findings: false,
  };
}

async function status({ municipality }: Wish<'status'>, { deps }: GaijiSystem): Promise<Outcome> {
  const codes = municipality === undefined ? MUNICIPALITIES.map(({ code }) => code) : [municipality];
  const cities = await Promise.all(codes.map((code) => cityStatus(deps, code as MunicipalityCode)));
  return {
    text: cities.map(({ text }) => text).join('\n'),
    data: { cities: cities.map(({ data }) => data) },
    findings: cities.some(({ findings }) => findings),
  };
}
