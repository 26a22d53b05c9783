import { hash } from 'node:crypto';
import { err, ok, type Result } from '../../shared/result.ts';
import type { DisplayList, DisplayPage, Form, PageImage, Picture, Stamping } from '../display-list.ts';
import { putText } from './byte-sheet.ts';
import { carryByPdfLib } from './carry-by-pdf-lib.ts';
import { listFault } from './check-list.ts';
import { contentStream, mappingStream, programStream, type Span, type StreamMaker } from './code-streams.ts';
import { clearCodes } from './codes.ts';
import { describeFile, type FileDescription, titlePart } from './document.ts';
import { type DrawFault, type MissingGlyph, missingFault } from './draw-fault.ts';
import { encodedImage } from './encode-image.ts';
import type { FontSet } from './font-set.ts';
import type { Plate, PlateFont, PressedStamp } from './plate.ts';
import { plateFor } from './press-plate.ts';
import { pressedStamp } from './press-stamp.ts';
import { emptyScratch } from './scratch.ts';
import { putMappings, TO_UNICODE_TAIL } from './to-unicode.ts';
import { widthsOf } from './widths.ts';
import { drawStream, liesOn, newPen, type PageSize } from './write-content.ts';
import { writeFile } from './write-file.ts';

export type DrawOptions = {
  /** PDF/A-2u, or the same without its metadata and colour profile. */
  readonly profile?: 'a-2u' | 'plain';
  /** `fast` compresses nothing while it draws; `compact` takes ten times as long for a tenth less. */
  readonly size?: 'fast' | 'compact';
};

/** Lists without a form share this one, which prints nothing. */
const BLANK: Form = { layers: [], texts: [] };

type Images = {
  readonly used: {
    readonly name: string;
    readonly image: PageImage;
    readonly digest: string;
    readonly deflated: Uint8Array;
  }[];
  readonly nameOf: (picture: Picture) => string;
};

/** Names the images of one document, equal ones alike: the ink is set where the picture is placed. */
function imageNames(): Images {
  const used: Images['used'] = [];
  return {
    used,
    nameOf({ image }) {
      const { digest, deflated } = encodedImage(image);
      const before = used.find((known) => known.digest === digest);
      if (before !== undefined) return before.name;
      const name = `P${used.length + 1}`;
      used.push({ name, image, digest, deflated });
      return name;
    },
  };
}

/** Names the stamps of one document, of which each is in the file once. */
function stampNames(plate: Plate, set: FontSet) {
  const used: PressedStamp[] = [];
  return {
    used,
    nameOf({ stamp, x, y }: Stamping, page: PageSize | undefined): string | DrawFault | undefined {
      const pressed = pressedStamp(stamp, plate, set);
      if (pressed === 'drawn-in-place') return undefined;
      if ('fault' in pressed) return { kind: 'bad-list', fault: pressed.fault };
      const { left, bottom, right, top } = pressed.reach;
      if (page !== undefined && !liesOn(page, x + left, y + bottom, x + right, y + top))
        return { kind: 'bad-list', fault: 'off-page' };
      const before = used.indexOf(pressed);
      return `S${before === -1 ? used.push(pressed) : before + 1}`;
    },
  };
}

/** Six letters out of the document's digest, others for each of its fonts. */
function subsetOf(digest: string, font: number): string {
  let letters = '';
  for (let index = 0; index < 6; index++) {
    const at = 32 + ((index * 2 + font * 12) % 32);
    letters += String.fromCharCode(65 + (Number.parseInt(digest.slice(at, at + 2), 16) % 26));
  }
  return letters;
}

/** Draws everything into scratch memory and describes the file; the description holds until the next drawing. */
function compose(list: DisplayList, set: FontSet, options: DrawOptions): Result<FileDescription, DrawFault> {
  const fault = listFault(list);
  if (fault !== undefined) return err(fault);
  const plate = plateFor(list.form ?? BLANK, set);
  if (!plate.ok) return plate;
  try {
    return composeOn(plate.value, list, set, options);
  } finally {
    for (const { codes } of plate.value.fonts) clearCodes(codes);
  }
}

/** What makes a document another one besides its operators and mappings: a line each. */
function identityOf(
  list: DisplayList,
  { profile, size }: DrawOptions,
  parts: {
    readonly plate: Plate;
    readonly fonts: readonly { readonly font: PlateFont }[];
    readonly images: Images['used'];
    readonly stamps: readonly PressedStamp[];
    readonly pages: readonly { readonly content: Span }[];
  },
): string {
  const lines = [parts.plate.id, list.tag, JSON.stringify(list.title)];
  lines.push(profile === 'plain' ? profile : '', size === 'compact' ? size : '');
  for (const { font } of parts.fonts) lines.push(font.codes.pack.id);
  for (const { digest } of [...parts.images, ...parts.stamps]) lines.push(digest);
  for (const { width, height, layers } of list.pages)
    lines.push(`${width} ${height} ${layers?.join(',') ?? ''}`);
  for (const { content } of parts.pages) lines.push(String(content.to));
  return lines.join('\n').replace(/[^\n -~]/g, (sign) => `\\u${sign.charCodeAt(0)}`);
}

