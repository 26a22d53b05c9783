import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DisplayList,
  type DrawOptions,
  drawPdf,
  type FontSet,
  sourceFromDescriptor,
} from '../../functions/pdf/index.ts';
import { buildPack } from '../../functions/pdf/pack/build-pack.ts';
import { FONT_FOLDER, fontManifest } from '../../scripts/local/fonts.ts';
import { ensurePacks, packPath } from '../../scripts/local/packs.ts';
import { eudcFont } from '../../simulator/sample/eudc-font.ts';
import { MUNICIPALITIES } from '../../simulator/sample/municipalities.ts';
import { type Random, randomFor } from '../../simulator/sample/random.ts';
import { openFonts } from '../support/pdf/fonts.ts';
import { openTextReaders, type TextReader, textFaults, textsOf } from '../support/pdf/text-readers.ts';
import { readOf, readOfFile, readSfnt } from '../unit/pdf/sfnt.ts';
import { type CheckedSheet, checkSheet, type Source, sourceOf } from './font/check-sheet.ts';
import { type FontKey, type FreeType, openFreeType } from './font/freetype.ts';
import { formSheet, keyName, plainSheet, type Sheet } from './font/sheet.ts';
import { type Proof, type ProofOptions, type ProofReport, tally } from './proof.ts';

/**
 * As small as a file can be, sparse, just beyond the short `loca`, dense; then so many keys that the font's tables without
 * its outlines pass 65,535 bytes.
 */
const FIRST_SHEETS = [1, 40, 450, 700] as const;
const FULL_SHEET = 12_000;
/** So many keys are enough for a file of every shape. */
const EVERY_SHAPE = 9_800;
/** The ways in which a glyph gets into a file. */
const WAYS: readonly {
  readonly way: string;
  readonly sheetOf: (keys: readonly FontKey[]) => Sheet;
  readonly options: DrawOptions;
}[] = [
  { way: 'fast', sheetOf: plainSheet, options: { size: 'fast' } },
  { way: 'compact', sheetOf: plainSheet, options: { size: 'compact' } },
  { way: 'on a form', sheetOf: formSheet, options: { size: 'fast' } },
];
const KIB = 1024;
const ABSENT_SEQUENCES = 2_000;
/** After so many faults the rest of the font would say the same. */
const ENOUGH_FAULTS = 60;

/** Every key is drawn by the font's own glyph, and can be read again. */
export const wholeFont: Proof = {
  name: 'whole-font',
  summary: 'Draws every key of the fonts and compares outline, raster, advance and text with the font’s own',
  needsSystem: false,
  count: 66_047,
  slice: EVERY_SHAPE,
  run: proveWholeFont,
};

type Bench = ProofOptions & {
  readonly freeType: FreeType;
  readonly textReaders: readonly TextReader[];
  readonly folder: string;
  readonly tally: ReturnType<typeof tally>;
};

