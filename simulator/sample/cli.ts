import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inboxKey } from '../../functions/linkage/index.ts';
import { type Command, parseCommand } from './arguments.ts';
import { eudcFont } from './eudc-font.ts';
import { MUNICIPALITIES } from './municipalities.ts';
import { type ListedPerson, listPeople } from './people.ts';
import { TRAITS } from './traits.ts';
import type { WorldParameters } from './types.ts';
import { DEFAULT_PARAMETERS, generateWorld } from './world.ts';
import { readWorldFile } from './world-file.ts';
import { fullFiles } from './world-files.ts';

const HELP_TEXT = `見本の住民（実在しない人々）を作り、調べます。

使い方:
  npm run sample -- world --out フォルダー [--residents 人数] [--seed 種] [--today YYYY-MM-DD]
      3 市の連携ファイルと EUDC.tte を書き出します。同じ指定からは、いつも同じバイト列ができます。
  npm run -s sample -- people [--municipality 市] [--trait 特徴] [--limit 人数] [--json]
      npm start で読み込んだ見本の住民を挙げます。--trait がなければ、証明書を発行できる人だけです。

例:
  npm run sample -- world --residents 3000 --seed kofu --out /tmp/world
  npm run -s sample -- people --municipality 012050 --limit 5 --json
  npm run -s sample -- people --trait protected
  npm run -s sample -- people --residents 600 --seed try --today 2026-10-01 --trait ivs --json

市:   ${MUNICIPALITIES.map(({ code, name }) => `${code} ${name}`).join('、')}
特徴: ${TRAITS.join(' ')}
指定がなければ ${DEFAULT_PARAMETERS.residents} 人、種 ${DEFAULT_PARAMETERS.seed}、${DEFAULT_PARAMETERS.today} の世界です。
`;

/** `npm run sample`: 0 = done, 1 = failed, 2 = wrong usage (one sentence on stderr). */
export async function main(args: string[]): Promise<number> {
  const command = parseCommand(args);
  if (!command.ok) {
    process.stderr.write(`${command.error}\n使い方は npm run sample -- --help で表示します。\n`);
    return 2;
  }
  switch (command.value.kind) {
    case 'help':
      process.stdout.write(HELP_TEXT);
      return 0;
    case 'world':
      return writeWorld(command.value.parameters, command.value.out);
    case 'people':
      return printPeople(command.value);
  }
}

async function writeWorld(parameters: WorldParameters, out: string): Promise<number> {
  const world = generateWorld(parameters);
  const files = [
    ...fullFiles(world).map(({ name, bytes }) => ({ path: inboxKey(name), bytes })),
    ...MUNICIPALITIES.map((city) => ({ path: `gaiji/${city.code}/EUDC.tte`, bytes: eudcFont(city) })),
  ];
  try {
    for (const { path, bytes } of files) {
      await mkdir(dirname(join(out, path)), { recursive: true });
      await writeFile(join(out, path), bytes);
      process.stdout.write(`${join(out, path)}\t${bytes.length} バイト\n`);
    }
  } catch {
    process.stderr.write(`${out} に書き込めません。--out に別の場所を指定してください。\n`);
    return 1;
  }
  return 0;
}

async function printPeople(command: Extract<Command, { kind: 'people' }>): Promise<number> {
  const recorded = await readWorldFile(command.worldFile);
  const said = Object.keys(command.parameters).length > 0;
  if (recorded === undefined && !said) {
    process.stderr.write(
      `見本の住民がまだ読み込まれていません（${command.worldFile} がありません）。先に npm start を実行してください。\n`,
    );
    return 1;
  }
  const world = generateWorld({ ...DEFAULT_PARAMETERS, ...recorded, ...command.parameters });
  const people = listPeople(world, command.query);
  process.stdout.write(command.json ? `${JSON.stringify(people, undefined, 2)}\n` : tableOf(people));
  return 0;
}

function tableOf(people: readonly ListedPerson[]): string {
  const lines = people.map((person) =>
    [
      person.municipality,
      person.personId,
      person.serial ?? '（シリアル番号なし）',
      person.fullName,
      person.dateOfBirth,
      person.traits.join(' '),
    ].join('\t'),
  );
  const heading = ['市', '宛名番号', 'シリアル番号', '氏名', '生年月日', '特徴'].join('\t');
  return `${[heading, ...lines].join('\n')}\n${people.length} 人\n`;
}
