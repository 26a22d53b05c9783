import { type Dict, isDict, isList, isStream, type ObjectSource, resolve, type Value } from './values.ts';

/** A font that the document uses. Without its program in the file a kiosk cannot draw it. */
export type InspectedFont = {
  /** As the document calls it; a subset has six letters and '+' in front. */
  readonly name: string;
  /** `Type0`, `TrueType`, `Type1`, `Type3`, … */
  readonly kind: string;
  readonly embedded: boolean;
};

const where = 'file';

function hasProgram(source: ObjectSource, font: Dict): boolean {
  const descriptor = resolve(source, font.get('FontDescriptor'), where);
  if (!isDict(descriptor)) return false;
  return ['FontFile', 'FontFile2', 'FontFile3'].some((key) =>
    isStream(resolve(source, descriptor.get(key), where)),
  );
}

const nameOf = (value: Value): string =>
  typeof value === 'string' ? Buffer.from(value, 'latin1').toString('utf8') : '';

/** The font that a dictionary is; `undefined` if it is none, or only the inner half of a composite one. */
export function fontOf(source: ObjectSource, dict: Dict): InspectedFont | undefined {
  if (resolve(source, dict.get('Type'), where) !== 'Font') return undefined;
  const kind = resolve(source, dict.get('Subtype'), where);
  if (typeof kind !== 'string' || kind.startsWith('CIDFont')) return undefined;
  const inner = resolve(source, dict.get('DescendantFonts'), where);
  const descendant = isList(inner) ? resolve(source, inner[0], where) : null;
  const embedded = kind === 'Type3' || hasProgram(source, isDict(descendant) ? descendant : dict);
  return { name: nameOf(resolve(source, dict.get('BaseFont'), where)), kind: nameOf(kind), embedded };
}
