import type { ReadBack, ReadPage } from '../../pdf/index.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { CompiledTemplate } from '../compile/compile-template.ts';
import { differingSlots, type PaperContent } from '../slot-values.ts';
import { BadPaper, bad, type PaperFault } from './paper-fault.ts';
import { near, type PaperRuns, paperRuns } from './paper-runs.ts';
import { type BodyPosition, missingBlock, readBody, readRepeated } from './read-blocks.ts';
import type { Found, FoundPicture } from './read-rows.ts';
import { readLayer } from './read-slots.ts';

/** What a finished paper says, by its own account. */
export type Paper = {
  readonly tag: string;
  readonly pages: number;
  /** All slots: fixed ones by id, the others by the model's path (`subjects[2].fullName`). */
  readonly content: PaperContent;
  /** `pictureDigest` of the seal at its place. */
  readonly sealDigest: string;
  /** The body's pictures by the name that the template gives them. */
  readonly pictures: Readonly<Record<string, FoundPicture>>;
};

/** What of a finished file the reading rests on. */
export type FinishedPages = Pick<ReadBack, 'tag' | 'title' | 'pages'>;

/**
 * Says what a finished certificate says, from what was read back of its bytes and the template's geometry alone: it
 * knows neither the model nor how the page was laid out. Each run of text has to be a label or belong to a slot, and
 * each picture to have its place, where the template gives it. Errors: the first thing that is otherwise.
 */
export function readPaper(template: CompiledTemplate, finished: FinishedPages): Result<Paper, PaperFault> {
  try {
    return ok(read(template, finished));
  } catch (error) {
    if (error instanceof BadPaper) return err(error.fault);
    throw error;
  }
}

function read(template: CompiledTemplate, finished: FinishedPages): Paper {
  const of = finished.pages.length;
  if (of === 0) bad('no-page', 1);
  if (finished.title !== template.template.documentTitle) bad('document-title', 1);
  const found: Found = { content: {}, pictures: {} };
  const position: BodyPosition = { block: 0, elements: 0 };
  let common: PaperContent | undefined;
  let sealDigest = '';
  for (const [index, page] of finished.pages.entries()) {
    const place = { page: index + 1, of };
    checkSize(template, page, place.page);
    const runs = paperRuns(page);
    const repeated: Found = { content: {}, pictures: found.pictures };
    readLayer(template.layers.everyPage, runs, place, repeated.content);
    const top = readRepeated(template.repeated, runs, { top: template.body.top, page: place.page }, repeated);
    common ??= repeated.content;
    const [differing] = differingSlots(common, repeated.content);
    if (differing !== undefined) bad('pages-differ', place.page, differing);
    readPage(template, runs, { ...place, top }, position, found);
    if (place.page === of) sealDigest = readSeal(template, runs, of);
    if (runs.left() > 0) bad('unexplained-text', place.page);
    if (runs.picturesLeft() > 0) bad('unexplained-picture', place.page);
  }
  const missing = missingBlock(template.blocks, position);
  if (missing !== undefined) bad('missing-text', of, missing.id);
  const content = { ...common, ...found.content };
  return { tag: finished.tag, pages: of, content, sealDigest, pictures: found.pictures };
}

/** Reads what is a page's own: its blocks and what closes it. */
function readPage(
  { layers, blocks, end }: CompiledTemplate,
  runs: PaperRuns,
  { page, of, top }: { readonly page: number; readonly of: number; readonly top: number },
  position: BodyPosition,
  found: Found,
): void {
  const isLast = page === of;
  readLayer(isLast ? layers.lastPage : layers.otherPages, runs, { page, of }, found.content);
  const { bottom, count } = readBody(blocks, runs, { top, page }, position, found);
  if (count === 0)
    bad('missing-text', page, blocks[position.block]?.each?.path ?? blocks[position.block]?.id);
  if (isLast && end !== undefined && !runs.takeText(end.text, { ...end, down: bottom + end.down }))
    bad('missing-label', page, 'end');
}

function checkSize({ page: { width, height } }: CompiledTemplate, page: ReadPage, number: number): void {
  if (Math.abs(page.width - width) > 0.01 || Math.abs(page.height - height) > 0.01) bad('page-size', number);
}

/** Answers the digest of the seal, which only the last page has. */
function readSeal({ seal }: CompiledTemplate, runs: PaperRuns, number: number): string {
  const found = runs.takePicture({ x: seal.x + seal.width / 2, down: seal.y + seal.height / 2 });
  if (found === undefined || !near(found.width, seal.width) || !near(found.height, seal.height))
    return bad('missing-seal', number, 'seal');
  return found.digest;
}
