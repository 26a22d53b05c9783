import type { GlyphKey } from '../keys.ts';
import { type ByteSheet, makeRoom, putHex16, putText } from './byte-sheet.ts';

/** The CMap format allows at most this many mappings in one section. */
const SECTION = 100;

export const TO_UNICODE_HEAD = `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
`;

export const TO_UNICODE_TAIL = `endcmap
CMapName currentdict /CMap defineresource pop
end
end
`;

function putUnits(out: ByteSheet, codePoint: number): void {
  if (codePoint < 0x10000) putHex16(out, codePoint);
  else {
    putHex16(out, 0xd800 + ((codePoint - 0x10000) >>> 10));
    putHex16(out, 0xdc00 + (codePoint & 0x3ff));
  }
}

/** The mappings of `keys` from index `from` on, each code to its key's text; base and selector are one mapping. */
export function putMappings(out: ByteSheet, keys: readonly GlyphKey[], from: number): void {
  for (let first = from; first < keys.length; first += SECTION) {
    const end = Math.min(first + SECTION, keys.length);
    putText(out, `${end - first} beginbfchar\n`);
    makeRoom(out, (end - first) * 28 + 16);
    for (let index = first; index < end; index++) {
      const key = keys[index] ?? 0;
      out.bytes[out.at++] = 0x3c;
      putHex16(out, index + 1);
      putText(out, '> <');
      putUnits(out, Math.floor(key / 512));
      const selector = key % 512;
      if (selector > 0) putUnits(out, selector <= 16 ? 0xfe00 + selector - 1 : 0xe0100 + selector - 17);
      putText(out, '>\n');
    }
    putText(out, 'endbfchar\n');
  }
}
