import { describe, expect, test } from 'vitest';
import { readCharacterMap } from '../../../functions/pdf/read-back/character-map.ts';
import type { ContentNames } from '../../../functions/pdf/read-back/content-operators.ts';
import { readBack } from '../../../functions/pdf/read-back/read-back.ts';
import { readContent } from '../../../functions/pdf/read-back/read-content.ts';
import { BadPdf } from '../../../functions/pdf/read-back/read-fault.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { characterMap, fileOf, partsOf } from './compose-file.ts';
import { sound } from './sample-composition.ts';

const [font] = unwrap(readBack(fileOf(partsOf(sound)))).fonts;
if (font === undefined) throw new Error('no font');

const read = (operators: string) => {
  const names: ContentNames = {
    fonts: new Map([['/F1', font]]),
    images: new Map([
      ['/P1', { digest: 'mask', isMask: true }],
      ['/P2', { digest: 'colours', isMask: false }],
    ]),
    stamps: new Map(),
    drawn: new Set(),
  };
  return readContent(Buffer.from(operators, 'latin1'), 'page 1', names);
};

const faultOf = (operators: string): string | undefined => {
  try {
    read(operators);
    return undefined;
  } catch (error) {
    if (error instanceof BadPdf) return error.fault.kind;
    throw error;
  }
};

/** A text of which all is set. */
const BEGIN = '0 g BT 100 Tz 1 0 0 1 5 6 Tm';
const shown = { text: '山', x: 5, y: 6, size: 9, stretch: 1 };

