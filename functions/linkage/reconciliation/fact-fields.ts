import type { RowFeed } from '../layouts/envelope.ts';
import { columnsOf, LAYOUT_VERSION } from '../layouts/feeds.ts';

type Leaf = string | number | boolean;

/** Every value of a fact by its path: `dateOfBirth.text`. What is undefined is not there. */
export function leavesOf(fact: object): ReadonlyMap<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  const visit = (value: unknown, path: string): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) visit(inner, path === '' ? name : `${path}.${name}`);
    } else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      leaves.set(path, value);
    }
  };
  visit(fact, '');
  return leaves;
}

/** Paths under which a fact keeps what a column says, where they are not the column's own property. */
const PROPERTIES: Readonly<Partial<Record<RowFeed, readonly (readonly [RegExp, string])[]>>> = {
  resident: [
    [/^dateOfBirth\.text$/, 'dateOfBirthText'],
    [/^dateOfBirth\.date$/, 'dateOfBirth'],
    [/^isForeign$/, 'nationalityClass'],
    // The day beside such a text follows from the text.
    [/^(?:foreign\.)?(\w+)\.(?:text|date)$/, '$1Text'],
    [/^foreign\./, ''],
  ],
  seal: [[/^impression\..+$/, 'impression']],
  tax: [
    [/^dateOfBirth\.text$/, 'dateOfBirthText'],
    [/^onAssessmentDay\.address$/, 'assessmentAddress'],
    [/^onAssessmentDay\.buildingNameEtc$/, 'assessmentBuildingNameEtc'],
    [/^(?:now|amounts)\./, ''],
  ],
};

function propertyOf(feed: RowFeed, path: string): string {
  const rule = PROPERTIES[feed]?.find(([pattern]) => pattern.test(path));
  return rule === undefined ? path : path.replace(rule[0], rule[1]);
}

/** Whether two contents are the same, without making anything on the way. False says no more than: look closer. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [mine, theirs] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>];
  for (const key in mine) if (!isSame(mine[key], theirs[key])) return false;
  for (const key in theirs) if (!(key in mine)) return false;
  return true;
}

/** A field in which a row and the registry differ; the values only for who may see them. */
export type FieldDifference = {
  /** The column's heading. */
  readonly column: string;
  readonly extract: Leaf | undefined;
  readonly registry: Leaf | undefined;
};

/** The columns in which two contents of one feed differ, in the layout's order, each once. */
export function differingFields(
  feed: RowFeed,
  extract: object,
  registry: object,
): readonly FieldDifference[] {
  // Nearly everybody is the same.
  if (isSame(extract, registry)) return [];
  const [ours, theirs] = [leavesOf(extract), leavesOf(registry)];
  const byProperty = new Map<string, Omit<FieldDifference, 'column'>>();
  for (const path of new Set([...ours.keys(), ...theirs.keys()])) {
    const [mine, stored] = [ours.get(path), theirs.get(path)];
    if (mine === stored) continue;
    const property = propertyOf(feed, path);
    if (!byProperty.has(property)) byProperty.set(property, { extract: mine, registry: stored });
  }
  if (byProperty.size === 0) return [];
  const found: FieldDifference[] = [];
  for (const { property, column } of columnsOf(feed, LAYOUT_VERSION)) {
    const difference = byProperty.get(property);
    if (difference === undefined) continue;
    found.push({ column, ...difference });
    byProperty.delete(property);
  }
  // What no column says is named by itself, so that nothing differs unseen.
  return [...found, ...[...byProperty].map(([property, values]) => ({ column: property, ...values }))];
}
