import { createHash } from 'node:crypto';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { inspectPdf } from '../../../../functions/pdf/inspect/inspect-pdf.ts';
import { unwrap } from '../../../../functions/shared/result.ts';
import { buildPdf, deflated, type FileForm, type Parts, updatedPdf } from './pdf-builder.ts';
import { frontFirst, pageOf, sampleParts } from './sample-pdfs.ts';

const sample = (changes: Parts = {}, form: FileForm = {}): Buffer => buildPdf(sampleParts(changes), form);
const inspected = async (pdf: Uint8Array) => unwrap(await inspectPdf(pdf, { text: true }));
const pages = (entries: string): Parts => ({
  2: `<< /Type /Pages /Resources 4 0 R /Kids [3 0 R] /Count 1 ${entries} >>`,
});
const saying = (words: string): string => `BT /F1 12 Tf 50 700 Td (${words}) Tj ET`;

describe('a PDF passes', () => {
  test.each([
    ['with a table', sample()],
    ['with carriage returns', sample({}, { lineEnd: '\r\n' })],
    ['with a cross-reference stream', sample({}, { xref: 'stream' })],
    ['with object streams', sample({}, { xref: 'stream', packed: [1, 2, 3, 4, 5] })],
    ['with a predictor', sample({}, { xref: 'stream', packed: [1, 2, 3, 4, 5], predictor: true })],
    ['as a hybrid', sample({}, { xref: 'hybrid', packed: [4, 5] })],
    [
      'as a hybrid whose older table calls free what the newer stream has',
      updatedPdf(
        sample({}, { place: (number, entry) => (number === 4 || number === 5 ? [0, 0, 65535] : entry) }),
        { 4: sampleParts()[4] ?? '', 5: sampleParts()[5] ?? '' },
        { xref: 'hybrid', packed: [4, 5] },
      ),
    ],
    ['as a hybrid with an update', updatedPdf(sample({}, { xref: 'hybrid', packed: [4, 5] }), { 8: 'null' })],
    ['with the newest section in front', frontFirst()],
    [
      'with comments',
      sample({ 5: '<< % a comment >> \n/Type /Font%\r/Subtype /Type1 /BaseFont /Helvetica >>' }),
    ],
    [
      'with what looks like keywords in a string',
      sample({ 4: '<< /Font << /F1 5 0 R >> /X (endobj \\) >> stream) >>' }),
    ],
    [
      'with a stream whose length is an object',
      sample({ 6: { dict: '/Length 7 0 R', data: saying('Sample') }, 7: '37' }),
    ],
    ['with references to nothing', sample({ 4: '<< /Font << /F1 5 0 R /F2 88 0 R >> >>' })],
    ['with an empty form', sample({ 1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [] >> >>' })],
    [
      'with a link within it',
      sample({ 3: pageOf('/Annots [<< /Subtype /Link /A << /S /GoTo /D [3 0 R] >> >>]') }),
    ],
    ['with a place to open at', sample({ 1: '<< /Type /Catalog /Pages 2 0 R /OpenAction [3 0 R /Fit] >>' })],
    [
      'with a font and a glyph named as what is forbidden',
      sample({ 4: '<< /Font << /F1 5 0 R /AA 5 0 R /JS 7 0 R >> >>', 7: '<< /CharProcs << /AF null >> >>' }),
    ],
  ])('%s', async (_, pdf) => {
    expect(await inspectPdf(pdf, { text: true })).toMatchObject({
      ok: true,
      value: {
        version: '1.7',
        decidedBy: 'lazy',
        pages: [{ width: 595, height: 842, text: 'Sample', textIsComplete: true }],
        fonts: [{ name: 'Helvetica', kind: 'Type1', embedded: false }],
      },
    });
  });

  test.each([
    ['turned from landscape', '/MediaBox [0 0 842 595] /Rotate 90', [595, 842]],
    ['turned back', '/MediaBox [0 0 842 595] /Rotate -90', [595, 842]],
    ['upside down', '/MediaBox [0 0 595 842] /Rotate 180', [595, 842]],
    ['with its corners the other way round', '/MediaBox [595 842 0 0]', [595, 842]],
    ['away from the origin', '/MediaBox [-100 50.5 495.28 892.39]', [595.28, 841.89]],
    ['cut out of a larger sheet', '/MediaBox [0 0 800 1000] /CropBox [100 50 695 892]', [595, 842]],
    ['with a crop box beyond the sheet', '/MediaBox [0 0 595 842] /CropBox [-50 -50 900 900]', [595, 842]],
    ['in numbers by reference', '/MediaBox [0 0 7 0 R 8 0 R]', [595, 842]],
    ['a point too narrow', '/MediaBox [0 0 594.3 841]', [594.3, 841]],
  ])('A4 %s', async (_, boxes, [width, height]) => {
    const { pages: found } = await inspected(sample({ ...pages(boxes), 7: '595', 8: '842' }));
    expect(found).toHaveLength(1);
    expect(found[0]?.width).toBeCloseTo(width ?? 0, 6);
    expect(found[0]?.height).toBeCloseTo(height ?? 0, 6);
  });

  test('A4 in units of its own', async () => {
    const unit = sample({ ...pages('/MediaBox [0 0 297.5 421]'), 3: pageOf('/UserUnit 2') });
    expect((await inspected(unit)).pages).toMatchObject([{ width: 595, height: 842 }]);
  });

  test('a page’s own box goes before an inherited one', async () => {
    const own = sample({
      ...pages('/MediaBox [0 0 100 100] /Rotate 90'),
      3: pageOf('/MediaBox [0 0 595 842] /Rotate 0'),
    });
    expect((await inspected(own)).pages).toMatchObject([{ width: 595, height: 842 }]);
  });

  test('the later of the two versions counts', async () => {
    const version = async (header: string, later: string): Promise<string> =>
      (await inspected(sample({ 1: `<< /Type /Catalog /Pages 2 0 R ${later} >>` }, { header }))).version;
    expect(await version('%PDF-1.4\n', '/Version /1.6')).toBe('1.6');
    expect(await version('%PDF-1.5\n', '/Version /1.4')).toBe('1.5');
    expect(await version('%PDF-2.0\n', '')).toBe('2.0');
  });

  test.each([true, false])('as pdf-lib writes it, object streams: %s', async (useObjectStreams) => {
    const document = await PDFDocument.create();
    const font = await document.embedFont(StandardFonts.TimesRoman);
    for (const name of ['one', 'two', 'three']) {
      document.addPage([595.28, 841.89]).drawText(`page ${name}`, { x: 50, y: 700, size: 12, font });
    }
    const { pages: found, decidedBy } = await inspected(await document.save({ useObjectStreams }));
    expect(found.map(({ text }) => text)).toEqual(['page one', 'page two', 'page three']);
    expect(decidedBy).toBe('lazy');
  });

  test('in the newest of its revisions', async () => {
    const older = sample({ 6: deflated('', saying('old')) }, { xref: 'stream', packed: [1, 2, 3, 4, 5] });
    const newer = updatedPdf(older, { 6: deflated('', saying('new')) }, { xref: 'stream' });
    const mended = updatedPdf(sample({ 1: '<< /Type /Catalog /Pages 2 0 R /OpenAction << /JS (x) >> >>' }), {
      1: '<< /Type /Catalog /Pages 2 0 R >>',
    });
    expect((await inspected(newer)).pages[0]?.text).toBe('new');
    expect((await inspected(mended)).pages).toHaveLength(1);
  });

  test('without text unless it is asked for', async () => {
    expect(unwrap(await inspectPdf(sample())).pages).toEqual([{ width: 595, height: 842 }]);
  });
});

describe('the bytes', () => {
  test.each([
    ['lazily', {}],
    ['strictly', { header: 'junk\n%PDF-1.7\n' }],
  ])('are as they were, and named by their hash, read %s', async (_, form) => {
    const pdf = sample({}, form);
    const before = Buffer.from(pdf);
    const { sha256 } = await inspected(pdf);
    expect(pdf.equals(before)).toBe(true);
    expect(sha256).toBe(createHash('sha256').update(before).digest('hex'));
  });

  test('may be a part of a larger buffer', async () => {
    const pdf = sample();
    const larger = Buffer.concat([Buffer.from('%PDF-1.7\n1 0 obj'), pdf, Buffer.from('startxref 0')]);
    const part = new Uint8Array(larger.buffer, larger.byteOffset + 16, pdf.length);
    expect((await inspected(part)).sha256).toBe((await inspected(pdf)).sha256);
  });
});

describe('a limit', () => {
  test('can be lowered', async () => {
    expect(await inspectPdf(sample(), { bytes: 100 })).toMatchObject({
      ok: false,
      error: { rule: 'file-size' },
    });
    expect(await inspectPdf(sample(), { pages: 0 })).toMatchObject({ ok: false, error: { rule: 'pages' } });
  });

  test('of the text ends the text, not the file', async () => {
    const long = sample({ 6: deflated('', `${saying('x')} `.repeat(200_000)) });
    expect((await inspected(long)).pages).toEqual([{ width: 595, height: 842 }]);
  });
});