describe('page operators', () => {
  test('text is read with its place, size and stretch', () => {
    const { runs, boxes } = read(`${BEGIN} /F1 9 Tf <0002> Tj ET`);
    expect(runs).toEqual([shown]);
    expect(boxes).toEqual([{ left: 5, bottom: 6, right: 14, top: 10.5 }]);
  });

  test('a run may be shown in pieces, and each place begins another one', () => {
    const { runs } = read(`${BEGIN} /F1 9 Tf <0002> Tj <0003> Tj 1 0 0 1 -7.125 0.5 Tm <0003> Tj ET`);
    expect(runs).toEqual([
      { ...shown, text: '山川' },
      { ...shown, text: '川', x: -7.125, y: 0.5 },
    ]);
  });

  test('pictures are read with their place, and with ink if they have no colours', () => {
    const { pictures } = read('q 1 0.5 0 rg 9 0 0 8 7 6 cm /P1 Do Q q 9 0 0 8 7 6 cm /P2 Do Q');
    const place = { x: 7, y: 6, width: 9, height: 8 };
    expect(pictures).toEqual([
      { ...place, ink: [1, 0.5, 0], digest: 'mask' },
      { ...place, digest: 'colours' },
    ]);
  });

  test('numbers are those that the decimals say', () => {
    const numbers = ['0', '-0.5', '595.28', '1234567890', '0.001', '12.340', '-841.889'];
    for (const number of numbers)
      expect(read(`${BEGIN.replace('5 6', `${number} 6`)} /F1 9 Tf <0002> Tj ET`).runs[0]?.x).toBe(
        Number(number),
      );
  });

  test.each([
    ['a code without text', 'unmapped-code', `${BEGIN} /F1 9 Tf <00020008> Tj ET`],
    ['the code of .notdef', 'unmapped-code', `${BEGIN} /F1 9 Tf <0000> Tj ET`],
    ['half a code', 'malformed', `${BEGIN} /F1 9 Tf <000200> Tj ET`],
    ['a code of other letters', 'malformed', `${BEGIN} /F1 9 Tf <000g> Tj ET`],
    ['no code', 'unexpected', `${BEGIN} /F1 9 Tf <> Tj ET`],
    ['a text in brackets', 'unexpected', `${BEGIN} /F1 9 Tf (ab) Tj ET`],
    ['a text without an end', 'malformed', `${BEGIN} /F1 9 Tf <0002 Tj ET`],
    ['a font that is not listed', 'unexpected', `${BEGIN} /F2 9 Tf <0002> Tj ET`],
    ['a font of no size', 'unexpected', `${BEGIN} /F1 0 Tf <0002> Tj ET`],
    ['text that is not shown', 'unexpected', `${BEGIN} 3 Tr /F1 9 Tf <0002> Tj ET`],
    ['white text', 'unexpected', `1 g ${BEGIN.slice(4)} /F1 9 Tf <0002> Tj ET`],
    ['grey text', 'unexpected', `0.6 g ${BEGIN.slice(4)} /F1 9 Tf <0002> Tj ET`],
    ['text that turns grey', 'unexpected', `${BEGIN} 0.6 g /F1 9 Tf <0002> Tj ET`],
    ['coloured text', 'unexpected', `1 0 0 rg ${BEGIN} /F1 9 Tf <0002> Tj ET`],
    ['text in a colour that another stream sets', 'unexpected', `${BEGIN.slice(4)} /F1 9 Tf <0002> Tj ET`],
    ['text in a font that another stream sets', 'unexpected', `${BEGIN} <0002> Tj ET`],
    ['text in a width that another stream sets', 'unexpected', '0 g BT 1 0 0 1 5 6 Tm /F1 9 Tf <0002> Tj ET'],
    ['text without width', 'unexpected', `0 g BT 0 Tz 1 0 0 1 5 6 Tm /F1 9 Tf <0002> Tj ET`],
    ['turned text', 'unexpected', '0 g BT 100 Tz 0 1 -1 0 5 6 Tm /F1 9 Tf <0002> Tj ET'],
    ['text with gaps', 'unexpected', `${BEGIN} /F1 9 Tf [<0002>] TJ ET`],
    ['raised text', 'unexpected', `${BEGIN} 3 Ts /F1 9 Tf <0002> Tj ET`],
    ['text without a place', 'unexpected', '0 g BT 100 Tz /F1 9 Tf <0002> Tj ET'],
    ['a place without text', 'unexpected', `${BEGIN} ET`],
    ['two sizes at one place', 'unexpected', `${BEGIN} /F1 9 Tf <0002> Tj /F1 8 Tf <0002> Tj ET`],
    ['text that does not end', 'unexpected', `${BEGIN} /F1 9 Tf <0002> Tj`],
    ['text within text', 'unexpected', `${BEGIN} /F1 9 Tf <0002> Tj BT ET ET`],
    ['marked text', 'unexpected', `/OC /MC0 BDC ${BEGIN} /F1 9 Tf <0002> Tj ET EMC`],
    ['a clip', 'unexpected', '0 0 10 10 re W n'],
    ['a scaled page', 'unexpected', '2 0 0 2 0 0 cm'],
    ['a state that is kept', 'unexpected', 'q 0 g Q'],
    ['a path that does not end', 'unexpected', '1 2 m 3 4 l'],
    ['a path of three points', 'unexpected', '1 2 m 3 4 l 5 6 l S'],
    ['a line that is filled', 'unexpected', '1 2 m 3 4 l f'],
    ['a frame of no size', 'unexpected', '1 2 0 4 re S'],
    ['a frame in a colour that another stream sets', 'unexpected', '1 2 3 4 re f'],
    ['a grey beyond white', 'unexpected', '1.5 g'],
    ['a line without width', 'unexpected', '0 w'],
    ['a picture without ink', 'unexpected', 'q 9 0 0 9 1 1 cm /P1 Do Q'],
    ['a picture in ink and colours', 'unexpected', 'q 1 0 0 rg 9 0 0 9 1 1 cm /P2 Do Q'],
    ['a mirrored picture', 'unexpected', 'q 1 0 0 rg -9 0 0 9 1 1 cm /P1 Do Q'],
    ['a turned picture', 'unexpected', 'q 1 0 0 rg 9 1 0 9 1 1 cm /P1 Do Q'],
    ['a picture drawn twice', 'unexpected', 'q 1 0 0 rg 9 0 0 9 1 1 cm /P1 Do /P1 Do Q'],
    ['a picture that does not end', 'unexpected', 'q 1 0 0 rg 9 0 0 9 1 1 cm /P1 Do'],
    ['an image that is not listed', 'unexpected', 'q 1 0 0 rg 9 0 0 9 1 1 cm /P3 Do Q'],
    ['an inline image', 'unexpected', 'BI /W 1 ID x EI'],
    ['a graphics state by name', 'unexpected', '/GS0 gs'],
    ['a comment', 'unexpected', '% hidden'],
    ['too many operands', 'unexpected', '1 2 3 4 5 6 7 re S'],
    ['operands of no operator', 'unexpected', '1 2'],
    ['another kind of operand', 'unexpected', '/F1 g'],
    ['a tab', 'malformed', '0\tg'],
    ['an exponent', 'malformed', '1e3 w'],
    ['four decimals', 'malformed', '1.2345 w'],
    ['a number without digits', 'malformed', '- w'],
    ['a number with a plus', 'malformed', '+1 w'],
    ['a number that begins with its point', 'malformed', '.5 w'],
    ['a number that ends with its point', 'malformed', '5. w'],
    ['eleven digits', 'malformed', '12345678901 w'],
  ])('%s is %s', (_, kind, operators) => {
    expect(faultOf(operators)).toBe(kind);
  });
});

