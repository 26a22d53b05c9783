import {
  type DisplayItem,
  type DisplayList,
  describeKey,
  type FontSet,
  type GlyphKey,
  keyText,
  measure,
  resolveKey,
} from '../../functions/pdf/index.ts';
import { unwrap } from '../../functions/shared/result.ts';
import { type CityFont, type CityFonts, fontOfPack } from './city-fonts.ts';

export type DrawnKey = { readonly key: GlyphKey; readonly font: CityFont };
export type SortedKeys = { readonly drawn: readonly DrawnKey[]; readonly missing: readonly GlyphKey[] };

/** Which font draws each key, and which keys no font draws. */
export function sortKeys(keys: readonly GlyphKey[], fonts: CityFonts): SortedKeys {
  const drawn: DrawnKey[] = [];
  const missing: GlyphKey[] = [];
  for (const key of keys) {
    const glyph = resolveKey(fonts.set, key);
    if (glyph === undefined) missing.push(key);
    else drawn.push({ key, font: fontOfPack(fonts, glyph.pack) });
  }
  return { drawn, missing };
}

/** A4 portrait, in points. */
const PAGE = { width: 595.28, height: 841.89, left: 42.64, right: 552.64, top: 799.89, bottom: 45 } as const;
const COLUMNS = 6;
const CELL = { width: 85, height: 86, glyphBase: 41 } as const;
const GLYPH_SIZE = 44;
const HEADER_LINE = 11;
const MISSING = { columns: 4, line: 13, heading: 24 } as const;

type Place = {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly align?: 'left' | 'centre' | 'right';
  /** A text wider than this is made smaller. */
  readonly room?: number;
};
type Write = (text: string, place: Place) => DisplayItem;

/** How cells are drawn: `top` is the upper edge of a page's first row. */
type Drawing = { readonly write: Write; readonly set: FontSet; readonly top: number };

/** What stands on one page: whole rows of cells, then lines of the list of missing keys. */
type PagePlan = {
  readonly cells: readonly DrawnKey[];
  readonly missing: readonly GlyphKey[];
  /** Number of the page's first cell, from 1. */
  readonly first: number;
};

const headerHeight = (fonts: number): number => 26 + fonts * HEADER_LINE + 8;

function planPages({ drawn, missing }: SortedKeys, fonts: number): PagePlan[] {
  const room = PAGE.top - headerHeight(fonts) - PAGE.bottom;
  const perPage = Math.floor(room / CELL.height) * COLUMNS;
  const pages: PagePlan[] = [];
  for (let at = 0; at < drawn.length; at += perPage)
    pages.push({ cells: drawn.slice(at, at + perPage), missing: [], first: at + 1 });
  for (let at = 0; at < missing.length; ) {
    const last = at === 0 ? pages.at(-1) : undefined;
    const cells = last?.cells ?? [];
    const left = room - Math.ceil(cells.length / COLUMNS) * CELL.height - MISSING.heading;
    const count = Math.max(0, Math.floor(left / MISSING.line)) * MISSING.columns;
    if (last !== undefined && count === 0) {
      pages.push({ cells: [], missing: [], first: drawn.length + 1 });
      continue;
    }
    const page = { cells, missing: missing.slice(at, at + count), first: last?.first ?? drawn.length + 1 };
    if (last === undefined) pages.push(page);
    else pages[pages.length - 1] = page;
    at += count;
  }
  return pages;
}

/** Most keys that one sheet can hold. */
export const MAX_SHEET_KEYS = 20_000;

/**
 * 字形確認票: every drawn key large in a cell, its code, font and size below; missing ones as codes at the end.
 * At most `MAX_SHEET_KEYS` keys, at least one.
 */
export function glyphSheet(keys: SortedKeys, fonts: CityFonts, city: string): DisplayList {
  const plans = planPages(keys, fonts.fonts.length);
  const write = writer(fonts);
  const top = PAGE.top - headerHeight(fonts.fonts.length);
  const drawing = { write, set: fonts.set, top };
  const count = { drawn: keys.drawn.length, missing: keys.missing.length };
  const pages = plans.map((plan, index) => {
    const items = header(write, fonts, { city, count, page: `${index + 1}/${plans.length}` });
    for (const [place, cell] of plan.cells.entries())
      items.push(...drawCell(drawing, cell, place, plan.first + place));
    const used = Math.ceil(plan.cells.length / COLUMNS) * CELL.height;
    if (plan.missing.length > 0) items.push(...missingList(write, plan.missing, top - used, count.missing));
    return { width: PAGE.width, height: PAGE.height, items };
  });
  return { title: '字形確認票', tag: 'glyph-sheet', pages };
}

