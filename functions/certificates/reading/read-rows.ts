import type { ReadPicture } from '../../pdf/index.ts';
import type { CompiledRow, PictureValue, TextValue } from '../compile/compile-body.ts';
import { firstBaseline } from '../compile/static-text.ts';
import { addStatement, elementName } from '../slot-values.ts';
import { bad } from './paper-fault.ts';
import { near, type PaperRuns } from './paper-runs.ts';

/** A picture of the body as it was found: its size in points, the `pictureDigest` of what it shows, and the ink of one without colours. */
export type FoundPicture = Pick<ReadPicture, 'width' | 'height' | 'digest' | 'ink'>;

/** A row in which a picture has to be: where the row ends is known only when the whole block has been read. */
export type PictureRow = { readonly value: PictureValue; readonly top: number; readonly bottom: number };

/** What was read so far. */
export type Found = {
  readonly content: Record<string, string>;
  readonly pictures: Record<string, FoundPicture>;
};

export type RowPlace = {
  readonly top: number;
  readonly page: number;
  /** Block or element to which a fault belongs. */
  readonly slot: string;
  readonly prefix: string;
};

/** Whether a row stands at this height: its labels do or, of a row without any, its values. */
export function isThere(row: CompiledRow, runs: PaperRuns, top: number): boolean {
  if (row.labels.length > 0)
    return row.labels.every((label) => runs.hasText(label.text, { ...label, down: top + label.down }));
  const texts = row.values.filter((value) => value.kind === 'text');
  return texts.length > 0 && texts.every((value) => hasText(row, value, runs, top));
}

const hasText = (row: CompiledRow, { style, x, width }: TextValue, runs: PaperRuns, top: number): boolean =>
  style.sizes.some((size) =>
    runs.hasLine({ from: x, to: x + width, down: top + firstBaseline(row.height, size), size }),
  );

/**
 * Reads the rows that stand from `top` down. A row is recognised by its labels; its height follows from the lines of
 * its values and says where the next one has to be. Answers the lower edge
 * and where pictures have to be.
 */
export function readRows(
  rows: readonly CompiledRow[],
  runs: PaperRuns,
  place: RowPlace,
  found: Found,
): { readonly bottom: number; readonly pictures: readonly PictureRow[] } {
  let { top } = place;
  const pictures: PictureRow[] = [];
  const read = (row: CompiledRow, at: RowPlace): void => {
    const bottom = top + readRow(row, runs, at, found);
    for (const value of row.values) if (value.kind === 'picture') pictures.push({ value, top, bottom });
    top = bottom;
  };
  for (const row of rows) {
    if (row.each !== undefined) {
      for (let index = 0; isThere(row, runs, top); index++) {
        const name = `${place.prefix}${elementName(row.each.path, index)}`;
        read(row, { ...place, top, slot: name, prefix: `${name}.` });
      }
    } else if (row.when === undefined || isThere(row, runs, top)) {
      read(row, { ...place, top });
    }
  }
  return { bottom: top, pictures };
}

/** Answers the row's height. */
function readRow(row: CompiledRow, runs: PaperRuns, place: RowPlace, found: Found): number {
  const { top, page, slot, prefix } = place;
  for (const label of row.labels) {
    if (!runs.takeText(label.text, { ...label, down: top + label.down })) bad('missing-text', page, slot);
  }
  addStatement(row, prefix, found.content);
  let { height } = row;
  for (const value of row.values) {
    if (value.kind === 'picture') continue;
    const name = prefix + value.field.path;
    const text = readText(row, value, runs, top);
    if (text === undefined) return bad('missing-text', page, name);
    if ((found.content[name] ?? text.text) !== text.text) bad('texts-differ', page, name);
    found.content[name] = text.text;
    height = Math.max(height, row.height + (text.lines - 1) * value.style.leading * text.size);
  }
  return height;
}

type FoundText = { readonly text: string; readonly lines: number; readonly size: number };

/** A cell's text: its first line is in the middle of a one-line row, all are of one size, flush where they have to be. */
function readText(row: CompiledRow, value: TextValue, runs: PaperRuns, top: number): FoundText | undefined {
  const { sizes, maxLines, leading } = value.style;
  const place = { from: value.x, to: value.x + value.width };
  const isFlush = (x: number): boolean => value.share > 0 || near(x, value.x);
  for (const size of sizes) {
    let down = top + firstBaseline(row.height, size);
    const first = runs.takeLine({ ...place, down, size });
    if (first === undefined) continue;
    if (!isFlush(first.x)) return undefined;
    let { text } = first;
    let lines = 1;
    for (; lines < maxLines; lines++) {
      down += leading * size;
      const next = runs.takeLine({ ...place, down, size });
      if (next === undefined) break;
      if (!isFlush(next.x)) return undefined;
      text += next.text;
    }
    return { text, lines, size };
  }
  return undefined;
}

/** Reads a picture in the middle of its row. */
export function readPicture(
  { value, top, bottom }: PictureRow,
  runs: PaperRuns,
  page: number,
  found: Found,
): void {
  const picture = runs.takePicture({ x: value.x, down: (top + bottom) / 2 });
  if (picture === undefined || picture.width > value.width || picture.height > value.height)
    bad('missing-picture', page, value.name);
  const { width, height, digest, ink } = picture;
  found.pictures[value.name] = { width, height, digest, ...(ink === undefined ? {} : { ink }) };
}
