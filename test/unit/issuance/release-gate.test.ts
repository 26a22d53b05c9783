import { describe, expect, test } from 'vitest';
import {
  asPreview,
  CertificateTemplate,
  compileTemplate,
  layOut,
  residentRecordCopy,
  residentRecordTemplateData,
  sampleSeal,
  withNumbers,
} from '../../../functions/certificates/index.ts';
import { cityFonts } from '../../../functions/issuance/city-fonts.ts';
import { drawCertificate } from '../../../functions/issuance/draw.ts';
import type { Materials } from '../../../functions/issuance/materials.ts';
import { checkRelease, type Expected } from '../../../functions/issuance/release-gate.ts';
import { drawPdf, FONT_LOOKUP, keyOf, measure, readBack } from '../../../functions/pdf/index.ts';
import { ordinalOf } from '../../../functions/pdf/pack/open-pack.ts';
import { ResidentRecord } from '../../../functions/registry/index.ts';
import { withCheckDigit } from '../../../functions/shared/individual-number.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { LocalDate } from '../../../functions/shared/time.ts';
import { openBaseFont } from '../pdf/fixtures.ts';

const materials: Materials = {
  names: { templateDigest: 't', sealDigest: 's', unconfirmed: [] },
  template: unwrap(compileTemplate(CertificateTemplate.parse(residentRecordTemplateData))),
  seal: sampleSeal(),
  fonts: cityFonts(FONT_LOOKUP, { ipamjm: openBaseFont() }),
};

const resident = (n: number, changes: Partial<ResidentRecord> = {}): ResidentRecord => ({
  ...ResidentRecord.parse({
    personId: `90000000000000${n}`,
    householdId: '900000000000900',
    householdOrder: n,
    state: 'active',
    transferPending: false,
    changeUnsettled: false,
    isForeign: false,
    fullName: `見本 第${n}`,
    dateOfBirth: { text: `昭和53年4月${n}日`, date: `1978-04-0${n}` },
    sex: '男',
    address: '北海道室蘭市幸町1番2号',
    headOfHousehold: '見本 第1',
    relationshipToHead: '世帯主',
  }),
  ...changes,
});

function certificate(
  people: readonly ResidentRecord[],
  changes: Partial<Expected> = {},
  certificateNumber = '0190-1',
) {
  const issuedOn = LocalDate.parse('2026-11-23');
  const head = { title: '室蘭市長', name: '見本　一郎' };
  const scope = people.length === 1 ? 'individual' : 'household';
  const model = unwrap(
    residentRecordCopy({
      municipalityName: '室蘭市',
      subjects: people,
      scope,
      options: ['relationship'],
      issuedOn,
      head,
      certificateNumber,
    }),
  );
  const expected: Expected = {
    tag: 'tag-of-this-request',
    certificateNumber,
    scope,
    people: people.map((person) => person.personId),
    subjects: people,
    issuedOn,
    head,
    model,
    materials,
    ...changes,
  };
  return { pdf: unwrap(drawCertificate(model, materials, 'tag-of-this-request')), expected };
}

const own = [resident(1), resident(2)];

