import type { BilevelImage, DisplayItem, DisplayList, DisplayPage } from '../pdf/index.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { CompiledTemplate, StaticText } from './compile-template.ts';
import type { Measure, Overflow } from './fit-text.ts';
import { drawLayer, type LayerInput, type PageNumber, staticItem } from './lay-out-layer.ts';
import { drawRows, type FittedRows, fitRows, rounded } from './lay-out-rows.ts';
import { type ModelData, membersAt } from './model-fields.ts';
import { memberPrefix } from './slot-values.ts';

/** What a page carries besides the model. */
export type Attachments = {
  /** 公印. */
  readonly seal: BilevelImage;
  /** Non-personal tag that binds the bytes to one request (INV-4). */
  readonly tag: string;
};

/**
 * Decides where everything of a certificate stands. Members go to pages whole and in order; 認証文, date, head and
 * seal stand on the last page only. `model` is a value of the model that the template names. Errors: `overflow` naming the field that has no room (nothing is ever cut off), or the
 * measure's own (a character without a glyph).
 */
export function layOut<F>(
  template: CompiledTemplate,
  model: ModelData,
  { seal, tag }: Attachments,
  measure: Measure<F>,
): Result<DisplayList, Overflow | F> {
  const heading = fitRows(template, template.heading, { data: model, model, prefix: '' }, measure);
  if (!heading.ok) return heading;
  const members: FittedRows[] = [];
  for (const [index, data] of membersAt(model, template.members.each).entries()) {
    const prefix = memberPrefix(template, index);
    const fitted = fitRows(template, template.members.rows, { data, model, prefix }, measure);
    if (!fitted.ok) return fitted;
    members.push(fitted.value);
  }
  const pages = paginate(template, heading.value.height, members);
  if (!pages.ok) return pages;
  const drawn: DisplayPage[] = [];
  let first = 0;
  for (const [index, own] of pages.value.entries()) {
    const place = { page: index + 1, of: pages.value.length };
    const page = drawPage({ template, model, seal, measure }, place, heading.value, { first, own });
    if (!page.ok) return page;
    drawn.push({ ...template.page, items: page.value });
    first += own.length;
  }
  return ok({ title: template.template.documentTitle, tag, pages: drawn });
}

/** Fills pages in order; the last one keeps room for what closes the certificate. */
function paginate(
  { body, members: { each } }: CompiledTemplate,
  headingHeight: number,
  members: readonly FittedRows[],
): Result<readonly (readonly FittedRows[])[], Overflow> {
  const room = body.bottom - body.top - headingHeight;
  const lastRoom = body.lastBottom - body.top - headingHeight;
  const pages: FittedRows[][] = [];
  let page: FittedRows[] = [];
  let used = 0;
  for (const member of members) {
    if (page.length > 0 && used + body.gap + member.height > room) {
      pages.push(page);
      page = [];
      used = 0;
    }
    page.push(member);
    used += body.gap + member.height;
  }
  const last = page.at(-1);
  if (last !== undefined && used > lastRoom && page.length > 1) {
    pages.push(page.slice(0, -1));
    page = [last];
  }
  pages.push(page);
  // a member that fits on a last page fits on every page
  const tooHigh = members.findIndex((member) => body.gap + member.height > lastRoom);
  if (tooHigh >= 0) return err({ kind: 'overflow', field: `${each.path}[${tooHigh}]` });
  return ok(pages);
}

function drawPage<F>(
  input: LayerInput<F> & { readonly seal: BilevelImage },
  place: PageNumber,
  heading: FittedRows,
  members: { readonly first: number; readonly own: readonly FittedRows[] },
): Result<DisplayItem[], Overflow | F> {
  const { template } = input;
  const { body } = template;
  const isLast = place.page === place.of;
  const items: DisplayItem[] = [];
  // the seal comes first, so that no ink of it lies on the name that it overlaps
  if (isLast) items.push(sealPicture(template, input.seal));
  for (const layer of [template.everyPage, isLast ? template.lastPage : template.otherPages]) {
    const drawn = drawLayer(input, layer, place, items);
    if (!drawn.ok) return drawn;
  }
  const { left, right } = body;
  drawRows(template, heading, { top: body.top, left, right, rulesFrom: left }, items);
  let top = body.top + heading.height;
  for (const [index, member] of members.own.entries()) {
    top += body.gap;
    drawMember(template, member, { top, number: members.first + index + 1 }, items);
    top += member.height;
  }
  if (isLast) items.push(staticItem(template, template.end, top));
  return ok(items);
}

function drawMember(
  template: CompiledTemplate,
  member: FittedRows,
  { top, number }: { readonly top: number; readonly number: number },
  items: DisplayItem[],
): void {
  const { left, right } = template.body;
  const { ordinal } = template.members;
  drawRows(template, member, { top, left, right, rulesFrom: ordinal.right }, items);
  const down = template.page.height - top;
  const y2 = rounded(down - member.height);
  const { thin } = template.template.lines;
  items.push({ kind: 'rule', x1: ordinal.right, y1: rounded(down), x2: ordinal.right, y2, width: thin });
  items.push(staticItem(template, ordinalText(template, number), top));
}

/** The number before a member, in the middle of its column; half-width digits are half as wide as high. */
export function ordinalText({ members: { ordinal } }: CompiledTemplate, number: number): StaticText {
  const text = String(number);
  const x = (ordinal.left + ordinal.right) / 2 - (text.length * ordinal.size) / 4;
  return { text, x, down: ordinal.down, size: ordinal.size };
}

function sealPicture({ seal, page }: CompiledTemplate, image: BilevelImage): DisplayItem {
  const y = rounded(page.height - seal.y - seal.height);
  return { kind: 'picture', x: seal.x, y, width: seal.width, height: seal.height, image, field: 'seal' };
}
