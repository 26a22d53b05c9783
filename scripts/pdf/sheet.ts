import { describeKey, drawPdf } from '../../functions/pdf/index.ts';
import { sha256Hex } from '../../functions/shared/canonical.ts';
import { err, ok, type Result, unwrap } from '../../functions/shared/result.ts';
import type { SheetCommand } from './arguments.ts';
import { type CityFonts, cityName, openCityFonts } from './city-fonts.ts';
import { Failure, save, textOf } from './failure.ts';
import { glyphSheet, MAX_SHEET_KEYS, type SortedKeys, sortKeys } from './glyph-sheet.ts';
import { parseKeys } from './keys-file.ts';
import { type Outcome, packsOf } from './report.ts';

const MAX_KEYS_BYTES = 4 * 1024 * 1024;
const SHOWN_FAULTS = 20;

async function openKeys(file: string) {
  const keys = parseKeys(await textOf(file, MAX_KEYS_BYTES));
  if (!keys.ok) {
    const lines = keys.error.slice(0, SHOWN_FAULTS).map(({ line, reason }) => `  ${line} 行目: ${reason}`);
    const more = keys.error.length - lines.length;
    const rest = more > 0 ? [`  ほか ${more} 行`] : [];
    throw new Failure([`${file} に読めない行があります。`, ...lines, ...rest].join('\n'), 2);
  }
  if (keys.value.length === 0) throw new Failure(`${file} に文字がありません。`, 2);
  if (keys.value.length > MAX_SHEET_KEYS)
    throw new Failure(
      `${file} の文字が多すぎます（${MAX_SHEET_KEYS} 文字まで）。ファイルを分けてください。`,
      2,
    );
  return keys.value;
}

/** `sheet`. The error is a sheet, too: written, but with characters that no font draws. */
export async function sheet(
  command: SheetCommand,
  say: (message: string) => void,
): Promise<Result<Outcome, Outcome>> {
  const keys = await openKeys(command.keys);
  const fonts = await openCityFonts(command, say);
  const sorted = sortKeys(keys, fonts);
  const list = glyphSheet(sorted, fonts, cityName(command.municipality));
  const bytes = unwrap(drawPdf(list, fonts.set));
  await save(command.out, bytes);
  const outcome = outcomeOf(command, sorted, fonts, { bytes, pages: list.pages.length });
  return sorted.missing.length === 0 ? ok(outcome) : err(outcome);
}

function outcomeOf(
  { municipality, out }: SheetCommand,
  { drawn, missing }: SortedKeys,
  fonts: CityFonts,
  { bytes, pages }: { readonly bytes: Uint8Array; readonly pages: number },
): Outcome {
  const packs = packsOf(fonts).map((pack) => ({
    ...pack,
    keys: drawn.filter(({ font }) => font.id === pack.id).map(({ key }) => describeKey(key)),
  }));
  const lacking = missing.map(describeKey);
  return {
    text: [
      `${out} を書きました（${drawn.length} 文字、${pages} ページ）。`,
      ...packs.map(({ font, version, keys }) => `  ${font} Ver.${version}: ${keys.length} 文字`),
      ...(lacking.length === 0 ? [] : [`字形のない文字 ${lacking.length} 文字:`]),
      ...lacking.map((key) => `  ${key}`),
    ].join('\n'),
    data: {
      outcome: lacking.length === 0 ? 'drawn' : 'incomplete',
      municipality,
      file: out,
      pages,
      bytes: bytes.length,
      sha256: sha256Hex(bytes),
      packs,
      missing: lacking,
    },
  };
}
