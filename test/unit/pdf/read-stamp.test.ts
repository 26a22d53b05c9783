import { describe, expect, test } from 'vitest';
import { readBack } from '../../../functions/pdf/read-back/read-back.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { type Composition, fileOf, type Part, partsOf, text } from './compose-file.ts';
import { sound } from './sample-composition.ts';

const OPERATORS = `0 g
BT
100 Tz
1 0 0 1 60 -20.5 Tm
/F1 9 Tf
<00020003> Tj
ET
0.5 w
0 G
40 -30 m 555 -30 l S
`;
const BOX = '[-595.28 -841.89 595.28 841.89]';
const FONTS = '<</Font <</F1 @F1 /F2 @F2>>>>';

const stampOf = (operators: string, box = BOX, resources = FONTS, more = ''): Part => ({
  dict: `/Type /XObject /Subtype /Form /BBox ${box} /Resources ${resources} /Filter /FlateDecode${more}`,
  stream: text(operators).stream ?? new Uint8Array(0),
});
const PUT = 'q 1 0 0 1 0 500.25 cm /S1 Do Q\nq 1 0 0 1 100 300 cm /S1 Do Q\n';

/** The sound file with a stamp that its first page shows at two places. */
const stamped = (stamp: Part = stampOf(OPERATORS), put = PUT): Composition => ({
  ...sound,
  images: { ...sound.images, S1: stamp },
  streams: { ...sound.streams, first: `${sound.streams['first']}${put}` },
});
const faultOf = (composition: Composition) => {
  const read = readBack(fileOf(partsOf(composition)));
  return read.ok ? undefined : read.error;
};

describe('a stamp', () => {
  test('is read at each place where it has been put down', () => {
    const { pages } = unwrap(readBack(fileOf(partsOf(stamped()))));
    const run = { text: '山川', size: 9, stretch: 1 };
    expect(pages[0]?.runs.slice(-2)).toEqual([
      { ...run, x: 60, y: 479.75 },
      { ...run, x: 160, y: 279.5 },
    ]);
    expect(pages[1]?.runs).toHaveLength(2);
  });

  test.each([
    ['that is cut off at one side', stampOf(OPERATORS, '[-595.28 -20 595.28 20]'), 'hidden'],
    ['in a box that is not about its origin', stampOf(OPERATORS, '[0 -841.89 595.28 841.89]'), 'unexpected'],
    ['in a box of other numbers', stampOf(OPERATORS, '[-1 -1 1]'), 'unexpected'],
    ['that has a matrix of its own', stampOf(OPERATORS, BOX, FONTS, ' /Matrix [1 0 0 -1 0 0]'), 'unexpected'],
    [
      'that is a group of transparency',
      stampOf(OPERATORS, BOX, FONTS, ' /Group <</S /Transparency>>'),
      'unexpected',
    ],
    ['with one font less', stampOf(OPERATORS, BOX, '<</Font <</F1 @F1>>>>'), 'unexpected'],
    ['with other fonts', stampOf(OPERATORS, BOX, '<</Font <</F1 @F2 /F2 @F1>>>>'), 'unexpected'],
    ['with pictures', stampOf(OPERATORS, BOX, '<</Font <</F1 @F1 /F2 @F2>> /XObject <<>>>>'), 'unexpected'],
    ['without fonts', stampOf(OPERATORS, BOX, '<<>>'), 'unexpected'],
    ['that puts itself down', stampOf(`${OPERATORS}q 1 0 0 1 0 0 cm /S1 Do Q\n`), 'unexpected'],
    ['that ends inside a text', stampOf(OPERATORS.split('ET')[0] ?? ''), 'unexpected'],
  ])('%s is refused', (_, stamp, kind) => {
    expect(faultOf(stamped(stamp))?.kind).toBe(kind);
  });

  test.each([
    ['larger', 'q 2 0 0 2 0 500 cm /S1 Do Q\n'],
    ['stretched', 'q 1 0 0 2 0 500 cm /S1 Do Q\n'],
    ['turned', 'q 0 1 -1 0 0 500 cm /S1 Do Q\n'],
    ['in another ink', 'q 1 0 0 rg 1 0 0 1 0 500 cm /S1 Do Q\n'],
    ['beside another one that is not listed', `${PUT}q 1 0 0 1 0 500 cm /S2 Do Q\n`],
    ['nowhere', ''],
  ])('%s is refused', (_, put) => {
    expect(faultOf(stamped(stampOf(OPERATORS), put))?.kind).toBe('unexpected');
  });

  test.each([
    // About the origin itself the text would lie on the page.
    ['beyond the edge of the page', OPERATORS.replace('-20.5', '20.5'), 'q 1 0 0 1 0 830 cm /S1 Do Q\n'],
    [
      'so that what it fills hides what was there',
      `${OPERATORS}0.9 g\n40 -60 100 60 re f\n`,
      'q 1 0 0 1 20 690 cm /S1 Do Q\n',
    ],
    [
      'so that another one’s filling hides it',
      `0.9 g\n40 -60 100 60 re f\n${OPERATORS}`,
      PUT.replace('100 300', '0 480'),
    ],
  ])('put down %s is refused', (_, operators, put) => {
    expect(faultOf(stamped(stampOf(operators), put))?.kind).toBe('hidden');
  });
});
