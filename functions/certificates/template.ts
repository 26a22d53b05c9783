import { z } from 'zod';

/** Millimetres from the page's upper left corner, right and down. */
const Millimetres = z.number().min(0).max(420);
/** Font size in points. */
const Size = z.number().min(5).max(48);
const Text = z.string().min(1);
const Align = z.enum(['left', 'center', 'right']);

/**
 * How a text may be set. A long text first takes more lines (up to `maxLines`), then the next smaller size; what does
 * not fit at the last size is refused. Nothing is ever cut off.
 */
export const TextStyle = z.strictObject({
  /** Allowed font sizes in points, from the usual one down. */
  sizes: z.array(Size).min(1).max(8),
  maxLines: z.int().min(1).max(8),
  /** Distance of two baselines in multiples of the size. */
  leading: z.number().min(1).max(2),
});
export type TextStyle = z.infer<typeof TextStyle>;

/** A row is shown where the field is recorded, or, with `is`, where it holds just that. */
const Condition = z.strictObject({ field: Text, is: z.string().optional() });
export type Condition = z.infer<typeof Condition>;

const Cell = z.strictObject({
  /** A line feed starts another line of the label. */
  label: Text,
  labelWidth: Millimetres,
  /** Width of label and value together. */
  width: Millimetres,
  /** The model's field; within a repeated section the field of one member. */
  field: Text,
  /** The option without which the value is replaced by the mark for what was not asked. */
  askedBy: Text.optional(),
  style: Text,
});

const Row = z.strictObject({
  when: Condition.optional(),
  /** Height with one line; each further line of its longest cell adds to it. */
  height: Millimetres,
  /** The rule above it; `hair` binds a row to the one above. */
  ruleAbove: z.enum(['thin', 'hair']).default('thin'),
  cells: z.array(Cell).min(1).max(4),
});
export type Row = z.infer<typeof Row>;

/** What a fixed slot says: fields side by side, one of several texts decided by a field, or the page number. */
const Source = z.union([
  z.strictObject({ fields: z.array(Text).min(1).max(3) }),
  z.strictObject({ choose: z.strictObject({ field: Text, texts: z.record(z.string(), Text) }) }),
  z.strictObject({ page: z.string().regex(/^[^{}]*\{page\}[^{}]*\{pages\}[^{}]*$/) }),
]);
export type SlotSource = z.infer<typeof Source>;

const FixedText = z.strictObject({ text: Text, x: Millimetres, y: Millimetres, size: Size, align: Align });

/** `x` and `width` bound it; `y` is the baseline of its first line. */
const FixedSlot = z.strictObject({
  id: z.string().regex(/^[a-z][A-Za-z]*$/),
  source: Source,
  x: Millimetres,
  y: Millimetres,
  width: Millimetres,
  style: Text,
  align: Align,
  /** Space between two fields. */
  gap: Millimetres.default(0),
});
export type FixedSlot = z.infer<typeof FixedSlot>;

const Layer = z.strictObject({
  texts: z.array(FixedText).default([]),
  slots: z.array(FixedSlot).default([]),
  rules: z
    .array(
      z.strictObject({
        x1: Millimetres,
        y1: Millimetres,
        x2: Millimetres,
        y2: Millimetres,
        width: z.number().min(0.1).max(4),
      }),
    )
    .default([]),
});

/**
 * 証明書様式: one version of a certificate's page, as data. Positions are millimetres, font sizes and line widths
 * points. `compileTemplate` checks what a shape alone cannot say.
 */
export const CertificateTemplate = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: z.int().min(1),
  /** Name of the model whose fields the slots are bound to. */
  model: Text,
  /** Document title of the file; never personal data. */
  documentTitle: Text,
  page: z.strictObject({ width: Millimetres, height: Millimetres }),
  styles: z.record(z.string(), TextStyle),
  labels: z.strictObject({ size: Size, leading: z.number().min(1).max(2) }),
  /** Space between a cell's left rule and its text. */
  padding: Millimetres,
  lines: z.strictObject({ outer: z.number(), thin: z.number(), hair: z.number(), hairGrey: z.number() }),
  /** What stands in a value's place: not asked for; asked for or always shown, but not recorded. */
  marks: z.strictObject({ notAsked: Text, notRecorded: Text }),
  /** Texts of the model that this page leaves out on purpose; every other one must have its slot. */
  notPrinted: z.array(Text).default([]),
  everyPage: Layer,
  /** 認証文, date, head and seal belong here. */
  lastPage: Layer,
  otherPages: Layer,
  body: z.strictObject({
    left: Millimetres,
    width: Millimetres,
    top: Millimetres,
    bottom: Millimetres,
    /** Lowest end of the body on the last page, above what `lastPage` puts there. */
    lastBottom: Millimetres,
  }),
  /** Stands at the body's top, on every page. */
  heading: z.strictObject({ rows: z.array(Row).min(1) }),
  /** Repeated for each member of an array of the model; a member is never split between pages. */
  members: z.strictObject({
    each: Text,
    gap: Millimetres,
    /** The member's number in a column of its own; `baseline` counts down from the member's top. */
    ordinal: z.strictObject({ width: Millimetres, baseline: Millimetres, size: Size }),
    rows: z.array(Row).min(1),
  }),
  /** Closes the last member (「以下余白」), so that nothing can be added below. */
  end: z.strictObject({ text: Text, size: Size, distance: Millimetres }),
  /** 公印, by its place and physical size. */
  seal: z.strictObject({ x: Millimetres, y: Millimetres, width: Millimetres, height: Millimetres }),
});
export type CertificateTemplate = z.infer<typeof CertificateTemplate>;
export type CertificateTemplateData = z.input<typeof CertificateTemplate>;
