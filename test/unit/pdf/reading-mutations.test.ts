import { describe, expect, test } from 'vitest';
import { type ReadBack, readBack } from '../../../functions/pdf/read-back/read-back.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { type Composition, characterMap, fileOf, mask, partsOf, text } from './compose-file.ts';
import { drawn, listOf, openBasePack, sealImage, seededNumbers } from './fixtures.ts';
import { GLYPHS, SEAL_BITS, sound } from './sample-composition.ts';

const base = openBasePack();
const seal = {
  kind: 'picture',
  x: 400.25,
  y: 100,
  width: 68.031,
  height: 68,
  image: sealImage(90),
  field: 'seal',
} as const;

/** What the paper says and how it looks: every text with its place, every picture's place, every glyph. */
const saidBy = ({ pages, fonts }: ReadBack): string =>
  JSON.stringify([
    pages.map(({ runs, pictures }) => [runs, pictures.map(({ digest: _, ...place }) => place)]),
    fonts.map(({ glyphs, unitsPerEm }) => [glyphs, unitsPerEm]),
  ]);

/** What a changed byte outside of the compressed streams may change; the gate compares it with the request. */
const heldTo = ({ tag, title, pages }: ReadBack): string =>
  JSON.stringify([
    tag,
    title,
    pages.map(({ width, height, pictures }) => [width, height, pictures.map(({ digest }) => digest)]),
  ]);

describe('a finished file of which any byte is changed', () => {
  test.each([
    ['composed', fileOf(partsOf(sound))],
    ['drawn', Buffer.from(drawn(listOf(['住民票の写し', '葛\u{e0102}城𠮷', '令和八年'], [seal]), { base }))],
  ])('is refused, or says the same, glyphs and all: %s', (_, file) => {
    const reading = unwrap(readBack(file));
    const random = seededNumbers(7);
    const ends = { refused: 0, told: 0, same: 0 };
    for (let round = 0; round < 3000; round++) {
      const copy = Uint8Array.from(file);
      const at = Math.floor(random() * copy.length);
      const before = copy[at] ?? 0;
      copy[at] = round % 2 === 0 ? before ^ (1 << Math.floor(random() * 8)) : Math.floor(random() * 256);
      const read = readBack(copy);
      if (read.ok) expect(saidBy(read.value), `byte ${at}`).toBe(saidBy(reading));
      if (!read.ok) ends.refused++;
      else if (heldTo(read.value) === heldTo(reading)) ends.same++;
      else ends.told++;
    }
    expect(ends.refused).toBeGreaterThan(2500);
    expect(ends.told).toBeLessThan(100);
  });

  test('before it was compressed is refused, or read without an exception', () => {
    const random = seededNumbers(8);
    const contents = { layer: '', first: '', ...sound.streams, 'F1.map': characterMap(Object.keys(GLYPHS)) };
    const names = Object.keys(contents);
    let refused = 0;
    for (let round = 0; round < 2000; round++) {
      const name = names[round % names.length] ?? '';
      const content = Buffer.from(contents[name as keyof typeof contents], 'latin1');
      content[Math.floor(random() * content.length)] = Math.floor(random() * 128);
      const parts = partsOf(sound);
      parts.set(name, text(content.toString('latin1')));
      if (!readBack(fileOf(parts)).ok) refused++;
    }
    expect(refused).toBeGreaterThan(1000);
  });
});

/** What the gate would find between a reading and the one that was asked for. */
const differs = (file: Uint8Array, asked: ReadBack): boolean => {
  const read = readBack(file);
  return !read.ok || JSON.stringify(read.value) !== JSON.stringify(asked);
};

describe('what may not be handed over does not read as what was asked for', () => {
  const asked = unwrap(readBack(fileOf(partsOf(sound))));
  const { first = '', second = '', layer = '' } = sound.streams;
  const drawnWith = (streams: Readonly<Record<string, string>>): Composition => ({
    ...sound,
    streams: { ...sound.streams, ...streams },
  });
  const sealDrawn = /q 0.78.*Do Q\n/;
  const more = (operators: string): Composition => drawnWith({ first: first + operators });

  test('the sound file does', () => {
    expect(differs(fileOf(partsOf(sound)), asked)).toBe(false);
  });

  test.each([
    ['another person', drawnWith({ first: first.replace('<00040005>', '<00020003>') })],
    [
      'two people in each other’s place',
      drawnWith({
        first: first
          .replace('650 Tm', '0 Tm')
          .replace('630.125 Tm', '650 Tm')
          .replace(' 0 Tm', ' 630.125 Tm'),
      }),
    ],
    ['one character less', drawnWith({ first: first.replace('<00040005>', '<0004>') })],
    ['the variant’s base character', drawnWith({ first: first.replace('<00040005>', '<00040004>') })],
    [
      'no seal',
      {
        ...drawnWith({ first: first.replace(sealDrawn, '') }),
        images: { P2: sound.images['P2'] ?? text('') },
      },
    ],
    [
      'another seal',
      {
        ...sound,
        images: {
          ...sound.images,
          P1: mask(
            4,
            4,
            SEAL_BITS.map((byte) => byte ^ 0x10),
          ),
        },
      },
    ],
    ['a seal of another size', drawnWith({ first: first.replace('68.031 0 0 68', '34 0 0 34') })],
    ['a seal in another ink', drawnWith({ first: first.replace('0.78 0.1 0.1', '0 0 0') })],
    [
      'a page less',
      {
        ...sound,
        pages: sound.pages.slice(0, 1),
        streams: { layer, first },
        images: { P1: sound.images['P1'] ?? text('') },
      },
    ],
    [
      'a page more',
      {
        ...sound,
        pages: [...sound.pages, { streams: ['layer', 'third'] }],
        streams: { ...sound.streams, third: second },
      },
    ],
    ['the pages in another order', { ...sound, pages: [...sound.pages].reverse() }],
    ['grey text', drawnWith({ first: first.replace('0 g', '0.6 g') })],
    ['white text', drawnWith({ first: first.replace('0 g', '1 g') })],
    ['a second layer of text', more('BT 1 0 0 1 60 650 Tm /F1 10.5 Tf <0002> Tj ET\n')],
    [
      'a second layer of text that is not shown',
      more('BT 3 Tr 1 0 0 1 60 650 Tm /F1 10.5 Tf <0002> Tj ET\n'),
    ],
    [
      'a second layer of text under a white area',
      more('BT 100 Tz 1 0 0 1 60 300 Tm /F1 9 Tf <0002> Tj ET 1 g 50 290 50 50 re f\n'),
    ],
    ['text that a white area covers', more('1 g 50 640 100 30 re f\n')],
    ['a seal that a white area covers', more('1 g 400 100 100 100 re f\n')],
  ] satisfies [string, Composition][])('%s', (_, composition) => {
    expect(differs(fileOf(partsOf(composition)), asked)).toBe(true);
  });
});
