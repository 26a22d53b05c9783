import {
  type BilevelImage,
  type DisplayItem,
  type DisplayList,
  type DisplayPage,
  type FontSet,
  keysOf,
  keyText,
  measure,
} from '../../functions/pdf/index.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';

/** A row of a paper: a section's title across both columns, or a label with its value. */
export type SheetRow =
  | { readonly kind: 'section'; readonly title: string }
  | { readonly kind: 'field'; readonly label: string; readonly value: string };

export type SheetText = {
  readonly title: string;
  readonly rows: readonly SheetRow[];
  /** Lines below the rows of the last page; the seal stands at the last one's end. */
  readonly closing: readonly string[];
  /** 発行番号, at the foot of every page. */
  readonly number: string;
};

/** Points. */
export const A4 = { width: 595.28, height: 841.89 } as const;
const FRAME = { left: 50, right: 545, top: 742, bottom: 190 } as const;
const COLUMN = { label: 60, divider: 178, value: 188, room: 348 } as const;
const SIZE = 10.5;
const LINE = 17;
const CLOSING = { top: 158, line: 22 } as const;

/** A row as it will stand: its lines, of which the first has the label. */
type SetRow = { readonly label: string; readonly lines: readonly string[]; readonly isSection: boolean };

/**
 * Sets a paper in as many pages as its rows need. The error is the text that no font draws: then there is no paper.
 * @param size of every page, in points; the paper stands at its lower left corner
 */
export function sheetOf(
  text: SheetText,
  {
    fonts,
    seal,
    tag,
    size = A4,
  }: {
    readonly fonts: FontSet;
    readonly seal: BilevelImage;
    readonly tag: string;
    readonly size?: { readonly width: number; readonly height: number };
  },
): Result<DisplayList, 'not-drawable'> {
  const set: SetRow[] = [];
  for (const row of text.rows) {
    const value = row.kind === 'section' ? '' : row.value;
    const lines = wrapped(fonts, value);
    if (lines === undefined) return err('not-drawable');
    set.push({
      label: row.kind === 'section' ? row.title : row.label,
      lines,
      isSection: row.kind === 'section',
    });
  }
  const pages = paginated(set);
  return ok({
    title: text.title.replaceAll('　', ''),
    tag,
    pages: pages.map((rows, index): DisplayPage => {
      const isLast = index === pages.length - 1;
      const items = [
        ...head(text, fonts, `（${pages.length}の${index + 1}）`),
        ...body(rows),
        ...(isLast ? closing(text, seal) : []),
      ];
      return { ...size, items };
    }),
  });
}

const written = (text: string, x: number, y: number, size: number = SIZE): DisplayItem => ({
  kind: 'text',
  x,
  y,
  size,
  text,
  field: 'koseki',
});

/** Lines of a value, broken between keys, so that no selector leaves its character. */
function wrapped(fonts: FontSet, text: string): readonly string[] | undefined {
  const keys = keysOf(text);
  if (!keys.ok) return undefined;
  const lines: string[] = [''];
  for (const key of keys.value) {
    const longer = `${lines.at(-1) ?? ''}${keyText(key)}`;
    const width = measure(fonts, longer, SIZE, 'koseki');
    if (!width.ok) return undefined;
    if (width.value <= COLUMN.room) lines[lines.length - 1] = longer;
    else lines.push(keyText(key));
  }
  return lines;
}

/** A row stays whole; a section's title stays with what follows it. */
function paginated(rows: readonly SetRow[]): SetRow[][] {
  const most = Math.floor((FRAME.top - FRAME.bottom) / LINE);
  const pages: SetRow[][] = [[]];
  let used = 0;
  for (const [index, row] of rows.entries()) {
    const next = row.isSection ? (rows[index + 1]?.lines.length ?? 0) : 0;
    if (used + row.lines.length + next > most) {
      pages.push([]);
      used = 0;
    }
    pages.at(-1)?.push(row);
    used += row.lines.length;
  }
  return pages;
}

function head({ title, number }: SheetText, fonts: FontSet, pageOf: string): DisplayItem[] {
  const width = measure(fonts, title, 18, 'koseki');
  const x = (A4.width - (width.ok ? width.value : 0)) / 2;
  return [
    written(title, x, 785, 18),
    written(pageOf, 478, 758, 10),
    written(`発行番号　${number}`, FRAME.left, 36, 9),
  ];
}

function body(rows: readonly SetRow[]): DisplayItem[] {
  const items: DisplayItem[] = [];
  let top: number = FRAME.top;
  for (const { label, lines, isSection } of rows) {
    const first = top - LINE + 4.5;
    if (label !== '') items.push(written(label, isSection ? FRAME.left + 6 : COLUMN.label, first));
    for (const [index, line] of lines.entries())
      if (line !== '') items.push(written(line, COLUMN.value, first - index * LINE));
    if (isSection && top !== FRAME.top)
      items.push({ kind: 'rule', x1: FRAME.left, y1: top, x2: FRAME.right, y2: top, width: 0.5 });
    top -= lines.length * LINE;
  }
  const height = FRAME.top - top;
  return [
    { kind: 'frame', x: FRAME.left, y: top, width: FRAME.right - FRAME.left, height, lineWidth: 0.9 },
    { kind: 'rule', x1: COLUMN.divider, y1: top, x2: COLUMN.divider, y2: FRAME.top, width: 0.4 },
    ...items,
  ];
}

function closing({ closing: lines }: SheetText, seal: BilevelImage): DisplayItem[] {
  const last = CLOSING.top - (lines.length - 1) * CLOSING.line;
  return [
    ...lines.map((line, index) => written(line, FRAME.left + 12, CLOSING.top - index * CLOSING.line, 11.5)),
    { kind: 'picture', x: 330, y: last - 24, width: 60, height: 60, image: seal, field: 'seal' },
  ];
}
