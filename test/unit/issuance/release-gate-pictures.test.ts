import { describe, expect, test } from 'vitest';
import {
  compileTemplate,
  sealRegistrationCertificate,
  sealRegistrationTemplateData,
} from '../../../functions/certificates/index.ts';
import { cityFonts } from '../../../functions/issuance/city-fonts.ts';
import { drawCertificate } from '../../../functions/issuance/draw.ts';
import type { Materials } from '../../../functions/issuance/materials.ts';
import { loadPictures } from '../../../functions/issuance/pictures.ts';
import { checkRelease } from '../../../functions/issuance/release-gate.ts';
import { FONT_LOOKUP } from '../../../functions/pdf/index.ts';
import { referenceOf, type SealImpression } from '../../../functions/seal-images/index.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { LocalDate } from '../../../functions/shared/time.ts';
import { seal } from '../certificates/fixtures.ts';
import { openBaseFont } from '../pdf/fixtures.ts';
import { adult, IMPRESSIONS, municipality } from './own-world.ts';

const [mine, strangers] = IMPRESSIONS;
const person = adult(1).fact;
const issuedOn = LocalDate.parse('2026-11-23');
const head = { title: '室蘭市長', name: '見本　一郎' };
const materials: Materials = {
  names: { templateDigest: 't', sealDigest: 's', unconfirmed: [] },
  template: unwrap(compileTemplate(sealRegistrationTemplateData)),
  seal,
  fonts: cityFonts(FONT_LOOKUP, { ipamjm: openBaseFont() }),
};
const certificate = unwrap(
  sealRegistrationCertificate({
    municipalityName: '室蘭市',
    issuedOn,
    head,
    certificateNumber: '0190-1',
    printsSex: false,
    facts: {
      fullName: person.fullName,
      dateOfBirth: person.dateOfBirth,
      address: person.address,
      impressionDigest: referenceOf(mine).sha256,
    },
  }),
);

/** What the gate says of a paper on which `drawn` stands, where `loaded` came for the digest of `mine`. */
async function released({
  drawn = mine,
  loaded = mine,
}: {
  drawn?: SealImpression;
  loaded?: SealImpression;
}) {
  const kept = async (impression: SealImpression) =>
    unwrap(await loadPictures({ read: async () => impression }, municipality, certificate));
  const pdf = unwrap(drawCertificate(certificate, materials, 'tag', await kept(drawn)));
  const { impression } = await kept(loaded);
  if (impression === undefined) throw new Error('no impression');
  const checked = checkRelease(pdf, {
    tag: 'tag',
    certificateNumber: '0190-1',
    scope: 'individual',
    people: [person.personId],
    subjects: [person],
    issuedOn,
    head,
    model: certificate,
    materials,
    pictures: { impression: { named: referenceOf(mine).sha256, kept: impression } },
  });
  return checked.ok ? [] : checked.error;
}

describe('the release gate and 印影 (INV-4)', () => {
  test('lets the registered impression go', async () => {
    expect(await released({})).toEqual([]);
  });

  test('holds back a stranger’s impression that was drawn instead', async () => {
    expect(await released({ drawn: strangers })).toContain('pictures.impression.pixels');
  });

  test('holds back a stranger’s impression that was loaded and drawn under this digest', async () => {
    expect(await released({ drawn: strangers, loaded: strangers })).toEqual(['pictures.impression.sha256']);
  });

  test('holds back the right impression in another size', async () => {
    const larger = { ...mine, heightPt: mine.heightPt + 0.5 };
    expect(await released({ drawn: larger })).toEqual(['pictures.impression.size']);
  });

  test('holds back the right impression in another ink', async () => {
    if (!('ink' in mine.image)) throw new Error('an impression of one ink');
    const pale = { ...mine, image: { ...mine.image, ink: [0.5, 0.5, 0.5] as const } };
    expect(await released({ drawn: pale })).toEqual(['pictures.impression.ink']);
  });

  test('holds back a picture that the facts do not have', async () => {
    const pictures = unwrap(await loadPictures({ read: async () => mine }, municipality, certificate));
    const pdf = unwrap(drawCertificate(certificate, materials, 'tag', pictures));
    const expected = {
      tag: 'tag',
      certificateNumber: '0190-1',
      scope: 'individual',
      people: [person.personId],
      subjects: [person],
      issuedOn,
      head,
      model: certificate,
      materials,
    } as const;
    expect(checkRelease(pdf, expected)).toEqual({ ok: false, error: ['pictures.impression'] });
  });
});
