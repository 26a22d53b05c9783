import { Image } from 'mupdf';
import { beforeAll, describe, expect, test } from 'vitest';
import { compileTemplate } from '../../../functions/certificates/index.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { indexedPng } from '../../../scripts/docs/indexed-png.ts';
import { type CityFonts, openCityFonts } from '../../../scripts/pdf/city-fonts.ts';
import { sampleAttachments } from '../../../scripts/pdf/sample-attachments.ts';
import { setCertificate } from '../../../scripts/pdf/set-certificate.ts';
import { builtInTemplates } from '../../../scripts/pdf/templates.ts';
import { sampleCertificates } from '../../../simulator/sample/certificates.ts';

describe('a small picture of a page', () => {
  test('keeps white, black and the greys between, and a seal’s vermilion, at their places', () => {
    const colours = [
      [255, 255, 255],
      [0, 0, 0],
      [130, 130, 130],
      [199, 26, 26],
      [255, 255, 255],
      [227, 140, 140],
    ];
    const png = indexedPng({ columns: 3, rows: 2, samples: colours.flat() });
    const pixmap = new Image(png).toPixmap();
    expect([pixmap.getWidth(), pixmap.getHeight(), pixmap.getNumberOfComponents()]).toEqual([3, 2, 3]);
    const read = [...pixmap.getPixels()];
    for (const [index, value] of colours.flat().entries())
      expect(Math.abs((read[index] ?? -99) - value)).toBeLessThanOrEqual(16);
  });
});

describe('the samples of the gallery', () => {
  let fonts: CityFonts;
  beforeAll(async () => {
    fonts = await openCityFonts({}, () => undefined);
  });

  test.each(builtInTemplates().map((template) => [`${template.id} ${template.version}`, template] as const))(
    '%s can draw its shortest and its longest',
    (_, template) => {
      const samples = sampleCertificates(template.model);
      expect(samples.map(({ name }) => name)).toEqual(expect.arrayContaining(['shortest', 'longest']));
      const compiled = unwrap(compileTemplate(template));
      for (const { model } of samples) {
        const attachments = { ...sampleAttachments(), tag: 'test' };
        expect(unwrap(setCertificate(compiled, model, attachments, fonts.set, {})).pages).toBeGreaterThan(0);
      }
    },
  );
});
