import { type EmbeddedProgram, readWithMupdf, type ShownGlyph } from '../../support/pdf/mupdf-file.ts';
import { readToUnicodeMap, sectionsOf } from '../../support/pdf/to-unicode-map.ts';
import { outlinePoints, readOf, readSfnt, type Sfnt } from '../../unit/pdf/sfnt.ts';
import type { FontKey } from './freetype.ts';
import { type Cell, keyName, keyText, type PlacedKey } from './sheet.ts';

/** One key's glyph in the embedded program, 0 where none was found. */
export type Embedded = { readonly key: FontKey; readonly gid: number };

/** What a finished sheet holds. `faults` has a line for each key that is not what the source font says. */
export type CheckedSheet = {
  readonly program: EmbeddedProgram;
  readonly glyphs: readonly Embedded[];
  readonly faults: readonly string[];
  readonly shape: {
    readonly longLoca: boolean;
    readonly glyfBytes: number;
    /** The program without its outlines. */
    readonly headerBytes: number;
    readonly toUnicodeSections: number;
  };
};

/** The sum of a sound TrueType file (OpenType, `head`: checkSumAdjustment). */
const SOUND_SUM = 0xb1b0afba;

/** Checks everything of a sheet but its rasters: place, text, outline, metrics and width of each key. */
export function checkSheet(pdf: Uint8Array, keys: readonly PlacedKey[], source: Source): CheckedSheet {
  const { pages, programs } = readWithMupdf(pdf);
  const [program, ...others] = programs.values();
  if (program === undefined || others.length > 0) throw new Error(`${programs.size} fonts for one sheet`);
  const sfnt = readSfnt(readOf(program.bytes));
  const faults: string[] = [];
  if (sumOf(program.bytes) !== SOUND_SUM) faults.push('the embedded program has another sum');
  const texts = readToUnicodeMap(program.toUnicode);
  if (texts.size !== keys.length) faults.push(`${texts.size} codes for ${keys.length} keys`);
  const shown = pages.flat();
  if (shown.length !== keys.length) faults.push(`${shown.length} glyphs drawn for ${keys.length} keys`);
  const pageOf = pages.flatMap((page, index) => page.map(() => index));

  const taken = new Set<number>();
  const glyphs = keys.map(({ key, cell }, index): Embedded => {
    const glyph = shown[index];
    if (glyph === undefined) return { key, gid: 0 };
    const wrong = [
      ...placeFaults(glyph, pageOf[index], cell),
      ...(glyph.text === keyText(key) ? [] : ['drawn as another text']),
      ...(texts.get(glyph.gid) === keyText(key) ? [] : ['mapped to another text']),
      ...(taken.has(glyph.gid) ? ['sharing a code with another key'] : []),
      ...outlineFaults(sfnt, glyph.gid, source, key),
      ...metricFaults(sfnt, glyph.gid, program, source, key),
    ];
    taken.add(glyph.gid);
    if (wrong.length > 0) faults.push(`${keyName(key)}: ${wrong.join(', ')}`);
    return { key, gid: glyph.gid };
  });
  faults.push(...profileFaults(sfnt, glyphs));
  return { program, glyphs, faults, shape: shapeOf(program, sfnt) };
}

/** `maxp` promises readers no less than the glyphs have: they make room for so many points. */
function profileFaults(sfnt: Sfnt, glyphs: readonly Embedded[]): string[] {
  const maxp = sfnt.tables.get('maxp')?.bytes;
  const outlines = glyphs.map(({ gid }) => outlinePoints(sfnt, gid));
  const points = Math.max(...outlines.map((contours) => contours.flat().length));
  const contours = Math.max(...outlines.map(({ length }) => length));
  return [
    ...((maxp?.readUInt16BE(6) ?? 0) >= points ? [] : [`maxp promises fewer points than ${points}`]),
    ...((maxp?.readUInt16BE(8) ?? 0) >= contours ? [] : [`maxp promises fewer contours than ${contours}`]),
  ];
}

/** The font that the keys come from; its outlines are read once for all sheets. */
export type Source = {
  readonly sfnt: Sfnt;
  readonly unitsPerEm: number;
  readonly outlineOf: (gid: number) => string;
};

export function sourceOf(sfnt: Sfnt, unitsPerEm: number): Source {
  const outlines = new Map<number, string>();
  return {
    sfnt,
    unitsPerEm,
    outlineOf(gid) {
      const known = outlines.get(gid);
      if (known !== undefined) return known;
      const outline = pointsOf(sfnt, gid);
      outlines.set(gid, outline);
      return outline;
    },
  };
}

/** All points with their flags, contour by contour. */
const pointsOf = (sfnt: Sfnt, gid: number): string =>
  outlinePoints(sfnt, gid)
    .map((contour) => contour.join(' '))
    .join(' | ');

function placeFaults({ x, y, across, up }: ShownGlyph, page: number | undefined, cell: Cell): string[] {
  const near = (is: number, wanted: number): boolean => Math.abs(is - wanted) < 0.005;
  const isThere = page === cell.page && near(x, cell.x) && near(y, cell.y);
  return [
    ...(isThere ? [] : ['in another place']),
    ...(near(across, cell.size) && near(up, cell.size) ? [] : ['of another size']),
  ];
}

function outlineFaults(embedded: Sfnt, gid: number, source: Source, key: FontKey): string[] {
  const glyph = embedded.glyph(gid);
  const instructions =
    glyph.length === 0 || glyph.readInt16BE(0) < 0 ? 0 : glyph.readUInt16BE(10 + glyph.readInt16BE(0) * 2);
  return [
    ...(instructions === 0 ? [] : ['with instructions']),
    ...(pointsOf(embedded, gid) === source.outlineOf(key.glyph) ? [] : ['another outline']),
  ];
}

function metricFaults(
  embedded: Sfnt,
  gid: number,
  { widthOf }: EmbeddedProgram,
  source: Source,
  key: FontKey,
): string[] {
  const is = embedded.metric(gid);
  const wanted = source.sfnt.metric(key.glyph);
  const thousandths = (wanted.advance * 1000) / source.unitsPerEm;
  return [
    ...(is.advance === wanted.advance ? [] : [`advance ${is.advance}, not ${wanted.advance}`]),
    ...(is.bearing === wanted.bearing ? [] : [`bearing ${is.bearing}, not ${wanted.bearing}`]),
    ...(Math.abs(widthOf(gid) - thousandths) <= 0.0005 ? [] : [`width ${widthOf(gid)}, not ${thousandths}`]),
  ];
}

function shapeOf({ bytes, toUnicode }: EmbeddedProgram, { tables, longLoca }: Sfnt): CheckedSheet['shape'] {
  const others = [...tables.values()].reduce((sum, table) => sum + table.bytes.length, 0);
  const headerBytes = 12 + tables.size * 16 + others;
  return {
    longLoca,
    headerBytes,
    glyfBytes: bytes.length - headerBytes,
    toUnicodeSections: sectionsOf(toUnicode),
  };
}

function sumOf(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at + 4 <= bytes.length; at += 4) sum = (sum + bytes.readUInt32BE(at)) >>> 0;
  return sum;
}
