import { type Place, refuse } from './inspect-fault.ts';
import type { Budget } from './limits.ts';
import type { Inherited } from './page-size.ts';
import {
  type Dict,
  isDict,
  isList,
  isRef,
  type ObjectSource,
  type Ref,
  resolve,
  type Value,
} from './values.ts';

export type PageNode = { readonly ref: Ref; readonly dict: Dict; readonly inherited: Inherited };

const nothing: Inherited = { mediaBox: null, cropBox: null, rotate: null, resources: null };

/**
 * All pages in order. Each node of the tree is met once, names its parent and counts its leaves rightly, because
 * readers go by one or the other: down the tree, up from a page, or by the numbers. Without `/Count` some show nothing.
 */
export function readPages(source: ObjectSource, catalog: Dict, budget: Budget): PageNode[] {
  const pages: PageNode[] = [];
  const seen = new Set<number>();

  const inheritedBy = (dict: Dict, from: Inherited, where: Place): Inherited => {
    const own = (key: string, above: Value): Value => {
      const value = resolve(source, dict.get(key), where);
      return value === null ? above : value;
    };
    return {
      mediaBox: own('MediaBox', from.mediaBox),
      cropBox: own('CropBox', from.cropBox),
      rotate: own('Rotate', from.rotate),
      resources: own('Resources', from.resources),
    };
  };

  const visit = (value: Value, parent: Ref | undefined, from: Inherited, depth: number): void => {
    if (!isRef(value)) refuse('page-tree', parent?.number ?? 'catalog');
    const where: Place = value.number;
    if (seen.has(value.number)) refuse('page-tree', where);
    seen.add(value.number);
    if (depth > budget.limits.nesting) refuse('nesting', where);
    const dict = source.load(value);
    if (!isDict(dict)) refuse('page-tree', where);
    const above = dict.get('Parent');
    if (parent === undefined ? (above ?? null) !== null : !isRef(above) || above.number !== parent.number) {
      refuse('page-tree', where);
    }
    const inherited = inheritedBy(dict, from, where);
    const type = resolve(source, dict.get('Type'), where);
    const kids = resolve(source, dict.get('Kids'), where);
    if (type === 'Page' && kids === null && parent !== undefined) {
      pages.push({ ref: value, dict, inherited });
      if (pages.length > budget.limits.pages) refuse('pages', 'file');
      return;
    }
    if (type !== 'Pages' || !isList(kids)) refuse('page-tree', where);
    const before = pages.length;
    for (const kid of kids) visit(kid, value, inherited, depth + 1);
    const leaves = pages.length - before;
    if (resolve(source, dict.get('Count'), where) !== leaves) refuse('page-count', where);
  };

  visit(catalog.get('Pages') ?? null, undefined, nothing, 0);
  if (pages.length === 0) refuse('no-page', 'file');
  return pages;
}