async function proveWholeFont(options: ProofOptions): Promise<ProofReport> {
  await ensurePacks(options.say);
  const freeType = await openFreeType(options.say);
  const folder = await mkdtemp(join(tmpdir(), 'kofu-font-'));
  const textReaders = await openTextReaders();
  const bench: Bench = { ...options, freeType, textReaders, folder, tally: tally() };
  try {
    await proveBase(bench);
    for (const city of MUNICIPALITIES) await proveGaiji(bench, city.name, eudcFont(city));
    return bench.tally.report();
  } finally {
    await freeType.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const isPrivateUse = ({ codePoint }: FontKey): boolean =>
  (codePoint >= 0xe000 && codePoint <= 0xf8ff) || codePoint >= 0xf0000;

async function proveBase(bench: Bench): Promise<void> {
  const { freeType, seed, count, say } = bench;
  const [font] = await fontManifest();
  if (font === undefined) throw new Error('the manifest names no font');
  const path = join(FONT_FOLDER, font.file);
  const { keys, unitsPerEm, freetype } = await freeType.keysOf(path);
  const sequences = keys.filter(({ selector }) => selector !== 0).length;
  say(
    `${font.name} ${font.version}: FreeType ${freetype} finds ${keys.length - sequences} code points, ${sequences} sequences`,
  );
  const random = randomFor(`${seed}/whole-font`);
  const refused = keys.filter(isPrivateUse);
  const fonts = openFonts();
  proveRefusals(bench, fonts, 'private-use code points that the base font has', refused);
  proveRefusals(bench, fonts, 'sequences that the font does not list', absentSequences(keys, random));

  const chosen = random.shuffle(keys.filter((key) => !isPrivateUse(key))).slice(0, count);
  const descriptor = openSync(path, 'r');
  try {
    const source = sourceOf(readSfnt(readOfFile(descriptor)), unitsPerEm);
    await proveSheets(bench, { title: font.name, path, source, fonts }, chosen, FIRST_SHEETS);
    if (count < keys.length - refused.length) return;
    say(`${font.name}: its glyph pack once more`);
    const again = buildPack(sourceFromDescriptor(descriptor), { sha256: font.sha256 });
    const isSame = again.ok && Buffer.compare(again.value, await readFile(packPath(font.id))) === 0;
    bench.tally.check(isSame, `${font.name}: a second glyph pack has other bytes`);
  } finally {
    closeSync(descriptor);
  }
}

async function proveGaiji(bench: Bench, city: string, bytes: Uint8Array): Promise<void> {
  const path = join(bench.folder, 'gaiji.ttf');
  await writeFile(path, bytes);
  const { keys, unitsPerEm } = await bench.freeType.keysOf(path);
  const source = sourceOf(readSfnt(readOf(bytes)), unitsPerEm);
  const drawn = keys.filter(isPrivateUse);
  await proveSheets(bench, { title: `外字 ${city}`, path, source, fonts: openFonts(bytes) }, drawn, []);
}

type Subject = {
  readonly title: string;
  readonly path: string;
  readonly source: Source;
  readonly fonts: FontSet;
};

async function proveSheets(
  bench: Bench,
  subject: Subject,
  keys: readonly FontKey[],
  first: readonly number[],
): Promise<void> {
  const { check, note } = bench.tally;
  const shapes: CheckedSheet['shape'][] = [];
  const sizes: number[] = [...first];
  for (let at = 0; at < keys.length; ) {
    const sheet = keys.slice(at, at + (sizes.shift() ?? FULL_SHEET));
    at += sheet.length;
    shapes.push(...(await proveSheet(bench, subject, sheet)));
    if (bench.tally.report().failed >= ENOUGH_FAULTS) {
      note(`stopped after ${at} of ${keys.length} keys of ${subject.title}`);
      return;
    }
  }
  note(`${subject.title}: ${keys.length} keys, each ${WAYS.map(({ way }) => way).join(', ')}`);
  if (keys.length < EVERY_SHAPE) return;
  const some = (test: (shape: CheckedSheet['shape']) => boolean): boolean => shapes.some(test);
  check(
    some(({ longLoca }) => !longLoca),
    'no sheet had the short loca',
  );
  check(
    some(({ longLoca, glyfBytes }) => longLoca && glyfBytes > 128 * KIB && glyfBytes < 256 * KIB),
    'no sheet had little more than 128 KiB of outlines',
  );
  check(
    some(({ headerBytes }) => headerBytes > 65_535),
    'no font had tables beyond 65,535 bytes',
  );
  check(
    some(({ toUnicodeSections }) => toUnicodeSections > 1),
    'no ToUnicode had a second section',
  );
}

/** Draws one sheet in each way and looks at every key of it. */
async function proveSheet(
  bench: Bench,
  subject: Subject,
  keys: readonly FontKey[],
): Promise<CheckedSheet['shape'][]> {
  const { freeType, folder, say } = bench;
  const { pass, fail } = bench.tally;
  const { title, path, source, fonts } = subject;
  const began = performance.now();
  const sheets: CheckedSheet[] = [];
  const programs: string[] = [];
  for (const [index, { way, sheetOf, options }] of WAYS.entries()) {
    const { list, placed } = sheetOf(keys);
    const drawn = drawPdf(list, fonts, options);
    if (!drawn.ok) {
      const refused = drawn.error.kind === 'missing-glyph' ? drawn.error.missing.map(({ key }) => key) : [];
      for (const key of refused) fail(`${title}, ${way}: ${key} is refused`);
      const rest = keys.filter((key) => !refused.includes(keyName(key)));
      if (refused.length > 0 && rest.length < keys.length) return proveSheet(bench, subject, rest);
      throw new Error(`${title}, ${way}: ${JSON.stringify(drawn.error)}`);
    }
    const sheet = checkSheet(drawn.value, placed, source);
    for (const fault of sheet.faults.slice(0, ENOUGH_FAULTS)) fail(`${title}, ${way}: ${fault}`);
    for (let clean = keys.length - sheet.faults.length; clean > 0; clean -= 1) pass();
    await proveTexts(bench, `${title}, ${way}`, list, drawn.value);
    sheets.push(sheet);
    programs.push(join(folder, `${index}.ttf`));
    await writeFile(join(folder, `${index}.ttf`), sheet.program.bytes);
  }
  const glyphOf = sheets.map(({ glyphs }) => new Map(glyphs.map(({ key, gid }) => [key, gid])));
  const compared = await freeType.compare(
    path,
    programs,
    keys.map((key) => ({ ...key, glyphs: glyphOf.map((gids) => gids.get(key) ?? 0) })),
  );
  for (const { key, program, what } of compared.differences) {
    const name = keys.slice(key, key + 1).map(keyName);
    fail(`${title}, ${WAYS[program]?.way}: ${name}: another ${what} by FreeType`);
  }
  for (let equal = compared.compared - compared.differences.length; equal > 0; equal -= 1) pass();
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  say(`${title}: ${keys.length} keys (${compared.blank} of them blank), ${seconds} s`);
  return sheets.map(({ shape }) => shape);
}

/** Every reader gives back the keys of the sheet. */
async function proveTexts(
  { textReaders, tally: { pass, fail } }: Bench,
  title: string,
  list: DisplayList,
  pdf: Uint8Array,
): Promise<void> {
  for (const reader of textReaders) {
    const faults = textFaults(reader, textsOf(list), await reader.read(pdf));
    for (const fault of faults) fail(`${title}: ${reader.name} reads ${fault}`);
    if (faults.length === 0) pass();
  }
}

/** Each of the keys is refused by name, and no other. */
function proveRefusals(
  { tally: { check } }: Bench,
  fonts: FontSet,
  what: string,
  keys: readonly FontKey[],
): void {
  const drawn = drawPdf(plainSheet(keys).list, fonts);
  const missing = !drawn.ok && drawn.error.kind === 'missing-glyph' ? drawn.error.missing : [];
  const named = new Set(missing.map(({ key }) => key));
  for (const key of keys) check(named.has(keyName(key)), `${keyName(key)} is not refused (${what})`);
  check(named.size === keys.length, `${named.size} keys are refused for ${keys.length} (${what})`);
}

/** Characters of the font with selectors that it lists for others, but not for them. */
function absentSequences(keys: readonly FontKey[], random: Random): readonly FontKey[] {
  const listed = new Set(keys.map(keyName));
  const selectors = [...new Set(keys.flatMap(({ selector }) => (selector === 0 ? [] : [selector])))];
  const bare = random.shuffle(keys.filter((key) => key.selector === 0 && !isPrivateUse(key)));
  return bare
    .map((key) => ({ ...key, selector: random.pick(selectors) }))
    .filter((key) => !listed.has(keyName(key)))
    .slice(0, ABSENT_SEQUENCES);
}
