const HEX = '<([0-9a-fA-F]*)>';
const SECTION = /(\d+)\s+begin(bfchar|bfrange)\b([\s\S]*?)\bend\2\b/g;
const MOST_IN_A_SECTION = 100;

const textOf = (hex: string): string => {
  if (hex.length === 0 || hex.length % 4 !== 0) throw new Error(`a mapping to <${hex}>`);
  const units = hex.match(/.{4}/g) ?? [];
  return String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16)));
};

/** The text with its last UTF-16 unit raised, as a range of a CMap counts. */
const raised = (text: string, by: number): string =>
  text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + by);

/**
 * Codes and their texts of a ToUnicode CMap, read by its published grammar and by nothing of the project.
 * @throws where a section holds another number of mappings than it says, or more than the format allows
 */
export function readToUnicodeMap(cmap: string): ReadonlyMap<number, string> {
  const texts = new Map<number, string>();
  for (const [, stated, kind, body = ''] of cmap.matchAll(SECTION)) {
    const form = kind === 'bfchar' ? `${HEX}\\s*${HEX}` : `${HEX}\\s*${HEX}\\s*${HEX}`;
    const entries = [...body.matchAll(new RegExp(form, 'g'))];
    if (entries.length !== Number(stated) || entries.length > MOST_IN_A_SECTION)
      throw new Error(`a section of ${stated} mappings holds ${entries.length}`);
    for (const [, first = '', ...others] of entries) {
      const from = Number.parseInt(first, 16);
      const to = kind === 'bfchar' ? from : Number.parseInt(others[0] ?? '', 16);
      const text = textOf(others.at(-1) ?? '');
      for (let code = from; code <= to; code += 1) {
        if (texts.has(code)) throw new Error(`code ${code} is mapped twice`);
        texts.set(code, raised(text, code - from));
      }
    }
  }
  return texts;
}

/** How many sections of mappings the map has. */
export const sectionsOf = (cmap: string): number => [...cmap.matchAll(SECTION)].length;
