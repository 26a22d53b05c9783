import { ColorSpace, Document, Matrix } from 'mupdf';
import {
  type DisplayItem,
  type DisplayList,
  describeKey,
  drawPdf,
  type FontSet,
  type GlyphKey,
  keyText,
  measure,
} from '../../functions/pdf/index.ts';
import { unwrap } from '../../functions/shared/result.ts';
import { indexedPng } from '../docs/indexed-png.ts';

/** One key, and what became of it: `old` and `fresh` say which of the two fonts draw it. */
export type SheetCell = {
  readonly key: GlyphKey;
  readonly what: '追加' | '変更' | '削除';
  readonly old: boolean;
  readonly fresh: boolean;
};

export type SheetFonts = { readonly old: FontSet; readonly fresh: FontSet };

/** A4 portrait, in points. */
const PAGE = { width: 595.28, height: 841.89, left: 42.64, right: 552.64, top: 799.89, bottom: 45 } as const;
const COLUMNS = 4;
const CELL = { width: 127.5, height: 88, box: 58, margin: 4 } as const;
const HEADING = 34;
const GLYPH_SIZE = 48;
const DPI = 110;
export const CELLS_PER_SHEET = Math.floor((PAGE.top - HEADING - PAGE.bottom) / CELL.height) * COLUMNS;

type Layers = { readonly old: DisplayItem[]; readonly fresh: DisplayItem[] };

/**
 * 外字の新旧対照: pictures (PNG) of the keys, the old glyph at the left, the new one at the right. Each half is drawn by
 * the engine with its own font, as a certificate would show it, and the two are laid over one another.
 */
export function gaijiSheets(cells: readonly SheetCell[], fonts: SheetFonts, heading: string): Uint8Array[] {
  const pages = Array.from({ length: Math.ceil(cells.length / CELLS_PER_SHEET) }, (_, page) =>
    cells.slice(page * CELLS_PER_SHEET, (page + 1) * CELLS_PER_SHEET),
  );
  return pages.map((shown, page) => {
    const layers: Layers = { old: [], fresh: [] };
    layers.fresh.push(
      text(fonts.fresh, '外字の新旧対照', { x: PAGE.left, y: PAGE.top - 14, size: 14 }),
      text(fonts.fresh, heading, { x: PAGE.left + 112, y: PAGE.top - 14, size: 8 }),
      text(fonts.fresh, `${page + 1}/${pages.length}`, { x: PAGE.right - 30, y: PAGE.top - 14, size: 9 }),
    );
    for (const [place, cell] of shown.entries()) drawCell(layers, fonts, cell, place);
    return merged(layers, fonts);
  });
}

function text(
  set: FontSet,
  content: string,
  place: { readonly x: number; readonly y: number; readonly size: number; readonly room?: number },
): DisplayItem {
  const { x, y, size, room } = place;
  const width = unwrap(measure(set, content, size, 'sheet'));
  // centred in its room, and smaller where it is wider
  const fitting = room === undefined || width <= room ? size : (size * room) / width;
  const left = room === undefined ? x : x + (room - Math.min(width, room)) / 2;
  return { kind: 'text', x: left, y, size: Math.floor(fitting * 100) / 100, text: content, field: 'sheet' };
}

function drawCell(
  { old, fresh }: Layers,
  fonts: SheetFonts,
  { key, what, ...has }: SheetCell,
  place: number,
): void {
  const x = PAGE.left + (place % COLUMNS) * CELL.width + CELL.margin / 2;
  const y = PAGE.top - HEADING - (Math.floor(place / COLUMNS) + 1) * CELL.height;
  const bottom = y + 20;
  for (const [side, layer, set, isDrawn] of [
    [0, old, fonts.old, has.old],
    [1, fresh, fonts.fresh, has.fresh],
  ] as const) {
    const left = x + side * (CELL.box + CELL.margin);
    const room = { x: left, room: CELL.box };
    fresh.push({ kind: 'frame', x: left, y: bottom, width: CELL.box, height: CELL.box, lineWidth: 0.4 });
    if (isDrawn) layer.push(text(set, keyText(key), { ...room, y: bottom + 12, size: GLYPH_SIZE }));
    else fresh.push(text(fonts.fresh, 'なし', { ...room, y: bottom + CELL.box / 2 - 3, size: 8 }));
  }
  const label = { x, y: y + 8, size: 8.5, room: 2 * CELL.box + CELL.margin };
  fresh.push(text(fonts.fresh, `${what}  ${describeKey(key)}`, label));
}

/** Darker of the two at each point. */
function merged({ old, fresh }: Layers, fonts: SheetFonts): Uint8Array {
  const below = picture(old, fonts.old);
  const above = picture(fresh, fonts.fresh);
  const samples = above.samples.map((sample, index) => Math.min(sample, below.samples[index] ?? 255));
  return indexedPng({ ...above, samples });
}

function picture(items: readonly DisplayItem[], set: FontSet) {
  const list: DisplayList = {
    title: '外字の新旧対照',
    tag: 'gaiji-sheet',
    pages: [{ width: PAGE.width, height: PAGE.height, items }],
  };
  const pixmap = Document.openDocument(unwrap(drawPdf(list, set)), 'application/pdf')
    .loadPage(0)
    .toPixmap(Matrix.scale(DPI / 72, DPI / 72), ColorSpace.DeviceRGB, false);
  return { columns: pixmap.getWidth(), rows: pixmap.getHeight(), samples: pixmap.getPixels() };
}
