import { describe, expect, test } from 'vitest';
import { residentRecordCopy, residentRecordTemplateData } from '../../../functions/certificates/index.ts';
import { encodeSeal, settingsAt } from '../../../functions/changes/index.ts';
import {
  confirmKeys,
  importFont,
  missingKeys,
  takeBack,
  uncoveredIn,
} from '../../../functions/gaiji/index.ts';
import { cityFonts, openFont } from '../../../functions/issuance/city-fonts.ts';
import { drawCertificate } from '../../../functions/issuance/draw.ts';
import { createMaterialShelf, materialNames } from '../../../functions/issuance/materials.ts';
import { checkRelease } from '../../../functions/issuance/release-gate.ts';
import { checkGlyphs, FONT_LOOKUP, readBack, sourceFromBytes } from '../../../functions/pdf/index.ts';
import type { ResidentRecord } from '../../../functions/registry/index.ts';
import { canonicalJson, sha256Hex } from '../../../functions/shared/canonical.ts';
import { OperatorId } from '../../../functions/shared/http/staff.ts';
import { ok, unwrap } from '../../../functions/shared/result.ts';
import { LocalDate } from '../../../functions/shared/time.ts';
import { citySeal } from '../../../simulator/sample/sample-seal.ts';
import { japanese } from '../certificates/fixtures.ts';
import { openBaseFont } from '../pdf/fixtures.ts';
import { fontWith, key } from './fonts.ts';
import { gaijiWorld, municipality } from './gaiji-world.ts';

const HOUR = 3_600_000;
const ipamjm = openBaseFont();
const template = canonicalJson(residentRecordTemplateData);
const seal = encodeSeal(citySeal(1));
const issuedOn = LocalDate.parse('2026-11-23');
const head = { title: '室蘭市長', name: '見本　一郎' };
const TAG = 'tag-of-this-request';

const person = (familyName: string, changes: Partial<ResidentRecord> = {}): ResidentRecord => ({
  ...japanese,
  fullName: `${familyName} 太郎`,
  ...changes,
});

/** A city in which everything is set up but the font, and the way of issuing from its settings to the gate. */
function cityWorld() {
  const world = gaijiWorld();
  const validFrom = world.deps.clock();
  world.put({
    kind: 'head',
    scope: 'city',
    value: { ...head, sealDigest: sha256Hex(seal) },
    validFrom,
  });
  world.put({
    kind: 'template',
    scope: 'resident-record',
    value: { templateDigest: sha256Hex(template) },
    validFrom,
  });
  const shelf = createMaterialShelf({
    settings: { readBlob: async (digest) => [template, seal].find((text) => sha256Hex(text) === digest) },
    readPack: (city, digest) => world.deps.fonts.read(city, 'pack', digest),
    lookup: FONT_LOOKUP,
    shared: { ipamjm },
  });
  const materialsNow = async () => {
    const names = materialNames(settingsAt(world.rows, world.deps.clock()), 'resident-record');
    if (names === undefined) throw new Error('the city is not set up');
    return unwrap(await shelf.load(municipality, names));
  };
  const issue = async (subject: ResidentRecord) => {
    const materials = await materialsNow();
    const number = '0190-1';
    const model = unwrap(
      residentRecordCopy({
        municipalityName: '室蘭市',
        subjects: [subject],
        scope: 'individual',
        options: [],
        issuedOn,
        head,
        certificateNumber: number,
      }),
    );
    const pdf = drawCertificate(model, materials, TAG);
    if (!pdf.ok) return pdf;
    const released = checkRelease(pdf.value, {
      tag: TAG,
      certificateNumber: number,
      scope: 'individual',
      people: [subject.personId],
      subjects: [subject],
      issuedOn,
      head,
      model,
      materials,
    });
    return released.ok ? ok(pdf.value) : released;
  };
  const takeIn = async (drawn: Readonly<Record<string, string>>) => {
    world.setNow(world.deps.clock() + HOUR);
    return unwrap(await importFont(world.deps, { municipality, bytes: fontWith(drawn), by: 'tests' }));
  };
  return { ...world, issue, takeIn, materialsNow };
}

const served = { ok: true, value: expect.any(Uint8Array) };
const refused = (code: string, glyph: string) => ({
  ok: false,
  error: [{ code, detail: `subjects[0].fullName ${glyph}` }],
});