/** A size (points) down to a hundredth, so that a width fits into a room. */
const sizeFor = (size: number, width: number, room: number): number =>
  width <= room ? size : Math.max(0.01, Math.floor((size * room * 100) / width) / 100);

/** Texts of the sheet itself; a city's or font's name that cannot be drawn shows its characters' codes. */
function writer({ set }: CityFonts): Write {
  return (text, { x, y, size, align = 'left', room = Number.POSITIVE_INFINITY }) => {
    const safe = measure(set, text, size, 'sheet').ok ? text : spelledOut(text);
    const fitting = sizeFor(size, unwrap(measure(set, safe, size, 'sheet')), room);
    const width = unwrap(measure(set, safe, fitting, 'sheet'));
    const share = { left: 0, centre: 0.5, right: 1 }[align];
    return { kind: 'text', x: x - width * share, y, size: fitting, text: safe, field: 'sheet' };
  };
}

const spelledOut = (text: string): string =>
  Array.from(text, (one) =>
    /[ -~]/.test(one) ? one : `<${(one.codePointAt(0) ?? 0).toString(16).toUpperCase()}>`,
  ).join('');

type Heading = {
  readonly city: string;
  readonly count: { readonly drawn: number; readonly missing: number };
  readonly page: string;
};

function header(write: Write, { fonts }: CityFonts, { city, count, page }: Heading): DisplayItem[] {
  const { left, right, top } = PAGE;
  const base = top - 15;
  const items: DisplayItem[] = [
    write('字形確認票', { x: left, y: base, size: 15 }),
    write(city, { x: left + 92, y: base, size: 11 }),
    write(page, { x: right, y: base, size: 11, align: 'right' }),
    write(`${count.drawn} 文字、字形なし ${count.missing} 文字`, {
      x: right - 50,
      y: base,
      size: 8,
      align: 'right',
    }),
    { kind: 'rule', x1: left, y1: top - 22, x2: right, y2: top - 22, width: 0.8 },
  ];
  for (const [index, { name, version, pack }] of fonts.entries()) {
    const y = top - 34 - index * HEADER_LINE;
    items.push(write(`${name} Ver.${version}`, { x: left, y, size: 8, room: 240 }));
    const hashes = `フォント ${pack.header.source.sha256.slice(0, 16)}  字形パック ${pack.id.slice(0, 16)}`;
    items.push(write(hashes, { x: right, y, size: 8, align: 'right' }));
  }
  return items;
}

/** Whether nothing is to be seen of a key. */
const isBlank = (key: GlyphKey): boolean => /^\p{Zs}/u.test(keyText(key));

/** A key in its cell: `place` counts the page's cells from 0, `number` the sheet's from 1. */
function drawCell(
  { write, set, top }: Drawing,
  { key, font }: DrawnKey,
  place: number,
  number: number,
): DisplayItem[] {
  const x = PAGE.left + (place % COLUMNS) * CELL.width;
  const y = top - (Math.floor(place / COLUMNS) + 1) * CELL.height;
  const middle = x + CELL.width / 2;
  const width = unwrap(measure(set, keyText(key), GLYPH_SIZE, 'sheet'));
  const size = sizeFor(GLYPH_SIZE, width, CELL.width - 12);
  const label = (text: string, up: number, most: number): DisplayItem =>
    write(text, { x: middle, y: y + up, size: most, align: 'centre', room: CELL.width - 6 });
  return [
    { kind: 'frame', x, y, width: CELL.width, height: CELL.height, lineWidth: 0.4 },
    { kind: 'rule', x1: x, y1: y + 29, x2: x + CELL.width, y2: y + 29, width: 0.25, grey: 0.5 },
    write(String(number), { x: x + 3, y: y + CELL.height - 8, size: 5.5 }),
    write(keyText(key), { x: middle, y: y + CELL.glyphBase, size, align: 'centre' }),
    ...(isBlank(key) ? [label('（空白）', 53, 7)] : []),
    label(describeKey(key), 19.5, 8.5),
    label(`${font.name} Ver.${font.version}`, 11, 6),
    label(`${size} pt`, 4, 6),
  ];
}

function missingList(write: Write, keys: readonly GlyphKey[], top: number, count: number): DisplayItem[] {
  const width = (PAGE.right - PAGE.left) / MISSING.columns;
  return [
    write(`字形のない文字（描いていないもの） 全 ${count} 文字`, { x: PAGE.left, y: top - 17, size: 10 }),
    ...keys.map((key, index) =>
      write(describeKey(key), {
        x: PAGE.left + (index % MISSING.columns) * width,
        y: top - MISSING.heading - 9 - Math.floor(index / MISSING.columns) * MISSING.line,
        size: 9,
      }),
    ),
  ];
}
