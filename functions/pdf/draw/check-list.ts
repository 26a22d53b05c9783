import type { DisplayItem, DisplayList, PageImage } from '../display-list.ts';
import { keysOf } from '../keys.ts';
import type { DrawFault, ListFault } from './draw-fault.ts';
import { rounded } from './pdf-number.ts';

/** Bounds of what is drawn; lengths in points. 14,400 is the largest page that PDF readers accept. */
export const limits = { pages: 500, length: 14_400, titleLength: 200, imageSide: 20_000 } as const;

const isLength = (value: number): boolean => Number.isFinite(value) && Math.abs(value) <= limits.length;
const isExtent = (value: number): boolean => isLength(value) && rounded(value) > 0;
const isShare = (value: number): boolean => Number.isFinite(value) && value >= 0 && value <= 1;

const NO_PAGE = { width: 0, height: 0 };

function imageFault(image: PageImage): ListFault | undefined {
  const { columns, rows } = image;
  for (const side of [columns, rows]) {
    if (!Number.isInteger(side) || side < 1 || side > limits.imageSide) return 'bits';
  }
  const depth = 'bits' in image ? 1 : image.depth;
  const pixels = 'bits' in image ? image.bits : image.samples;
  if (pixels.length !== Math.ceil((columns * depth) / 8) * rows) return 'bits';
  if ('bits' in image) return image.ink.every(isShare) ? undefined : 'number';
  const colours = image.palette.length / 3;
  const fits =
    depth === 24 ? colours === 0 : Number.isInteger(colours) && colours >= 1 && colours <= 2 ** depth;
  return fits ? undefined : 'bits';
}

/** @param page on which a picture has to lie; what a stamp is made of is looked at when it is pressed */
export function itemFault(
  item: DisplayItem,
  page: { readonly width: number; readonly height: number } = NO_PAGE,
): ListFault | undefined {
  switch (item.kind) {
    case 'text': {
      if (!isLength(item.x) || !isLength(item.y) || !isExtent(item.size)) return 'number';
      return isExtent(item.stretch ?? 1) && isShare(item.grey ?? 0) ? undefined : 'number';
    }
    case 'rule': {
      if (![item.x1, item.y1, item.x2, item.y2].every(isLength)) return 'number';
      return isExtent(item.width) && isShare(item.grey ?? 0) ? undefined : 'number';
    }
    case 'frame': {
      if (!isLength(item.x) || !isLength(item.y) || !isExtent(item.width) || !isExtent(item.height))
        return 'number';
      // a frame without a line must at least be filled
      if (item.lineWidth === 0 ? item.fill === undefined : !isExtent(item.lineWidth)) return 'number';
      return isShare(item.fill ?? 0) && isShare(item.grey ?? 0) ? undefined : 'number';
    }
    case 'stamp':
      return isLength(item.x) && isLength(item.y) ? undefined : 'number';
    case 'picture': {
      if (!isLength(item.x) || !isLength(item.y) || !isExtent(item.width) || !isExtent(item.height))
        return 'number';
      const inside =
        item.x >= 0 &&
        item.y >= 0 &&
        item.x + item.width <= page.width &&
        item.y + item.height <= page.height;
      return inside ? imageFault(item.image) : 'off-page';
    }
  }
}

/** What about the list cannot be drawn, before any font is asked; the first fault in reading order. */
export function listFault(list: DisplayList): DrawFault | undefined {
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(list.tag)) return { kind: 'bad-list', fault: 'tag' };
  const titleFits = list.title.length > 0 && list.title.length <= limits.titleLength;
  if (!titleFits || !keysOf(list.title).ok) return { kind: 'bad-list', fault: 'title' };
  if (list.pages.length === 0 || list.pages.length > limits.pages)
    return { kind: 'bad-list', fault: 'page-count' };
  for (const [page, content] of list.pages.entries()) {
    if (!isExtent(content.width) || !isExtent(content.height))
      return { kind: 'bad-list', fault: 'page-size', page };
    if (content.layers?.some((layer) => list.form?.layers[layer] === undefined))
      return { kind: 'bad-list', fault: 'layer', page };
    for (let item = 0; item < content.items.length; item++) {
      const drawn = content.items[item];
      const fault = drawn === undefined ? undefined : itemFault(drawn, content);
      if (drawn !== undefined && fault !== undefined) {
        const field = 'field' in drawn ? { field: drawn.field } : {};
        return { kind: 'bad-list', fault, page, item, ...field };
      }
    }
  }
  return undefined;
}
