import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FONT_FOLDER, fontManifest } from '../../../scripts/local/fonts.ts';
import { eudcFont } from '../../../simulator/sample/eudc-font.ts';
import { MUNICIPALITIES } from '../../../simulator/sample/municipalities.ts';
import { type Random, randomFor } from '../../../simulator/sample/random.ts';
import {
  type BuiltGlyph,
  type BuiltPart,
  buildFont,
  type FontPlan,
  samplePlan,
} from '../../unit/pdf/font-builder.ts';
import { readOfFile, readSfnt, type Sfnt } from '../../unit/pdf/sfnt.ts';

/** A sound font that is broken in many ways. */
export type Source = { readonly name: string; readonly font: Uint8Array };

const SLICE_GLYPHS = 60;
const LARGE_SLICE_GLYPHS = 4_000;

/** Some glyphs of the base font with their instructions and odd lengths, as a font of their own. */
function sliceOf(whole: Sfnt, count: number): FontPlan {
  const random = randomFor(`fuzz-font/slice/${count}`);
  const glyphs: BuiltGlyph[] = Array.from({ length: count }, () => {
    const gid = random.integer(1, whole.glyphCount - 1);
    return { kind: 'raw', advance: whole.metric(gid).advance, bytes: whole.glyph(gid) };
  });
  const map = new Map(glyphs.map((_, gid) => [gid % 3 === 0 ? 0x20000 + gid : 0x4e00 + gid * 7, gid]));
  const sequences = [1, 4, 5, 8].map((gid) => ({
    base: 0x4e00 + gid * 7,
    selector: gid % 2 === 0 ? 0xe0100 + gid : 0xfe00 + gid,
    gid: gid % 4 === 0 ? ('base' as const) : gid + 1,
  }));
  return { glyphs, map, formats: [4, 12], sequences, name: 'Slice' };
}

/** The base font as the manifest pins it. */
async function baseFont(): Promise<{ readonly path: string; readonly name: string }> {
  const [pinned] = await fontManifest();
  if (pinned === undefined) throw new Error('the manifest pins no font');
  return { path: join(FONT_FOLDER, pinned.file), name: pinned.name };
}

/** The base font itself: what is measured of memory is proportional to the file here. */
export async function wholeFont(): Promise<Source> {
  const { path, name } = await baseFont();
  return { name, font: await readFile(path) };
}

async function slices(): Promise<Readonly<Record<'small' | 'large', readonly Source[]>>> {
  const descriptor = openSync((await baseFont()).path, 'r');
  try {
    const whole = readSfnt(readOfFile(descriptor));
    const plan = sliceOf(whole, SLICE_GLYPHS);
    const large = { ...sliceOf(whole, LARGE_SLICE_GLYPHS), longLoca: true };
    return {
      small: [
        { name: 'slice, long loca', font: buildFont({ ...plan, longLoca: true }) },
        { name: 'slice, short loca', font: buildFont(plan) },
      ],
      large: [{ name: 'large slice', font: buildFont(large) }],
    };
  } finally {
    closeSync(descriptor);
  }
}

const scales = [[], [], [0.5], [-1], [0.75, 1.25], [0, 1, -1, 0], [1.9, 0.3, -0.2, -1.9]] as const;

/** Composites of the glyphs before them, placed and scaled in every way there is. */
function composites(random: Random): Source {
  const glyphs: BuiltGlyph[] = samplePlan.glyphs.slice(0, 5);
  for (let index = 0; index < 40; index++) {
    const parts: BuiltPart[] = Array.from({ length: random.integer(1, 3) }, (_, part) => ({
      gid: random.integer(2, Math.min(glyphs.length - 1, 12)),
      points: part > 0 && random.chance(0.3),
      dx: random.integer(0, 3),
      dy: random.integer(0, 3),
      scale: random.pick(scales),
      more: random.pick([0, 0x0200, 0x0800, 0x1000]),
    }));
    glyphs.push({ kind: 'composite', advance: 1000, parts, instructions: random.integer(0, 4) });
  }
  const map = new Map(glyphs.map((_, gid) => [0xe000 + gid, gid]));
  return { name: 'composites', font: buildFont({ glyphs, map, formats: [4], longLoca: true }) };
}

/** Small fonts, and those for which memory is measured. */
export async function sources(): Promise<Readonly<Record<'small' | 'large', readonly Source[]>>> {
  const { small, large } = await slices();
  return {
    small: [
      { name: 'sample', font: buildFont(samplePlan) },
      { name: 'sample, format 4', font: buildFont({ ...samplePlan, formats: [4] }) },
      { name: 'sample, long loca', font: buildFont({ ...samplePlan, longLoca: true }) },
      ...MUNICIPALITIES.map((city) => ({ name: `EUDC ${city.code}`, font: eudcFont(city) })),
      composites(randomFor('fuzz-font/composites')),
      ...small,
    ],
    large,
  };
}
