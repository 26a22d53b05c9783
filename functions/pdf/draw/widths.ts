import type { Codes } from './codes.ts';
import { pdfNumber } from './pdf-number.ts';

/**
 * Widths of the codes from index `from` on whose advance is not 1000/1000 em, as `first [w w …] first [w …]`, each
 * group followed by a space.
 */
export function widthsOf({ pack, ordinals }: Codes, from: number): string {
  const { unitsPerEm } = pack.header;
  let list = '';
  let open = false;
  for (let index = from; index < ordinals.length; index++) {
    const advance = pack.advances[ordinals[index] ?? 0] ?? 0;
    if (advance === unitsPerEm) {
      if (open) list += '] ';
      open = false;
      continue;
    }
    list += open ? ' ' : `${index + 1} [`;
    list += pdfNumber((advance * 1000) / unitsPerEm);
    open = true;
  }
  return open ? `${list}] ` : list;
}