describe('somebody whose name needs a gaiji', () => {
  test('is refused by field and key and listed until it arrives, and served as soon as it does', async () => {
    const city = cityWorld();
    await city.takeIn({ E000: 'A' });
    const waiting = person('\ue001田');
    expect(await city.issue(waiting)).toEqual(refused('ISS-1210', 'U+E001'));
    const { fonts } = await city.materialsNow();
    expect(missingKeys(waiting, fonts)).toEqual([{ field: 'fullName', key: 'U+E001', why: 'no-glyph' }]);
    expect(await city.issue(person('\ue000田'))).toEqual(served);

    await city.takeIn({ E000: 'A', E001: 'B' });
    expect(await city.issue(waiting)).toEqual(served);
    expect(missingKeys(waiting, (await city.materialsNow()).fonts)).toEqual([]);
  });

  test('whose outline has changed is refused until it is confirmed, while everybody else goes on', async () => {
    const city = cityWorld();
    await city.takeIn({ E000: 'A', E001: 'B' });
    expect(await city.issue(person('\ue001田'))).toEqual(served);
    await city.takeIn({ E000: 'A', E001: 'X' });
    expect(await city.issue(person('\ue001田'))).toEqual(refused('ISS-1215', 'U+E001'));
    expect(await city.issue(person('\ue000田'))).toEqual(served);
    expect(await city.issue(person('見本'))).toEqual(served);

    city.setNow(city.deps.clock() + HOUR);
    const confirmation = {
      municipality,
      keys: new Set([key(0xe001)]),
      actor: OperatorId.parse('tanaka'),
      inPlanned: false,
    };
    unwrap(await confirmKeys(city.deps, confirmation));
    expect(await city.issue(person('\ue001田'))).toEqual(served);
  });

  test('is served by the old outline again as soon as the new font is taken back', async () => {
    const city = cityWorld();
    await city.takeIn({ E001: 'B' });
    const before = await city.issue(person('\ue001田'));
    await city.takeIn({ E001: 'X' });
    expect((await city.issue(person('\ue001田'))).ok).toBe(false);
    city.setNow(city.deps.clock() + HOUR);
    unwrap(await takeBack(city.deps, { municipality, by: 'tanaka' }));
    expect(await city.issue(person('\ue001田'))).toEqual(before);
  });
});

describe('an outline that nobody has confirmed', () => {
  test('is held back by the gate, whatever has drawn it', async () => {
    const city = cityWorld();
    await city.takeIn({ E000: 'A', E001: 'B' });
    const issued = await city.issue(person('\ue001田'));
    const pdf = issued.ok ? issued.value : new Uint8Array(0);
    const [pack] = [...city.blobs].flatMap(([name, bytes]) => (name.endsWith('.pack') ? [bytes] : []));
    const eudc = unwrap(openFont(sourceFromBytes(pack ?? new Uint8Array(0)), 'e'.repeat(64)));
    const file = unwrap(readBack(pdf));
    const { witnessFor } = cityFonts(FONT_LOOKUP, { ipamjm, eudc }, new Set([key(0xe001)]));
    expect(checkGlyphs(file, witnessFor)).toMatchObject([{ fault: 'unknown-key' }]);
    const all = cityFonts(FONT_LOOKUP, { ipamjm, eudc });
    expect(checkGlyphs(file, all.witnessFor)).toEqual([]);
  });
});

describe('coverage', () => {
  const fonts = cityFonts(FONT_LOOKUP, { ipamjm });
  const facts = (resident: ResidentRecord, more: object = {}) => ({
    personId: resident.personId,
    facts: { resident, ...more },
  });

  test('names field and key of everything that cannot be drawn, and no text', () => {
    const subject = person('\ue010\ue010\ue011', {
      address: '北海道見本市\ue010町',
      previousAddress: '辻\u{e01ef}',
      registeredDomicile: 'A\u0007',
    });
    const uncovered = uncoveredIn(facts(subject, { 'tax#2026': { address: '\ue012' } }), fonts);
    expect(uncovered).toEqual({
      personId: subject.personId,
      missing: [
        { field: 'fullName', key: 'U+E010', why: 'no-glyph' },
        { field: 'fullName', key: 'U+E011', why: 'no-glyph' },
        { field: 'address', key: 'U+E010', why: 'no-glyph' },
        { field: 'previousAddress', key: 'U+8FBB U+E01EF', why: 'no-glyph' },
        { field: 'registeredDomicile', key: 'control-code', why: 'bad-text' },
        { field: 'tax#2026.address', key: 'U+E012', why: 'no-glyph' },
      ],
    });
    expect(JSON.stringify(uncovered)).not.toMatch(/見本|太郎|北海道/);
  });

  test('counts nobody who can be printed, or who is no resident any more', () => {
    expect(uncoveredIn(facts(person('見本')), fonts)).toBeUndefined();
    expect(uncoveredIn(facts(person('\ue010', { state: 'deceased' })), fonts)).toBeUndefined();
    expect(uncoveredIn({ ...facts(person('\ue010')), facts: {} }, fonts)).toBeUndefined();
  });
});
