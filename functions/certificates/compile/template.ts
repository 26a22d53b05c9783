import { z } from 'zod';
import { Align, Body, Millimetres, PlaceName, Size, Text } from './template-body.ts';

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

/** What a fixed slot says: fields side by side, one of several texts decided by a field, or the page number. */
const Source = z.union([
  z.strictObject({ fields: z.array(Text).min(1).max(3) }),
  z.strictObject({ choose: z.strictObject({ field: Text, texts: z.record(z.string(), Text) }) }),
  z.strictObject({ page: z.string().regex(/^[^{}]*\{page\}[^{}]*\{pages\}[^{}]*$/) }),
]);
export type SlotSource = z.infer<typeof Source>;

/** A text of the template. With an `id` it is among what the paper says, as a slot is. */
const FixedText = z.strictObject({
  id: PlaceName.optional(),
  text: Text,
  x: Millimetres,
  y: Millimetres,
  size: Size,
  align: Align,
});

/**
 * `x` and `width` bound it; `y` is the baseline of its first line. Of fields side by side `y` is the baseline of them
 * all, and further lines of the first one stand above it.
 */
const FixedSlot = z.strictObject({
  id: PlaceName,
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

/** Line width in points, grey from 0 = black on. */
const line = { width: z.number().min(0.1).max(4), grey: z.number().min(0).max(0.9).default(0) };

const Layer = z.strictObject({
  texts: z.array(FixedText).default([]),
  slots: z.array(FixedSlot).default([]),
  rules: z
    .array(z.strictObject({ x1: Millimetres, y1: Millimetres, x2: Millimetres, y2: Millimetres, ...line }))
    .default([]),
  /** Frames by their upper left corner; two make a double one. */
  frames: z
    .array(
      z.strictObject({ x: Millimetres, y: Millimetres, right: Millimetres, bottom: Millimetres, ...line }),
    )
    .default([]),
});
export type Layer = z.infer<typeof Layer>;

export const LAYERS = ['everyPage', 'lastPage', 'otherPages'] as const;
export type LayerName = (typeof LAYERS)[number];

/**
 * 証明書様式: one version of a certificate's page, as data. Positions are millimetres, font sizes and line widths
 * points. `compileTemplate` checks what a shape alone cannot say.
 */
export const CertificateTemplate = z.strictObject({
  /** Number of this schema. */
  schema: z.literal(2),
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: z.int().min(1),
  /** First and last day of issue on which this version may be used; absent = without a limit. */
  validFrom: z.iso.date().optional(),
  validUntil: z.iso.date().optional(),
  /** Name of the model whose fields the slots are bound to. */
  model: Text,
  /** Document title of the file; never personal data. */
  documentTitle: Text.max(100),
  page: z.strictObject({ width: Millimetres, height: Millimetres }),
  styles: z.record(z.string(), TextStyle),
  labels: z.strictObject({ size: Size, leading: z.number().min(1).max(2) }),
  /** Space between a cell's left rule and its text. */
  padding: Millimetres,
  lines: z.strictObject({
    outer: z.number().min(0.1).max(4),
    thin: z.number().min(0.1).max(4),
    hair: z.number().min(0.1).max(4),
    hairGrey: z.number().min(0).max(0.9),
  }),
  /** What stands in a value's place: not asked for; asked for or always shown, but not recorded. */
  marks: z.strictObject({ notAsked: Text, notRecorded: Text }),
  /** Texts of the model that this page leaves out on purpose; every other one must have its slot. */
  notPrinted: z.array(Text).default([]),
  /** Words that nearly every certificate has in its values (digits, names of eras): drawn beforehand, no more. */
  usualWords: z.array(Text).default([]),
  everyPage: Layer,
  /** 認証文, date, head and seal belong here. */
  lastPage: Layer,
  otherPages: Layer,
  body: Body,
  /** 公印, by its place and physical size, on the last page. */
  seal: z.strictObject({
    x: Millimetres,
    y: Millimetres,
    width: Millimetres.min(5),
    height: Millimetres.min(5),
  }),
});
export type CertificateTemplate = z.infer<typeof CertificateTemplate>;
export type CertificateTemplateData = z.input<typeof CertificateTemplate>;