function composeOn(
  plate: Plate,
  list: DisplayList,
  set: FontSet,
  options: DrawOptions,
): Result<FileDescription, DrawFault> {
  const { text, coded, head } = set.scratch;
  const missing = new Map<string, MissingGlyph>();
  const { used: images, nameOf: picture } = imageNames();
  const { used: stamps, nameOf: stamp } = stampNames(plate, set);
  const codes = plate.fonts.map((font) => font.codes);
  const pen = newPen({ set, codes, out: text, missing });
  const pages: { readonly page: DisplayPage; readonly content: Span }[] = [];
  for (const [index, page] of list.pages.entries()) {
    const from = text.at;
    const bad = drawStream(pen, page.items, page, { picture, stamp });
    if (bad !== undefined) {
      const { fault, item } = bad;
      return err(fault.kind === 'bad-list' ? { ...fault, page: index, item } : fault);
    }
    pages.push({ page, content: { from, to: text.at } });
  }
  const fault = missingFault(missing.values());
  if (fault !== undefined) return err(fault);

  const fonts: { readonly font: PlateFont; readonly index: number; readonly mappings: Span }[] = [];
  for (const [index, font] of plate.fonts.entries()) {
    const { keys, fixed } = font.codes;
    if (keys.length === 0) continue;
    const from = text.at;
    putMappings(text, keys, fixed);
    putText(text, TO_UNICODE_TAIL);
    fonts.push({ font, index, mappings: { from, to: text.at } });
  }
  putText(text, identityOf(list, options, { plate, fonts, images, stamps, pages }));
  const digest = hash('sha256', text.bytes.subarray(0, text.at), 'hex');

  // every stream is coded before the first is looked up: until then the sheet may grow and move
  const maker: StreamMaker = { coded, head, isCompact: options.size === 'compact' };
  const pageStreams = pages.map(({ page, content }) => ({
    page,
    content: contentStream(maker, text.bytes, content),
  }));
  const fontStreams = fonts.map(({ font, index, mappings }) => ({
    font,
    index,
    program: programStream(maker, font),
    toUnicode: mappingStream(maker, font, text.bytes, mappings),
  }));
  if (plate.titled?.title !== list.title) plate.titled = titlePart(list.title);
  const shown = [...new Set(list.pages.flatMap((page) => page.layers ?? []))].sort((a, b) => a - b);
  return ok(
    describeFile({
      title: plate.titled,
      tag: list.tag,
      profile: options.profile ?? 'a-2u',
      id: digest.slice(0, 32),
      fonts: fontStreams.map(({ font, index, program, toUnicode }) => ({
        name: `F${index + 1}`,
        subset: subsetOf(digest, index),
        baseName: font.codes.pack.header.name,
        look: font.look,
        widths: font.widths + widthsOf(font.codes, font.codes.fixed),
        program: program.stream(),
        programBytes: program.bytes,
        toUnicode: toUnicode(),
      })),
      images,
      stamps: stamps.map(({ operators }) => operators),
      layers: plate.layers.filter((_, layer) => shown.includes(layer)),
      pages: pageStreams.map(({ page: { width, height, layers = [] }, content }) => ({
        width,
        height,
        layers: layers.map((layer) => shown.indexOf(layer)),
        content: content(),
      })),
    }),
  );
}

/** Composes and hands the description to `use`, before the memory in which its streams lie is emptied. */
function withDescription<T>(
  list: DisplayList,
  set: FontSet,
  options: DrawOptions,
  use: (description: FileDescription) => T,
): Result<T, DrawFault> {
  try {
    const described = compose(list, set, options);
    return described.ok ? ok(use(described.value)) : described;
  } finally {
    emptyScratch(set.scratch);
  }
}

/**
 * Draws the list as one PDF 1.7 file after the rules of PDF/A-2u: no scripts, forms, annotations, transparency or
 * encryption. Equal lists and fonts give equal bytes. Every character is drawn by its own glyph or nothing is drawn:
 * all characters without one are named together. A text that is empty draws nothing.
 */
export const drawPdf = (
  list: DisplayList,
  set: FontSet,
  options: DrawOptions = {},
): Result<Uint8Array, DrawFault> => withDescription(list, set, options, writeFile);

/** The same document, written by pdf-lib, which gives control away meanwhile: so with streams of its own. */
export async function drawByPdfLib(
  list: DisplayList,
  set: FontSet,
  options: DrawOptions = {},
): Promise<Result<Uint8Array, DrawFault>> {
  const described = withDescription(list, set, options, ({ objects, id }) => ({
    id,
    objects: objects.map(({ dict, stream }) => ({ dict, stream: stream?.slice() })),
  }));
  return described.ok ? ok(await carryByPdfLib(described.value)) : described;
}
