import { buildPdf, deflated, type Parts } from './pdf-builder.ts';

/** The page dictionary that every sample uses, with more entries. */
export const pageOf = (entries = '', contents = '6 0 R'): string =>
  `<< /Type /Page /Parent 2 0 R /Contents ${contents} ${entries} >>`;

/** A document of one A4 page that says "Sample", with other objects put in, or in place of its own. */
export function sampleParts(changes: Parts = {}): Parts {
  return {
    1: '<< /Type /Catalog /Pages 2 0 R >>',
    2: '<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] /Resources 4 0 R >>',
    3: pageOf(),
    4: '<< /Font << /F1 5 0 R >> >>',
    5: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    6: { dict: '', data: 'BT /F1 12 Tf 50 700 Td (Sample) Tj ET' },
    ...changes,
  };
}

/** Two pages with a composite font and its map, a form, a link, an outline and a named place. */
export function richParts(): Parts {
  return sampleParts({
    1: '<< /Type /Catalog /Pages 2 0 R /Outlines 11 0 R /Names << /Dests 13 0 R >> /OpenAction [3 0 R /Fit] >>',
    2: '<< /Type /Pages /Kids [3 0 R 14 0 R] /Count 2 /MediaBox [0 0 595 842] /Resources 4 0 R >>',
    3: pageOf('/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /GoTo /D (there) >> >>]'),
    4: '<< /Font << /F1 5 0 R /F2 7 0 R >> /XObject << /X 10 0 R >> >>',
    6: deflated('', 'BT /F1 12 Tf 50 700 Td (Sample) Tj /F2 10 Tf 0 -20 Td <00010002> Tj ET /X Do'),
    7: '<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [8 0 R] /ToUnicode 9 0 R >>',
    8: '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /W [1 [1000 500]] >>',
    9: deflated('', '/CMapName /X def begincmap 1 beginbfrange <0001> <0009> <4e00> endbfrange endcmap'),
    10: deflated('/Type /XObject /Subtype /Form /BBox [0 0 99 99]', 'BT /F1 8 Tf 10 10 Td (form) Tj ET'),
    11: '<< /Type /Outlines /First 12 0 R /Last 12 0 R /Count 1 >>',
    12: '<< /Title (one) /Parent 11 0 R /Dest [14 0 R /Fit] >>',
    13: '<< /Names [(there) [14 0 R /Fit]] >>',
    14: pageOf('/MediaBox [0 0 842 595] /Rotate 90'),
  });
}

/** A file whose first section, at its front, is the newest, as in a linearized one. */
export function frontFirst(): Buffer {
  const rest = buildPdf(sampleParts());
  const at = rest.lastIndexOf('xref\n0');
  const body = rest.subarray(0, at).toString('latin1');
  const offset = (number: number, shift: number): string => {
    const found = number === 1 ? body.indexOf('1 0 obj') : body.indexOf(`\n${number} 0 obj`) + 1;
    return `${String(found + shift).padStart(10, '0')} 00000 n \n`;
  };
  const header = body.slice(0, body.indexOf('1 0 obj'));
  const section = (previous: number): string =>
    `xref\n1 3\n${[1, 2, 3].map((number) => offset(number, length)).join('')}trailer\n` +
    `<< /Size 7 /Root 1 0 R /Prev ${String(previous).padStart(6, '0')} >>\nstartxref\n0\n%%EOF\n`;
  let length = 0;
  length = section(0).length;
  const objects = body.slice(header.length);
  const previous = header.length + length + objects.length;
  const older = `xref\n4 3\n${[4, 5, 6].map((number) => offset(number, length)).join('')}trailer\n<< /Size 7 >>\n`;
  const text = `${header}${section(previous)}${objects}${older}startxref\n${header.length}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}
