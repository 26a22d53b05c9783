import type { ReadBack, ReadPage } from '../pdf/index.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { CompiledLayer, CompiledTemplate } from './compile-template.ts';
import { BadPaper, bad, type PaperFault } from './paper-fault.ts';
import { type PaperRuns, paperRuns } from './paper-runs.ts';
import { readMembers, readRows } from './read-rows.ts';
import { differingSlots, type PaperContent, pageText } from './slot-values.ts';
import type { TextStyle } from './template.ts';

/** What a finished paper says, by its own account. */
export type Paper = {
  readonly tag: string;
  readonly pages: number;
  /** All slots: fixed ones by id, the others by the model's path (`subjects[2].fullName`). */
  readonly content: PaperContent;
  /** How many members stand on it. */
  readonly members: number;
  /** `pictureDigest` of the seal at its place. */
  readonly sealDigest: string;
};

/**
 * Says what a finished certificate says, from what was read back of its bytes and the template's geometry alone: it
 * knows neither the model nor how the page was laid out. Each run of text has to be a label or belong to a slot, at
 * the place that the template gives it. Errors: the first thing that is otherwise.
 */
export function readPaper(template: CompiledTemplate, finished: ReadBack): Result<Paper, PaperFault> {
  try {
    return ok(read(template, finished));
  } catch (error) {
    if (error instanceof BadPaper) return err(error.fault);
    throw error;
  }
}

function read(template: CompiledTemplate, finished: ReadBack): Paper {
  const of = finished.pages.length;
  if (of === 0) bad('no-page', 1);
  if (finished.title !== template.template.documentTitle) bad('document-title', 1);
  const content: Record<string, string> = {};
  let common: PaperContent | undefined;
  let members = 0;
  let sealDigest = '';
  for (const [index, page] of finished.pages.entries()) {
    const place = { page: index + 1, of };
    checkSize(template, page, place.page);
    const runs = paperRuns(page);
    const repeated: Record<string, string> = {};
    readLayer(template.everyPage, runs, place, repeated);
    const heading = { top: template.body.top, page: place.page, slot: 'heading', prefix: '' };
    const bottom = readRows(template.heading, runs, heading, repeated);
    common ??= repeated;
    const [differing] = differingSlots(common, repeated);
    if (differing !== undefined) bad('pages-differ', place.page, differing);
    members += readPage(template, runs, { ...place, bottom, members }, content);
    if (runs.left() > 0) bad('unexplained-text', place.page);
    sealDigest = readPictures(template, page, place);
  }
  return { tag: finished.tag, pages: of, content: { ...common, ...content }, members, sealDigest };
}

type PageNumber = { readonly page: number; readonly of: number };

/** Reads what is a page's own: its members and what closes it. Answers how many members it has. */
function readPage(
  template: CompiledTemplate,
  runs: PaperRuns,
  { page, of, bottom, members }: PageNumber & { readonly bottom: number; readonly members: number },
  content: Record<string, string>,
): number {
  readLayer(page === of ? template.lastPage : template.otherPages, runs, { page, of }, content);
  const found = readMembers(template, runs, { top: bottom, page, first: members }, content);
  if (found.count === 0) bad('missing-text', page, template.members.each.path);
  const end = { ...template.end, down: found.bottom + template.end.down };
  if (page === of && !runs.takeText(end.text, end)) bad('missing-label', page, 'end');
  return found.count;
}

function checkSize({ page: { width, height } }: CompiledTemplate, page: ReadPage, number: number): void {
  if (Math.abs(page.width - width) > 0.01 || Math.abs(page.height - height) > 0.01) bad('page-size', number);
}

function readLayer(
  layer: CompiledLayer,
  runs: PaperRuns,
  { page, of }: PageNumber,
  content: Record<string, string>,
): void {
  for (const text of layer.texts) {
    if (!runs.takeText(text.text, text)) bad('missing-label', page);
  }
  for (const { slot, style, x, down, width } of layer.slots) {
    const { id, source } = slot;
    const found = readSlot(runs, { x, down, width, style, flush: slot.align === 'left' });
    if (found === undefined) bad('missing-text', page, id);
    if ('choose' in source && !Object.values(source.choose.texts).includes(found))
      bad('unknown-text', page, id);
    if (!('page' in source)) content[id] = found;
    else if (found !== pageText(source.page, page, of)) bad('page-number', page, id);
  }
}

type SlotPlace = {
  readonly x: number;
  readonly down: number;
  readonly width: number;
  readonly style: TextStyle;
  readonly flush: boolean;
};

function readSlot(runs: PaperRuns, { x, down, width, style, flush }: SlotPlace): string | undefined {
  for (const size of style.sizes) {
    const first = runs.takeLine({ from: x, to: x + width, down, size });
    if (first === undefined) continue;
    if (flush && Math.abs(first.x - x) > 0.02) return undefined;
    let text = first.text;
    for (let line = 1; line < style.maxLines; line++) {
      const next = runs.takeLine({ from: x, to: x + width, down: down + line * style.leading * size, size });
      if (next === undefined) break;
      text += next.text;
    }
    return text;
  }
  return undefined;
}

/** Answers the digest of the seal, which the last page has and no other. */
function readPictures(
  { seal, page: { height } }: CompiledTemplate,
  page: ReadPage,
  { page: number, of }: PageNumber,
): string {
  const [first, ...others] = page.pictures;
  if (number < of) return first === undefined ? '' : bad('unexplained-picture', number);
  const isSeal =
    first !== undefined &&
    Math.abs(first.x - seal.x) < 0.01 &&
    Math.abs(first.y - (height - seal.y - seal.height)) < 0.01 &&
    Math.abs(first.width - seal.width) < 0.01 &&
    Math.abs(first.height - seal.height) < 0.01;
  if (!isSeal) return bad('missing-seal', number, 'seal');
  return others.length > 0 ? bad('unexplained-picture', number) : first.digest;
}
