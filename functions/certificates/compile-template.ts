import { err, ok, type Result } from '../shared/result.ts';
import { checkTemplate, type TemplateFault } from './check-template.ts';
import { type FieldPath, fieldPath } from './model-fields.ts';
import { CertificateTemplate, type FixedSlot, type Row, type TextStyle } from './template.ts';

/** A template ready for use: lengths in points, downwards from the page's top; what depends on it alone is done. */
export type CompiledTemplate = {
  readonly template: CertificateTemplate;
  readonly page: { readonly width: number; readonly height: number };
  readonly everyPage: CompiledLayer;
  readonly lastPage: CompiledLayer;
  readonly otherPages: CompiledLayer;
  readonly body: Readonly<Record<'left' | 'right' | 'top' | 'bottom' | 'lastBottom' | 'gap', number>>;
  readonly heading: readonly CompiledRow[];
  readonly members: {
    readonly each: FieldPath;
    readonly rows: readonly CompiledRow[];
    readonly ordinal: Readonly<Record<'left' | 'right' | 'down' | 'size', number>>;
  };
  readonly end: StaticText;
  readonly seal: Readonly<Record<'x' | 'y' | 'width' | 'height', number>>;
};

/** `down` is a baseline; of a row's label and of the closing mark it counts from the row's or the mark's top. */
export type StaticText = {
  readonly text: string;
  readonly x: number;
  readonly down: number;
  readonly size: number;
};

export type CompiledSlot = {
  readonly slot: FixedSlot;
  readonly style: TextStyle;
  readonly fields: readonly FieldPath[];
  /** Stands where a field records nothing. */
  readonly fallback: string;
  readonly x: number;
  readonly down: number;
  readonly width: number;
  readonly gap: number;
};

export type CompiledLayer = {
  readonly texts: readonly StaticText[];
  readonly slots: readonly CompiledSlot[];
  readonly rules: readonly Readonly<Record<'x1' | 'down1' | 'x2' | 'down2' | 'width', number>>[];
};

export type CompiledCell = {
  readonly field: FieldPath;
  readonly askedBy: string | undefined;
  readonly style: TextStyle;
  /** Left edge and width of the value's text. */
  readonly x: number;
  readonly width: number;
};

export type CompiledRow = {
  readonly when: { readonly field: FieldPath; readonly is: string | undefined } | undefined;
  readonly height: number;
  readonly ruleAbove: 'thin' | 'hair';
  readonly labels: readonly StaticText[];
  readonly cells: readonly CompiledCell[];
  /** Vertical rules within the row. */
  readonly verticals: readonly number[];
};

const POINTS_PER_MM = 72 / 25.4;

/** Millimetres as points, to a thousandth: numbers that print alike everywhere. */
const points = (millimetres: number): number => Math.round(millimetres * POINTS_PER_MM * 1000) / 1000;

/**
 * Parses, checks and prepares a template. The caller keeps the result, by the template's digest.
 * Errors: all that is wrong with it, each by its path in the template.
 */
export function compileTemplate(data: unknown): Result<CompiledTemplate, readonly TemplateFault[]> {
  const parsed = CertificateTemplate.safeParse(data);
  if (!parsed.success) {
    return err(
      parsed.error.issues.map(({ path, message }) => ({ at: path.map(String).join('.'), detail: message })),
    );
  }
  const template = parsed.data;
  const faults = checkTemplate(template);
  if (faults.length > 0) return err(faults);
  const { body, members, seal } = template;
  const left = points(body.left);
  const ordinalRight = points(body.left + members.ordinal.width);
  return ok({
    template,
    page: { width: points(template.page.width), height: points(template.page.height) },
    everyPage: compileLayer(template, template.everyPage),
    lastPage: compileLayer(template, template.lastPage),
    otherPages: compileLayer(template, template.otherPages),
    body: {
      left,
      right: points(body.left + body.width),
      top: points(body.top),
      bottom: points(body.bottom),
      lastBottom: points(body.lastBottom),
      gap: points(members.gap),
    },
    heading: template.heading.rows.map((row) => compileRow(template, row, body.left)),
    members: {
      each: fieldPath(members.each),
      rows: members.rows.map((row) => compileRow(template, row, body.left + members.ordinal.width)),
      ordinal: {
        left,
        right: ordinalRight,
        down: points(members.ordinal.baseline),
        size: members.ordinal.size,
      },
    },
    end: {
      text: template.end.text,
      x: centred(template.end.text, template.end.size, left, points(body.width)),
      down: points(template.end.distance),
      size: template.end.size,
    },
    seal: { x: points(seal.x), y: points(seal.y), width: points(seal.width), height: points(seal.height) },
  });
}

