import type { DisplayItem, DisplayList, DisplayPage, PageImage } from '../../pdf/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { CompiledLayer, CompiledTemplate } from '../compile/compile-template.ts';
import { staticItem } from '../compile/form.ts';
import { rounded } from '../compile/static-text.ts';
import type { ModelData } from '../model-fields.ts';
import { drawBlocks } from './draw-blocks.ts';
import { drawSlot, type PageNumber } from './draw-slot.ts';
import { type FittedBlock, fitBlocks, type Setting, type SizedPicture } from './fit-blocks.ts';
import type { Measure, Overflow } from './fit-text.ts';
import { paginate } from './paginate.ts';

/** What a page carries besides the model. */
export type Attachments = {
  /** 公印, drawn in the template's size. */
  readonly seal: PageImage;
  /** Pictures of the body by the name that the template gives them (印影), drawn in their own size. */
  readonly pictures?: Readonly<Record<string, SizedPicture>>;
  /** Non-personal tag that binds the bytes to one request (INV-4). */
  readonly tag: string;
};

/**
 * Decides where everything of a certificate stands. Blocks go to pages whole and in order; 認証文, date, head and seal
 * stand on the last page only. `model` is a value of the model that the template names. What every certificate of the
 * template repeats is in the list's form. Errors: `overflow` naming the field, block or picture that has no room
 * (nothing is ever cut off), or the measure's own (a character without a glyph).
 */
export function layOut<F>(
  template: CompiledTemplate,
  model: ModelData,
  { seal, pictures = {}, tag }: Attachments,
  measure: Measure<F>,
): Result<DisplayList, Overflow | F> {
  const setting: Setting<F> = { template, pictures, measure };
  const repeated = fitBlocks(setting, template.repeated, model);
  if (!repeated.ok) return repeated;
  const blocks = fitBlocks(setting, template.blocks, model);
  if (!blocks.ok) return blocks;
  const pages = paginate(template, repeated.value, blocks.value);
  if (!pages.ok) return pages;
  const drawn: DisplayPage[] = [];
  for (const [index, own] of pages.value.entries()) {
    const place = { page: index + 1, of: pages.value.length };
    const page = drawPage(setting, { model, seal, place, blocks: [...repeated.value, ...own] });
    if (!page.ok) return page;
    drawn.push(page.value);
  }
  return ok({ title: template.template.documentTitle, tag, form: template.form, pages: drawn });
}

type PageContent = {
  readonly model: ModelData;
  readonly seal: PageImage;
  readonly place: PageNumber;
  readonly blocks: readonly FittedBlock[];
};

function drawPage<F>(
  setting: Setting<F>,
  { model, seal, place, blocks }: PageContent,
): Result<DisplayPage, Overflow | F> {
  const { template, measure } = setting;
  const isLast = place.page === place.of;
  const layers: readonly CompiledLayer[] = [
    template.layers.everyPage,
    isLast ? template.layers.lastPage : template.layers.otherPages,
  ];
  const items: DisplayItem[] = [];
  // the seal comes first, so that no ink of it lies on the name that it overlaps
  if (isLast) items.push(sealItem(template, seal));
  for (const slot of layers.flatMap(({ slots }) => slots)) {
    const set = drawSlot({ height: template.page.height, model, measure, place }, slot, items);
    if (!set.ok) return set;
  }
  const end = drawBlocks(setting, blocks, template.body.top, items);
  if (!end.ok) return end;
  if (isLast && template.end !== undefined)
    items.push(staticItem(template.end, template.page.height, end.value));
  return ok({ ...template.page, layers: layers.flatMap(({ index }) => index ?? []), items });
}

function sealItem({ seal, page }: CompiledTemplate, image: PageImage): DisplayItem {
  const y = rounded(page.height - seal.y - seal.height);
  return { kind: 'picture', x: seal.x, y, width: seal.width, height: seal.height, image, field: 'seal' };
}
