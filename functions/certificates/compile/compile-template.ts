import type { Form, Stamp } from '../../pdf/index.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { type FieldPath, fieldPath } from '../model-fields.ts';
import { CERTIFICATE_MODELS } from '../models.ts';
import { pathText, type TemplateFault } from './check.ts';
import { checkTemplate } from './check-template.ts';
import { type CompiledBlock, compileBlock, styleOf } from './compile-body.ts';
import { layerItems, usualTexts } from './form.ts';
import { centred, emWidth, points, rounded, SHARES, type StaticText } from './static-text.ts';
import {
  CertificateTemplate,
  type FixedSlot,
  LAYERS,
  type Layer,
  type LayerName,
  type TextStyle,
} from './template.ts';

/** A template ready for use: lengths in points, downwards from the page's top; what depends on it alone is done. */
export type CompiledTemplate = {
  readonly template: CertificateTemplate;
  readonly page: { readonly width: number; readonly height: number };
  /** What every certificate of this template repeats; the same value in all its display lists. */
  readonly form: Form;
  /** The form's texts. */
  readonly usualTexts: ReadonlySet<string>;
  /** Stamps of its blocks by their shapes, made when first needed. */
  readonly stamps: Map<string, Stamp>;
  readonly layers: Readonly<Record<LayerName, CompiledLayer>>;
  readonly body: Readonly<Record<'top' | 'bottom' | 'lastBottom', number>>;
  /** Blocks at the top of every page, and those that follow them over the pages. */
  readonly repeated: readonly CompiledBlock[];
  readonly blocks: readonly CompiledBlock[];
  readonly end: StaticText | undefined;
  readonly seal: Readonly<Record<'x' | 'y' | 'width' | 'height', number>>;
  /** The model's list of 証明対象者; undefined where it has one, whose fields are its own. */
  readonly subjects: string | undefined;
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
  /** Share of the free space before its text. */
  readonly share: number;
};

export type CompiledLayer = {
  /** Its place among the form's layers; undefined where it has nothing static. */
  readonly index: number | undefined;
  readonly texts: readonly (StaticText & { readonly id: string | undefined })[];
  readonly slots: readonly CompiledSlot[];
};

/**
 * Parses, checks and prepares a template. The caller keeps the result, by the template's digest.
 * Errors: all that is wrong with it, each by its path in the template.
 */
export function compileTemplate(data: unknown): Result<CompiledTemplate, readonly TemplateFault[]> {
  const parsed = CertificateTemplate.safeParse(data);
  if (!parsed.success) {
    return err(parsed.error.issues.map(({ path, message }) => ({ at: pathText(path), detail: message })));
  }
  const template = parsed.data;
  const faults = checkTemplate(template);
  if (faults.length > 0) return err(faults);
  const { body, seal } = template;
  const page = { width: points(template.page.width), height: points(template.page.height) };
  const { layers, items } = compileLayers(template, page.height);
  const blocks = body.blocks.map((block) => compileBlock(template, block));
  const form = { layers: items, texts: usualTexts(template, blocks) };
  const first = body.blocks.findIndex(({ onEveryPage }) => !onEveryPage);
  return ok({
    template,
    page,
    form,
    usualTexts: new Set(form.texts),
    stamps: new Map(),
    layers,
    body: { top: points(body.top), bottom: points(body.bottom), lastBottom: points(body.lastBottom) },
    repeated: blocks.slice(0, first),
    blocks: blocks.slice(first),
    end: body.end && {
      text: body.end.text,
      x: centred(body.end.text, body.end.size, points(body.left), points(body.width)),
      down: points(body.end.distance),
      size: body.end.size,
    },
    seal: { x: points(seal.x), y: points(seal.y), width: points(seal.width), height: points(seal.height) },
    subjects: CERTIFICATE_MODELS[template.model]?.subjects,
  });
}

function compileLayers(
  template: CertificateTemplate,
  pageHeight: number,
): { layers: Record<LayerName, CompiledLayer>; items: Form['layers'] } {
  const items: Form['layers'][number][] = [];
  const compile = (name: LayerName): CompiledLayer => {
    const layer = template[name];
    const texts = layer.texts.map(compileText);
    const drawn = layerItems(layer, texts, pageHeight);
    const index = drawn.length === 0 ? undefined : items.push(drawn) - 1;
    return { index, texts, slots: layer.slots.map((slot) => compileSlot(template, slot)) };
  };
  const [everyPage, lastPage, otherPages] = [compile(LAYERS[0]), compile(LAYERS[1]), compile(LAYERS[2])];
  return { layers: { everyPage, lastPage, otherPages }, items };
}

const compileText = ({ id, text, x, y, size, align }: Layer['texts'][number]) => ({
  id,
  text,
  x: rounded(points(x) - emWidth(text) * size * SHARES[align]),
  down: points(y),
  size,
});

const compileSlot = (template: CertificateTemplate, slot: FixedSlot): CompiledSlot => ({
  slot,
  style: styleOf(template, slot.style),
  fields: 'fields' in slot.source ? slot.source.fields.map(fieldPath) : [],
  fallback: template.marks.notRecorded,
  x: points(slot.x),
  down: points(slot.y),
  width: points(slot.width),
  gap: points(slot.gap),
  share: SHARES[slot.align],
});