describe('what is read has to be seen', () => {
  const pageFault = (layer: string, own: string): string | undefined => {
    const streams = {
      layer,
      first: `${own}\n${sound.streams['first'] ?? ''}`,
      second: sound.streams['second'] ?? '',
    };
    const result = readBack(fileOf(partsOf({ ...sound, streams })));
    return result.ok ? undefined : result.error.kind;
  };
  const text = '0 g BT 100 Tz 1 0 0 1 300 500 Tm /F1 10 Tf <0002> Tj ET';
  const picture = 'q 50 0 0 50 280 480 cm /P2 Do Q';

  test.each([
    ['a text on a light ground', '0.9 g 290 490 50 50 re f', text],
    ['a text beside a frame that is filled later', text, '0.9 g 310 490 50 50 re f'],
    ['a text in a frame that is not filled', text, '290 490 50 50 re S'],
    ['a picture over a picture’s edge', picture, '0.9 g 330 480 5 50 re f'],
    ['a text that ends at the edge of the page', text, `${text.replace('300', '585.28')}`],
  ])('%s is', (_, layer, own) => {
    expect(pageFault(layer, own)).toBeUndefined();
  });

  test.each([
    ['a text that is painted over', '', `${text} 1 g 290 490 50 50 re f`],
    ['a text that is painted over with a line around it', '', `${text} 1 g 290 490 50 50 re B`],
    ['a text of a layer that the page paints over', text, '1 g 290 490 50 50 re f'],
    ['a text of which the end is painted over', text, '1 g 309 490 50 50 re f'],
    ['a text under a picture', text, picture],
    ['a picture that is painted over', '', `${picture} 1 g 290 490 5 5 re f`],
    ['a text in the dark', '0.2 g 290 490 50 50 re f', text],
    ['a text off the page', '', text.replace('300', '-3')],
    ['a text that runs off the page', '', text.replace('300', '590')],
    ['a text below the page', '', text.replace('500', '-1')],
    ['a text above the page', '', text.replace('500', '841')],
    ['a picture off the page', '', picture.replace('280', '560')],
  ])('%s is not', (_, layer, own) => {
    expect(pageFault(layer, own)).toBe('hidden');
  });
});

describe('a text map', () => {
  const map = (sections: string): readonly string[] =>
    readCharacterMap(
      Buffer.from(characterMap([]).replace('endcmap', `${sections}\nendcmap`), 'latin1'),
      'object 1',
    );

  test('gives the texts in the order of their codes, section by section', () => {
    const texts = Array.from({ length: 250 }, (_, index) => String.fromCodePoint(0x2f800 + index));
    expect(readCharacterMap(Buffer.from(characterMap(texts), 'latin1'), 'object 1')).toEqual(texts);
  });

  test.each([
    ['a range', '1 beginbfrange\n<0001> <0002> <5c71>\nendbfrange'],
    ['another map in it', '/Other usecmap'],
    ['a code mapped twice', '2 beginbfchar\n<0001> <5c71>\n<0001> <5ddd>\nendbfchar'],
    ['a code left out', '1 beginbfchar\n<0002> <5c71>\nendbfchar'],
    ['half a character', '1 beginbfchar\n<0001> <d842>\nendbfchar'],
    ['no character', '1 beginbfchar\n<0001> <>\nendbfchar'],
    ['many characters', `1 beginbfchar\n<0001> <${'5c71'.repeat(5)}>\nendbfchar`],
    ['a section with a wrong count', '2 beginbfchar\n<0001> <5c71>\nendbfchar'],
    ['a section of nothing', '0 beginbfchar\nendbfchar'],
    ['a section of 101', characterMapSection(101)],
  ])('with %s is refused', (_, sections) => {
    expect(() => map(sections)).toThrow(BadPdf);
  });

  test.each([
    ['no end', 'endcmap', 'endcmop'],
    ['codes of one byte', '<0000> <ffff>', '<00> <ff>'],
    [
      'two spaces of codes',
      'endcodespacerange\n',
      'endcodespacerange\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n',
    ],
  ])('with %s is refused', (_, find, replace) => {
    const broken = characterMap(['山']).replace(find, replace);
    expect(() => readCharacterMap(Buffer.from(broken, 'latin1'), 'object 1')).toThrow(BadPdf);
  });
});

function characterMapSection(count: number): string {
  const whole = characterMap(
    Array.from({ length: count }, (_, index) => String.fromCodePoint(0x4e00 + index)),
    count,
  );
  return whole.slice(whole.indexOf(`${count} beginbfchar`), whole.indexOf('endcmap'));
}
