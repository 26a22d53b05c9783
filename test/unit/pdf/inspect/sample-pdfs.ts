import type { Parts } from './pdf-builder.ts';

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
