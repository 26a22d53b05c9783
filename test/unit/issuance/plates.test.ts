import { describe, expect, test } from 'vitest';
import {
  compileTemplate,
  residentRecordCopy,
  residentRecordTemplateData,
} from '../../../functions/certificates/index.ts';
import { encodeSeal } from '../../../functions/changes/index.ts';
import { drawCertificate } from '../../../functions/issuance/draw.ts';
import { createMaterialShelf, type MaterialNames } from '../../../functions/issuance/materials.ts';
import { FONT_LOOKUP, fontSet, plateFile } from '../../../functions/pdf/index.ts';
import { canonicalJson, sha256Hex } from '../../../functions/shared/canonical.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { LocalDate } from '../../../functions/shared/time.ts';
import { citySeal } from '../../../simulator/sample/sample-seal.ts';
import { japanese } from '../certificates/fixtures.ts';
import { municipality } from '../gaiji/gaiji-world.ts';
import { openBaseFont } from '../pdf/fixtures.ts';

const ipamjm = openBaseFont();
const template = canonicalJson(residentRecordTemplateData);
const seal = encodeSeal(citySeal(1));
const { form } = unwrap(compileTemplate(residentRecordTemplateData));
const fonts = fontSet(FONT_LOOKUP, { ipamjm: ipamjm.pack });
const plate = unwrap(plateFile(form, fonts));
const otherPlate = unwrap(plateFile({ ...form, texts: ['別'] }, fonts));

function shelfWith(blobs: readonly string[]) {
  const read: string[] = [];
  const shelf = createMaterialShelf({
    settings: {
      readBlob: async (digest) => {
        read.push(digest);
        return blobs.find((text) => sha256Hex(text) === digest);
      },
    },
    readPack: async () => undefined,
    lookup: FONT_LOOKUP,
    shared: { ipamjm },
  });
  return { shelf, read };
}

const names: MaterialNames = {
  templateDigest: sha256Hex(template),
  sealDigest: sha256Hex(seal),
  unconfirmed: [],
};
const model = unwrap(
  residentRecordCopy({
    municipalityName: '室蘭市',
    subjects: [japanese],
    scope: 'individual',
    options: [],
    issuedOn: LocalDate.parse('2026-11-23'),
    head: { title: '室蘭市長', name: '見本　一郎' },
    certificateNumber: '0190-1',
  }),
);

async function drawnWith(plateDigest: string | undefined, blobs: readonly string[]) {
  const { shelf, read } = shelfWith(blobs);
  const materials = unwrap(await shelf.load(municipality, { ...names, plateDigest }));
  const isReady = materials.fonts.set.plates.has(materials.template.form);
  const pdf = unwrap(drawCertificate(model, materials, 'tag'));
  await shelf.load(municipality, { ...names, plateDigest });
  return { isReady, pdf, read };
}

describe('the plate of a template', () => {
  const pressed = drawnWith(undefined, [template, seal]);

  test('lies ready before the first certificate where the city’s setting names one', async () => {
    const { isReady, pdf, read } = await drawnWith(sha256Hex(plate), [template, seal, plate]);
    expect(isReady).toBe(true);
    expect(pdf).toEqual((await pressed).pdf);
    // once, like everything that has a digest
    expect(read.toSorted()).toEqual([template, seal, plate].map(sha256Hex).toSorted());
  });

  test.each([
    ['it names none', undefined, [template, seal]],
    ['it is not there', sha256Hex(plate), [template, seal]],
    ['it is that of another template', sha256Hex(otherPlate), [template, seal, otherPlate]],
  ])('is pressed where %s, and the certificate is the same', async (_, digest, blobs) => {
    const { isReady, pdf } = await drawnWith(digest, blobs);
    expect(isReady).toBe(false);
    expect(pdf).toEqual((await pressed).pdf);
  });
});