function compileLayer(template: CertificateTemplate, layer: CertificateTemplate['everyPage']): CompiledLayer {
  return {
    texts: layer.texts.map(({ text, x, y, size, align }) => ({
      text,
      x: points(x) - emWidth(text) * size * (align === 'left' ? 0 : align === 'right' ? 1 : 0.5),
      down: points(y),
      size,
    })),
    slots: layer.slots.map((slot) => ({
      slot,
      style: styleOf(template, slot.style),
      fields: 'fields' in slot.source ? slot.source.fields.map(fieldPath) : [],
      fallback: template.marks.notRecorded,
      x: points(slot.x),
      down: points(slot.y),
      width: points(slot.width),
      gap: points(slot.gap),
    })),
    rules: layer.rules.map((rule) => ({
      x1: points(rule.x1),
      down1: points(rule.y1),
      x2: points(rule.x2),
      down2: points(rule.y2),
      width: rule.width,
    })),
  };
}

function compileRow(template: CertificateTemplate, row: Row, from: number): CompiledRow {
  const labels: StaticText[] = [];
  const cells: CompiledCell[] = [];
  const verticals: number[] = [];
  let left = from;
  for (const cell of row.cells) {
    if (left > from) verticals.push(points(left));
    const valueLeft = left + cell.labelWidth;
    verticals.push(points(valueLeft));
    labels.push(
      ...labelLines(template, cell.label, points(left), points(cell.labelWidth), points(row.height)),
    );
    cells.push({
      field: fieldPath(cell.field),
      askedBy: cell.askedBy,
      style: styleOf(template, cell.style),
      x: points(valueLeft + template.padding),
      width: points(cell.width - cell.labelWidth - 2 * template.padding),
    });
    left += cell.width;
  }
  return {
    when: row.when === undefined ? undefined : { field: fieldPath(row.when.field), is: row.when.is },
    height: points(row.height),
    ruleAbove: row.ruleAbove,
    labels,
    cells,
    verticals,
  };
}

function labelLines(
  { labels: { size, leading } }: CertificateTemplate,
  label: string,
  left: number,
  width: number,
  height: number,
): StaticText[] {
  const lines = label.split('\n');
  const first = firstBaseline(height, size) - ((lines.length - 1) * leading * size) / 2;
  return lines.map((text, index) => ({
    text,
    x: centred(text, size, left, width),
    down: first + index * leading * size,
    size,
  }));
}

const centred = (text: string, size: number, left: number, width: number): number =>
  left + (width - emWidth(text) * size) / 2;

/** Where the first line of a row stands below its top: a kanji's middle is at the middle of a one-line row. */
export const firstBaseline = (rowHeight: number, size: number): number => rowHeight / 2 + 0.38 * size;

/** Width of a label in ems. A template's own texts hold only half-width ASCII and full-width characters. */
export function emWidth(text: string): number {
  let width = 0;
  for (const character of text) width += character <= '~' ? 0.5 : 1;
  return width;
}

function styleOf(template: CertificateTemplate, name: string): TextStyle {
  const style = template.styles[name];
  if (style === undefined) throw new Error(`unchecked template: no style ${name}`);
  return style;
}