describe('the release gate (INV-4, INV-10)', () => {
  test('lets the certificate go that was asked for', () => {
    const { pdf, expected } = certificate(own);
    expect(checkRelease(pdf, expected)).toEqual({ ok: true, value: { pages: 1 } });
  });

  const stranger = resident(3, { fullName: '見本 別人' });
  test.each<[string, Partial<Expected>, string]>([
    ['another request’s bytes', { tag: 'tag-of-another' }, 'tag'],
    ['another person’s name', { subjects: [stranger, resident(2)] }, 'subjects[0].fullName'],
    [
      'another date of birth',
      { subjects: [resident(1), resident(2, { dateOfBirth: { text: '昭和53年4月9日' } })] },
      'subjects[1].dateOfBirth',
    ],
    [
      'a record of another number',
      { people: [resident(1).personId, stranger.personId] },
      'subjects[1].personId',
    ],
    [
      'one person more than asked for',
      { people: [resident(1).personId], subjects: [resident(1)] },
      'number of subjects',
    ],
    ['people in another order', { subjects: own.toReversed() }, 'subjects[0].fullName'],
    ['another scope', { scope: 'partial' }, 'scope'],
    ['another day', { issuedOn: LocalDate.parse('2026-11-24') }, 'issuedOn'],
    ['another head', { head: { title: '室蘭市長', name: '見本　二郎' } }, 'head'],
    ['another certificate’s number', { certificateNumber: '0190-2' }, 'certificateNumber'],
    [
      'another seal',
      {
        materials: {
          ...materials,
          seal: { ...materials.seal, bits: materials.seal.bits.map((byte) => ~byte & 0xff) },
        },
      },
      'seal',
    ],
  ])('holds back %s', (_, changes, mismatch) => {
    const { pdf, expected } = certificate(own, changes);
    const checked = checkRelease(pdf, expected);
    expect(checked.ok).toBe(false);
    expect(checked.ok ? [] : checked.error).toContain(mismatch);
  });

  test('holds back a paper of which any slot says something else than the model', () => {
    const { pdf } = certificate(own);
    const { expected } = certificate([resident(1, { address: '北海道室蘭市幸町1番3号' }), resident(2)]);
    const checked = checkRelease(pdf, { ...expected, subjects: own });
    expect(checked).toMatchObject({ ok: false, error: expect.arrayContaining(['household.address']) });
  });

  describe('個人番号 (INV-10)', () => {
    const [mine, others] = [withCheckDigit('12345678901'), withCheckDigit('23456789012')];
    const numbered = (...numbers: string[]) => {
      const { expected } = certificate(own);
      if (expected.model.model !== 'resident-record-copy') throw new Error('another model');
      const model = withNumbers(expected.model, numbers);
      return {
        pdf: unwrap(drawCertificate(model, materials, expected.tag)),
        expected: { ...expected, model },
      };
    };

    test('leaves where it was asked for', () => {
      const { pdf, expected } = numbered(mine, others);
      expect(checkRelease(pdf, { ...expected, numbers: [mine, others] })).toMatchObject({ ok: true });
    });

    test.each<[string, readonly string[] | undefined, readonly string[]]>([
      ['that nobody asked for', undefined, ['subjects[0].individualNumber', 'subjects[1].individualNumber']],
      ['of one subject more than asked for', [mine], ['subjects[1].individualNumber']],
      [
        'of two people in each other’s place',
        [others, mine],
        ['subjects[0].individualNumber', 'subjects[1].individualNumber'],
      ],
    ])('holds back a number %s, even where the model has it', (_, numbers, mismatches) => {
      const { pdf, expected } = numbered(mine, others);
      const changes = numbers === undefined ? {} : { numbers };
      expect(checkRelease(pdf, { ...expected, ...changes })).toEqual({ ok: false, error: mismatches });
    });

    test('holds back a paper without the number that was asked for', () => {
      const { pdf, expected } = certificate(own);
      const checked = checkRelease(pdf, { ...expected, numbers: [mine, others] });
      expect(checked).toEqual({
        ok: false,
        error: ['subjects[0].individualNumber', 'subjects[1].individualNumber'],
      });
    });

    test('holds back a number in any other place, and takes the paper’s own number for none', () => {
      const people = [resident(1, { remarks: `番号 ${mine}` }), resident(2)];
      const { pdf, expected } = certificate(people);
      expect(checkRelease(pdf, expected)).toEqual({ ok: false, error: ['subjects[0].remarks'] });
      expect(JSON.stringify(checkRelease(pdf, expected))).not.toContain(mine);
      const paper = certificate(own, {}, `01a2096e-0f40-70e9-a37b-${mine}`);
      expect(checkRelease(paper.pdf, paper.expected)).toMatchObject({ ok: true });
    });
  });

  test('holds back bytes of which one has changed', () => {
    const { pdf, expected } = certificate(own);
    for (const position of [20, Math.floor(pdf.length / 2), pdf.length - 40]) {
      const broken = pdf.slice();
      broken[position] = (broken[position] ?? 0) ^ 1;
      expect(checkRelease(broken, expected).ok).toBe(false);
    }
  });

  test('holds back a right text under which another character’s glyph is drawn', () => {
    const honest = openBaseFont();
    const { pack } = honest;
    const [mine, other] = [keyOf(0x5e78), keyOf(0x8f9b)].map((key) => ordinalOf(pack, key));
    const records = pack.records.slice();
    records[mine ?? 0] = pack.records[other ?? 0] ?? 0;
    const swapped = cityFonts(FONT_LOOKUP, { ipamjm: { ...honest, pack: { ...pack, records } } });
    const { expected } = certificate(own);
    const pdf = unwrap(
      drawCertificate(expected.model, { ...materials, fonts: swapped }, 'tag-of-this-request'),
    );
    expect(readBack(pdf)).toMatchObject({ ok: true });
    expect(checkRelease(pdf, expected)).toEqual({ ok: false, error: ['glyph: outline'] });
  });

  test('holds back a preview, and each of what makes it one', () => {
    const stamp = { ...materials.seal, bits: materials.seal.bits.map((byte) => ~byte & 0xff) };
    const real = { ...materials, seal: stamp };
    const { expected } = certificate(own, { materials: real });
    const list = unwrap(
      layOut(real.template, expected.model, { seal: stamp, tag: expected.tag }, (text, size, field) =>
        measure(real.fonts.set, text, size, field),
      ),
    );
    const preview = asPreview(list);
    const released = (drawn: typeof list) => checkRelease(unwrap(drawPdf(drawn, real.fonts.set)), expected);
    expect(released(list)).toEqual({ ok: true, value: { pages: 1 } });
    expect(released(preview)).toEqual({ ok: false, error: ['file: unexpected'] });
    expect(released({ ...list, title: preview.title })).toMatchObject({
      ok: false,
      error: ['structure: document-title'],
    });
    const unmarked = preview.pages.map((page) => ({ ...page, items: page.items.slice(1) }));
    expect(released({ ...list, pages: unmarked })).toEqual({ ok: false, error: ['seal'] });
    const black = preview.pages.map(({ items: [mark, ...items], ...page }) => ({
      ...page,
      items: mark?.kind === 'text' ? [{ ...mark, grey: 0 }, ...items] : items,
    }));
    expect(released({ ...list, pages: black })).toMatchObject({ ok: false });
  });

  test('names what does not agree without saying it', () => {
    const { pdf, expected } = certificate(own, { subjects: [stranger, resident(2)] });
    expect(JSON.stringify(checkRelease(pdf, expected))).not.toMatch(/見本|別人/);
  });
});
