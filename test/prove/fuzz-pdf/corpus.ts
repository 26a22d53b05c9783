import { PDFDocument, StandardFonts } from 'pdf-lib';
import { drawn, listOf, openBasePack, packOf } from '../../unit/pdf/fixtures.ts';
import { buildFont, samplePlan } from '../../unit/pdf/font-builder.ts';
import { heavyPdfs } from '../../unit/pdf/inspect/heavy-pdfs.ts';
import { buildPdf, type FileForm, type Parts, updatedPdf } from '../../unit/pdf/inspect/pdf-builder.ts';
import { ruleCases } from '../../unit/pdf/inspect/rule-cases.ts';
import { frontFirst, pageOf, richParts, sampleParts } from '../../unit/pdf/inspect/sample-pdfs.ts';

/** A file to change, and where it was made by hand, what it was made of. */
export type Source = {
  readonly name: string;
  readonly pdf: Uint8Array;
  readonly plan?: { readonly parts: Parts; readonly form: FileForm };
};

export type Corpus = Readonly<Record<'sound' | 'broken' | 'heavy', readonly Source[]>>;

/** Files of forbidden things that are larger are there for their size alone. */
const largestCase = 100_000;

async function byPdfLib(useObjectStreams: boolean): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  for (let page = 1; page <= 3; page++) {
    const sheet = document.addPage([595.28, 841.89]);
    for (let line = 0; line < 20; line++) {
      sheet.drawText(`line ${line} of page ${page}`, { x: 50, y: 780 - line * 20, size: 11, font });
    }
  }
  return document.save({ useObjectStreams });
}

/** Three pages of one picture each, nearly as large as a file may be. */
function scanned(): Uint8Array {
  const picture = (seed: number): Uint8Array => {
    const bytes = new Uint8Array(1_390_000);
    for (let at = 0; at < bytes.length; at++) bytes[at] = Math.imul(at + seed, 2654435761) >>> 24;
    return bytes;
  };
  const dict =
    '/Type /XObject /Subtype /Image /Width 2480 /Height 3508 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode';
  const numbers = [10, 11, 12];
  const parts = sampleParts({
    2: '<< /Type /Pages /Kids [10 0 R 11 0 R 12 0 R] /Count 3 /MediaBox [0 0 595 842] >>',
    ...Object.fromEntries(
      numbers.flatMap((number) => [
        [number, pageOf(`/Resources << /XObject << /P ${number + 10} 0 R >> >>`)],
        [number + 10, { dict, data: picture(number) }],
      ]),
    ),
  });
  return buildPdf(parts);
}

const byHand = (name: string, parts: Parts, form: FileForm = {}): Source => ({
  name,
  pdf: buildPdf(parts, form),
  plan: { parts, form },
});

/** Everything that is mutated: files of every structure and doubtful ones, those that break a rule, and those made to cost. */
export async function corpus(): Promise<Corpus> {
  const packs = { base: openBasePack(), gaiji: packOf(buildFont(samplePlan)) };
  const packed: FileForm = { xref: 'stream', packed: [1, 2, 3, 4, 5] };
  const made: Source[] = [
    { name: 'drawn', pdf: drawn(listOf(['山田', '葛\u{e0102}𠮷\ue000', 'か\u3099']), packs) },
    { name: 'pdf-lib', pdf: await byPdfLib(false) },
    { name: 'pdf-lib-objects', pdf: await byPdfLib(true) },
    byHand('table', sampleParts()),
    byHand('table-crlf', richParts(), { lineEnd: '\r\n' }),
    byHand('rich', richParts()),
    byHand('stream', richParts(), { xref: 'stream' }),
    byHand('objects', richParts(), packed),
    byHand('predictor', richParts(), { ...packed, predictor: true }),
    byHand('hybrid', richParts(), { xref: 'hybrid', packed: [4, 5] }),
    byHand('junk', richParts(), { header: 'junk\n%PDF-1.6\n' }),
    { name: 'front-first', pdf: frontFirst() },
    { name: 'updated', pdf: updatedPdf(buildPdf(richParts()), { 6: 'null', 5: 'null' }) },
    {
      name: 'updated-stream',
      pdf: updatedPdf(buildPdf(richParts(), packed), sampleParts(), { xref: 'stream' }),
    },
    {
      name: 'updated-hybrid',
      pdf: updatedPdf(buildPdf(richParts()), richParts(), { xref: 'hybrid', packed: [4] }),
    },
  ];
  const heavy = Object.entries(heavyPdfs).map(([name, pdf]) => ({ name, pdf: pdf() }));
  const broken: Source[] = Object.entries(ruleCases).flatMap(([rule, cases]) =>
    cases.map(([what, , pdf]) => ({ name: `${rule}: ${what}`, pdf: pdf() })),
  );
  return {
    sound: made,
    broken: broken.filter(({ pdf }) => pdf.length < largestCase),
    heavy: [{ name: 'scan', pdf: scanned() }, ...heavy],
  };
}
