import { describe, expect, test } from 'vitest';
import { type DisplayList, drawPdf, plateFile, type Stamp, takePlate } from '../../../functions/pdf/index.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { fontsOf, openBasePack, packOf } from './fixtures.ts';
import { buildFont, samplePlan } from './font-builder.ts';

const base = openBasePack();
const gaiji = packOf(buildFont(samplePlan));
const size = { width: 595.28, height: 841.89 };
const run = (text: string, y: number) => ({ kind: 'text', x: 40, y, size: 9, text, field: 'f' }) as const;
const line = { kind: 'rule', x1: 40, y1: 790, x2: 500, y2: 790, width: 0.5, grey: 0.4 } as const;
const form = { layers: [[run('住民票', 800), line], [line]], texts: ['氏名', '0123456789'] };
const stamp: Stamp = { items: [run('氏名', -10)] };
const list: DisplayList = {
  title: '試験',
  tag: 't',
  form,
  pages: [
    {
      ...size,
      layers: [0, 1],
      items: [run('山田 12\ue000', 700), { kind: 'stamp', x: 0, y: 600, stamp }],
    },
  ],
};
const kept = unwrap(plateFile(form, fontsOf({ base, gaiji })));

describe('a plate that is kept', () => {
  test.each(['fast', 'compact'] as const)('draws what a pressed one draws, byte for byte: %s', (mode) => {
    const fonts = fontsOf({ base, gaiji });
    const plate = unwrap(takePlate(kept, form, fonts));
    expect(fonts.plates.get(form)).toBe(plate);
    const pressed = unwrap(drawPdf(list, fontsOf({ base, gaiji }), { size: mode }));
    expect(unwrap(drawPdf(list, fonts, { size: mode }))).toEqual(pressed);
    expect(unwrap(drawPdf(list, fonts, { size: mode }))).toEqual(pressed);
    expect(fonts.plates.get(form)).toBe(plate);
  });

  test('is the same text whichever city’s characters stand beside it, and from itself again', () => {
    expect(unwrap(plateFile(form, fontsOf({ base })))).toBe(kept);
    const fonts = fontsOf({ base });
    unwrap(takePlate(kept, form, fonts));
    expect(unwrap(plateFile(form, fonts))).toBe(kept);
  });

  test('has an identifier of its own if the form says something else', () => {
    const idOf = (text: string): unknown => JSON.parse(text).id;
    const other = { ...form, layers: [[run('住民票', 801), line], [line]] };
    expect(idOf(unwrap(plateFile(other, fontsOf({ base }))))).not.toBe(idOf(kept));
  });

  test.each([
    ['another form', () => takePlate(kept, { ...form, texts: ['氏名'] }, fontsOf({ base })), 'form'],
    ['other packs', () => takePlate(kept, form, fontsOf({ base: gaiji })), 'packs'],
    [
      'another format',
      () => takePlate(kept.replace('"format":1', '"format":2'), form, fontsOf({ base })),
      'format',
    ],
  ])('is not taken for %s', (_, use, error) => {
    expect(use()).toEqual({ ok: false, error });
  });

  test('is refused as drawing is, with all characters that have no glyph', () => {
    const missing = { layers: [[line], [line], [run('山葛\u{e0100}', 800)]], texts: ['\ue001'] };
    const refused = plateFile(missing, fontsOf({ base }));
    const drawn = drawPdf({ ...list, form: missing }, fontsOf({ base }));
    expect(refused.ok).toBe(false);
    expect(refused).toEqual(drawn);
  });
});
