import type { DisplayList, Form, TextRun } from '../../../functions/pdf/index.ts';
import type { FontKey } from './freetype.ts';

const PAGE = { width: 595.28, height: 841.89 } as const;
const COLUMNS = 36;
const ROWS = 50;
const CELL = { left: 17, top: 820, across: 14, down: 16, size: 10 } as const;
const KEYS_PER_PAGE = COLUMNS * ROWS;

export type Cell = { readonly page: number; readonly x: number; readonly y: number; readonly size: number };

export const keyText = ({ codePoint, selector }: FontKey): string =>
  String.fromCodePoint(codePoint) + (selector === 0 ? '' : String.fromCodePoint(selector));

const uPlus = (codePoint: number): string => `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;

export const keyName = ({ codePoint, selector }: FontKey): string =>
  selector === 0 ? uPlus(codePoint) : `${uPlus(codePoint)} ${uPlus(selector)}`;

/** A key in its cell. */
export type PlacedKey = { readonly key: FontKey; readonly cell: Cell };

/** A list that draws keys, each in a cell of its own, and the keys in the order of drawing. */
export type Sheet = { readonly list: DisplayList; readonly placed: readonly PlacedKey[] };

/** All keys as what pages say of their own. */
export const plainSheet = (keys: readonly FontKey[]): Sheet => sheetOf(keys, () => false);

/** Every other key as what a form prints, and of the others every other one as a text that it repeats. */
export const formSheet = (keys: readonly FontKey[]): Sheet => sheetOf(keys, (index) => index % 2 === 0);

function sheetOf(keys: readonly FontKey[], isPrinted: (index: number) => boolean): Sheet {
  const cells = keys.map((key, index) => ({ key, cell: cellOf(index), printed: isPrinted(index) }));
  const pages = [...Map.groupBy(cells, ({ cell }) => cell.page).values()].map((page) => ({
    printed: page.filter(({ printed }) => printed),
    own: page.filter(({ printed }) => !printed),
  }));
  const hasForm = cells.some(({ printed }) => printed);
  const list: DisplayList = {
    title: '字形見本',
    tag: 'whole-font',
    ...(hasForm ? { form: formOf(pages) } : {}),
    pages: pages.map(({ own }, page) => ({
      ...PAGE,
      ...(hasForm ? { layers: [page] } : {}),
      items: own.map(textAt),
    })),
  };
  return { list, placed: pages.flatMap(({ printed, own }) => [...printed, ...own]) };
}

const formOf = (
  pages: readonly { readonly printed: readonly PlacedKey[]; readonly own: readonly PlacedKey[] }[],
): Form => ({
  layers: pages.map(({ printed }) => printed.map(textAt)),
  texts: pages.flatMap(({ own }) => own.filter((_, index) => index % 2 === 0).map(({ key }) => keyText(key))),
});

const textAt = ({ key, cell: { x, y, size } }: PlacedKey): TextRun => ({
  kind: 'text',
  x,
  y,
  size,
  text: keyText(key),
  field: keyName(key),
});

function cellOf(index: number): Cell {
  const place = index % KEYS_PER_PAGE;
  return {
    page: Math.floor(index / KEYS_PER_PAGE),
    x: CELL.left + (place % COLUMNS) * CELL.across,
    y: CELL.top - Math.floor(place / COLUMNS) * CELL.down,
    size: CELL.size,
  };
}
