import { describe, expect, test } from 'vitest';
import {
  type DisplayList,
  type DrawOptions,
  drawByPdfLib,
  drawPdf,
  type FontSet,
} from '../../../functions/pdf/index.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { sampleCertificates } from '../../support/pdf/certificates.ts';
import { openFonts } from '../../support/pdf/fonts.ts';
import { readWithMupdf } from '../../support/pdf/mupdf-file.ts';
import { openRasterizers } from '../../support/pdf/rasters.ts';
import { openTextReaders, textFaults, textsOf } from '../../support/pdf/text-readers.ts';
import { listOf, sealImage } from './fixtures.ts';
import { buildFont, samplePlan } from './font-builder.ts';

const RESOLUTION = 150;

const rasterizers = await openRasterizers();
const readers = await openTextReaders();
/** Without the three largest households, whose many pages take long to paint. */
const certificates = sampleCertificates('back ends', 13).slice(3);
const fonts = openFonts(buildFont(samplePlan));

const seal = {
  kind: 'picture',
  x: 300,
  y: 300,
  width: 68,
  height: 68,
  image: sealImage(300),
  field: 'seal',
} as const;
const text = (y: number, written: string) =>
  ({ kind: 'text', x: 40, y, size: 12, text: written, field: 'name' }) as const;
const onForm: DisplayList = {
  title: '試験',
  tag: 't',
  form: {
    layers: [[text(800, '住民票'), { kind: 'frame', x: 30, y: 690, width: 300, height: 40, lineWidth: 0.5 }]],
    texts: ['氏名'],
  },
  pages: [
    { width: 595.28, height: 841.89, layers: [0], items: [text(700, '氏名 葛\u{e0102}城\ue003'), seal] },
    { width: 595.28, height: 841.89, items: [text(700, '以下余白')] },
  ],
};

const OPTIONS: readonly DrawOptions[] = [
  { size: 'fast' },
  { size: 'compact' },
  { size: 'fast', profile: 'plain' },
];

const LISTS: readonly (readonly [title: string, list: DisplayList, fonts: FontSet])[] = [
  ...certificates.map(({ title, list, fonts: own }) => [title, list, own] as const),
  ['a picture and two fonts', listOf(['山\ue000\ue003田', '\u{f0000}', '㐶㐶\u{e0100}'], [seal]), fonts],
  ['a form', onForm, fonts],
];

/** Each in one of the ways in turn. */
const DOCUMENTS = LISTS.map(([title, list, set], index) => ({
  title,
  list,
  set,
  options: OPTIONS[index % OPTIONS.length] ?? {},
}));

/** Glyphs with their places, and the fonts' programs and maps. */
function seenByMupdf(pdf: Uint8Array) {
  const { pages, programs } = readWithMupdf(pdf);
  return { pages, fonts: [...programs].map(([name, { bytes, toUnicode }]) => [name, bytes, toUnicode]) };
}

describe('a document that pdf-lib carries is the one that is written here', () => {
  test.each(DOCUMENTS)('$title: every pixel, glyph, outline and character', async (document) => {
    const { list, set, options } = document;
    const own = unwrap(drawPdf(list, set, options));
    const carried = unwrap(await drawByPdfLib(list, set, options));
    expect(Buffer.compare(own, carried)).not.toBe(0);
    for (const { pages } of rasterizers)
      expect(await pages(carried, RESOLUTION)).toEqual(await pages(own, RESOLUTION));
    expect(seenByMupdf(carried)).toEqual(seenByMupdf(own));
    for (const reader of readers) {
      const read = await reader.read(carried);
      expect(read).toEqual(await reader.read(own));
      expect(textFaults(reader, textsOf(list), read)).toEqual([]);
    }
  });

  test('and what is refused here is refused there, in the same words', async () => {
    const missing = listOf(['山葛\u{e0100}']);
    expect(await drawByPdfLib(missing, fonts)).toEqual(drawPdf(missing, fonts));
    expect(drawPdf(missing, fonts).ok).toBe(false);
  });
});

test.each(rasterizers)('$name’s pictures show one character in another place', async ({ pages }) => {
  const [here, there, again] = [700, 699, 700].map((y) =>
    unwrap(
      drawPdf(
        { title: 't', tag: 't', pages: [{ width: 595.28, height: 841.89, items: [text(y, '一')] }] },
        fonts,
      ),
    ),
  );
  if (here === undefined || there === undefined || again === undefined) throw new Error('nothing drawn');
  expect(await pages(here, RESOLUTION)).toEqual(await pages(again, RESOLUTION));
  expect(await pages(here, RESOLUTION)).not.toEqual(await pages(there, RESOLUTION));
  expect((await pages(here, RESOLUTION)).join()).toMatch(/^(1239|124[01])×175[2-5] [0-9a-f]{64}$/);
});
