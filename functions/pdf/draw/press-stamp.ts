import { deflateSync } from 'node:zlib';
import { sha256Hex } from '../../shared/canonical.ts';
import type { Stamp } from '../display-list.ts';
import { byteSheet } from './byte-sheet.ts';
import { itemFault } from './check-list.ts';
import type { ListFault } from './draw-fault.ts';
import type { FontSet } from './font-set.ts';
import type { Plate, PressedStamp } from './plate.ts';
import { drawStream, NO_NAMES, newPen } from './write-content.ts';

/**
 * The stamp as the form's codes draw it, pressed when it is first met. With other characters than the form's its codes
 * would differ from certificate to certificate: it is then drawn in place, item by item.
 */
export function pressedStamp(
  stamp: Stamp,
  plate: Plate,
  set: FontSet,
): PressedStamp | 'drawn-in-place' | { readonly fault: ListFault } {
  const known = plate.stamps.get(stamp);
  if (known !== undefined) return known;
  for (const item of stamp.items) {
    const fault = itemFault(item);
    if (fault !== undefined) return { fault };
  }
  const pressed = press(stamp, plate, set);
  plate.stamps.set(stamp, pressed);
  return pressed;
}

function press({ items }: Stamp, plate: Plate, set: FontSet): PressedStamp | 'drawn-in-place' {
  const reach = { left: Infinity, bottom: Infinity, right: -Infinity, top: -Infinity };
  for (const item of items) {
    if (item.kind !== 'text' || item.text === '') continue;
    const ems = plate.texts.get(item.text);
    if (ems === undefined) return 'drawn-in-place';
    reach.left = Math.min(reach.left, item.x);
    reach.right = Math.max(reach.right, item.x + ems * item.size * (item.stretch ?? 1));
    reach.bottom = Math.min(reach.bottom, item.y);
    reach.top = Math.max(reach.top, item.y);
  }
  const codes = plate.fonts.map((font) => font.codes);
  const out = byteSheet(8_192);
  const pen = newPen({ set, codes, out, missing: new Map() });
  const bad = drawStream(pen, items, undefined, NO_NAMES);
  if (bad !== undefined) throw new Error(`a stamp of drawn texts cannot be drawn: ${bad.fault.kind}`);
  const raw = out.bytes.subarray(0, out.at);
  return { digest: sha256Hex(raw), operators: deflateSync(raw, { level: 9 }), reach };
}
