import { type GlyphKey, keyText } from './keys.ts';

/** The CMap format allows at most this many mappings in one section. */
const sectionSize = 100;

function utf16Hex(text: string): string {
  let hex = '';
  for (let index = 0; index < text.length; index++)
    hex += text.charCodeAt(index).toString(16).padStart(4, '0');
  return hex;
}

/** The CMap that gives each code (1 = the first key) its key's text; base and selector are one mapping. */
export function toUnicodeMap(keys: readonly GlyphKey[]): string {
  const lines = [
    '/CIDInit /ProcSet findresource begin',
    '12 dict begin',
    'begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def',
    '/CMapType 2 def',
    '1 begincodespacerange',
    '<0000> <ffff>',
    'endcodespacerange',
  ];
  for (let first = 0; first < keys.length; first += sectionSize) {
    const section = keys.slice(first, first + sectionSize);
    lines.push(`${section.length} beginbfchar`);
    for (const [index, key] of section.entries()) {
      lines.push(`<${(first + index + 1).toString(16).padStart(4, '0')}> <${utf16Hex(keyText(key))}>`);
    }
    lines.push('endbfchar');
  }
  lines.push('endcmap', 'CMapName currentdict /CMap defineresource pop', 'end', 'end', '');
  return lines.join('\n');
}
