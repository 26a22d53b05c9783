import type { PageImage } from '../../pdf/index.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { CompiledBlock, CompiledTable, PictureValue, TextValue } from '../compile/compile-body.ts';
import type { CompiledTemplate } from '../compile/compile-template.ts';
import type { ModelData } from '../model-fields.ts';
import {
  type ShownBlock,
  type ShownRow,
  shownBlocks,
  shownRows,
  type ValueSource,
  valueText,
} from '../slot-values.ts';
import { type FittedText, fitText, type Measure, type Overflow } from './fit-text.ts';

/** A picture in its own physical size, in points. */
export type SizedPicture = { readonly image: PageImage; readonly width: number; readonly height: number };

/** What the setting of a body needs beside the values. */
export type Setting<F> = {
  readonly template: CompiledTemplate;
  readonly pictures: Readonly<Record<string, SizedPicture>>;
  readonly measure: Measure<F>;
};

export type FittedValue =
  | (FittedText & { readonly value: TextValue; readonly field: string })
  | { readonly value: PictureValue; readonly picture: SizedPicture };

export type FittedRow = ShownRow & { readonly height: number; readonly values: readonly FittedValue[] };

export type FittedTable = {
  readonly table: CompiledTable;
  readonly rows: readonly FittedRow[];
  readonly foot: readonly FittedRow[];
};

/** A block whose texts are set: its height is known, its place on a page is not. */
export type FittedBlock = ShownBlock & {
  readonly tables: readonly FittedTable[];
  readonly height: number;
};

/** Sets the texts of all blocks that this model has. */
export function fitBlocks<F>(
  setting: Setting<F>,
  blocks: readonly CompiledBlock[],
  model: ModelData,
): Result<readonly FittedBlock[], Overflow | F> {
  const fitted: FittedBlock[] = [];
  for (const shown of shownBlocks(blocks, model)) {
    const tables: FittedTable[] = [];
    let height = 0;
    for (const table of shown.block.tables) {
      const one = fitTable(setting, table, shown.source);
      if (!one.ok) return one;
      tables.push(one.value);
      height = Math.max(height, heightOf(one.value.rows) + table.footHeight);
    }
    if (height > 0) fitted.push({ ...shown, tables, height });
  }
  return ok(fitted);
}

const heightOf = (rows: readonly FittedRow[]): number => rows.reduce((sum, { height }) => sum + height, 0);

function fitTable<F>(
  setting: Setting<F>,
  table: CompiledTable,
  source: ValueSource,
): Result<FittedTable, Overflow | F> {
  const rows = fitRows(setting, shownRows(table.rows, source));
  if (!rows.ok) return rows;
  const foot = fitRows(setting, shownRows(table.foot, source));
  if (!foot.ok) return foot;
  return ok({ table, rows: rows.value, foot: foot.value });
}

function fitRows<F>(
  { template, pictures, measure }: Setting<F>,
  shown: readonly ShownRow[],
): Result<readonly FittedRow[], Overflow | F> {
  const rows: FittedRow[] = [];
  for (const { row, source } of shown) {
    const values: FittedValue[] = [];
    let { height } = row;
    for (const value of row.values) {
      if (value.kind === 'picture') {
        const picture = pictures[value.name];
        if (picture === undefined) throw new Error(`no picture ${value.name} comes with the model`);
        if (picture.width > value.width || picture.height > value.height)
          return err({ kind: 'overflow', field: value.name });
        values.push({ value, picture });
        continue;
      }
      const field = source.prefix + value.field.path;
      const set = fitText(valueText(template, value, source), value.width, value.style, field, measure);
      if (!set.ok) return set;
      const { size, lines, width } = set.value;
      height = Math.max(height, row.height + (lines.length - 1) * value.style.leading * size);
      values.push({ value, field, size, lines, width });
    }
    rows.push({ row, source, height, values });
  }
  return ok(rows);
}
