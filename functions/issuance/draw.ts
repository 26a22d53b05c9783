import { layOut, type Overflow, type PrintedContent } from '../certificates/index.ts';
import { type DrawFault, drawPdf, keyOf, measure } from '../pdf/index.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { CityFonts } from './city-fonts.ts';
import type { Materials } from './materials.ts';
import type { KeptPictures } from './pictures.ts';
import type { RefusalReason } from './record.ts';

/** A Lambda's answer holds 6 MB as BASE64; more than this many bytes is refused by name. */
export const MAXIMUM_PDF_BYTES = 4_400_000;

/**
 * The bytes of a certificate: a pure function of its model, its materials, its pictures and its tag. Nothing is substituted or cut
 * off: a missing glyph or a text that does not fit refuses and names the field.
 */
export function drawCertificate(
  model: PrintedContent,
  materials: Materials,
  tag: string,
  pictures: KeptPictures = {},
): Result<Uint8Array, readonly RefusalReason[]> {
  const { template, seal, fonts } = materials;
  const list = layOut(template, model, { seal, pictures, tag }, (text, size, field) =>
    measure(fonts.set, text, size, field),
  );
  if (!list.ok) return err(faultReasons(list.error, fonts));
  const pdf = drawPdf(list.value, fonts.set);
  if (!pdf.ok) return err(faultReasons(pdf.error, fonts));
  return pdf.value.length > MAXIMUM_PDF_BYTES ? err([{ code: 'ISS-1214' }]) : ok(pdf.value);
}

/** A glyph that the city's staff can supply is a reason; a list that cannot be drawn is our own defect. */
function faultReasons(fault: DrawFault | Overflow, fonts: CityFonts): readonly RefusalReason[] {
  switch (fault.kind) {
    case 'overflow':
      return [{ code: 'ISS-1211', detail: fault.field }];
    case 'missing-glyph':
      return fault.missing.map(({ field, codePoint, selector, key }) => {
        const isUnconfirmed = fonts.unconfirmed.has(keyOf(codePoint, selector));
        return { code: isUnconfirmed ? 'ISS-1215' : 'ISS-1210', detail: `${field} ${key}` };
      });
    case 'bad-text':
      return [{ code: 'ISS-1210', detail: fault.field }];
    case 'bad-list':
      throw new Error(`the layout cannot be drawn: ${fault.fault}`);
  }
}
