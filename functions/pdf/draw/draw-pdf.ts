import { hash } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { err, ok, type Result } from '../../shared/result.ts';
import type { DisplayList, Form, PageImage, Picture } from '../display-list.ts';
import { addSums } from './adler.ts';
import { type BitSheet, makeBitRoom, putWholeBytes } from './bit-sheet.ts';
import { putText } from './byte-sheet.ts';
import { carryByPdfLib } from './carry-by-pdf-lib.ts';
import { listFault } from './check-list.ts';
import { clearCodes } from './codes.ts';
import { type DocumentParts, describeFile, type FileDescription, type FontPart } from './document.ts';
import type { DrawFault, MissingGlyph } from './draw-fault.ts';
import { encodedImage } from './encode-image.ts';
import { putFontProgram } from './font-program.ts';
import type { FontSet } from './font-set.ts';
import type { Plate, PlateFont } from './plate.ts';
import { plateFor } from './press-plate.ts';
import { emptyScratch } from './scratch.ts';
import { putLastText, putZlibHead, type TextCoder } from './text-coder.ts';
import { CONTENT_CODER, MAPPING_CODER } from './text-coders.ts';
import { putMappings, TO_UNICODE_TAIL } from './to-unicode.ts';
import { widthsOf } from './widths.ts';
import { beginStream, drawItem, endStream, type Pen } from './write-content.ts';
import { writeFile } from './write-file.ts';

export type DrawOptions = {
  /** PDF/A-2u, or the same without its metadata and colour profile. */
  readonly profile?: 'a-2u' | 'plain';
  /** `fast` compresses nothing while it draws; `compact` takes ten times as long for a tenth less. */
  readonly size?: 'fast' | 'compact';
};

/** Lists without a form share this one, which prints nothing. */
const BLANK: Form = { layers: [], texts: [] };
const BEST = { level: 9 } as const;

/** A part of the scratch sheet of texts. */
type Span = { readonly from: number; readonly to: number };

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

/** Six letters out of the document's digest, others for each of its fonts. */
function subsetOf(digest: string, font: number): string {
  let letters = '';
  for (let index = 0; index < 6; index++) {
    const at = 32 + ((index * 2 + font * 12) % 32);
    letters += String.fromCharCode(65 + (Number.parseInt(digest.slice(at, at + 2), 16) % 26));
  }
  return letters;
}

/** Codes streams into scratch memory, each from the beginning of a word on, or compresses them. */
type StreamMaker = {
  readonly coded: BitSheet;
  readonly isCompact: boolean;
};

function textStream(
  { coded, isCompact }: StreamMaker,
  coder: TextCoder,
  bytes: Uint8Array,
  span: Span,
): () => Uint8Array {
  if (isCompact) {
    const stream = deflateSync(bytes.subarray(span.from, span.to), BEST);
    return () => stream;
  }
  const start = beginCoded(coded);
  putZlibHead(coded);
  putLastText(coded, coder, bytes, span.from, span.to, { a: 1, b: 0 });
  return endCoded(coded, start);
}

function mappingStream(maker: StreamMaker, font: PlateFont, bytes: Uint8Array, span: Span): () => Uint8Array {
  const { mappings } = font;
  if (maker.isCompact) {
    const stream = deflateSync(Buffer.concat([mappings.raw, bytes.subarray(span.from, span.to)]), BEST);
    return () => stream;
  }
  const { coded } = maker;
  const start = beginCoded(coded);
  putZlibHead(coded);
  makeBitRoom(coded, mappings.coded.length);
  putWholeBytes(coded, mappings.coded);
  const adler = { a: 1, b: 0 };
  addSums(adler, mappings.a, mappings.b, mappings.raw.length);
  putLastText(coded, MAPPING_CODER, bytes, span.from, span.to, adler);
  return endCoded(coded, start);
}

function programStream(
  { coded, isCompact }: StreamMaker,
  set: FontSet,
  font: PlateFont,
): { bytes: number; stream: () => Uint8Array } {
  const start = beginCoded(coded);
  const bytes = putFontProgram(coded, set.scratch.head, font.codes, font.glyphs);
  const stream = endCoded(coded, start);
  if (!isCompact) return { bytes, stream };
  const compact = deflateSync(inflateSync(stream()), BEST);
  return { bytes, stream: () => compact };
}

function beginCoded(coded: BitSheet): number {
  makeBitRoom(coded, 16);
  coded.at = (coded.at + 31) & ~31;
  return coded.at >>> 3;
}

/** The stream is looked up when it is written: until then the sheet may grow and move. */
function endCoded(coded: BitSheet, start: number): () => Uint8Array {
  const end = coded.at >>> 3;
  return () => coded.bytes.subarray(start, end);
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

function composeOn(
  { fonts, layers, texts, id: plateId }: Plate,
  list: DisplayList,
  set: FontSet,
  options: DrawOptions,
): Result<FileDescription, DrawFault> {
  const { scratch } = set;
  const { text, coded } = scratch;
  text.at = 0;
  coded.at = 0;

  const missing = new Map<string, MissingGlyph>();
  const { used: images, nameOf } = imageNames();
  const pen: Pen = {
    set,
    codes: fonts.map(({ codes }) => codes),
    texts,
    out: text,
    missing,
    inText: false,
    font: -1,
    size: -1,
    stretch: -1,
    fill: -1,
    stroke: -1,
    width: -1,
  };
  const contents: Span[] = [];
  for (const [index, page] of list.pages.entries()) {
    const from = text.at;
    beginStream(pen);
    for (const [item, drawn] of page.items.entries()) {
      const bad = drawItem(pen, drawn, page, nameOf);
      if (bad !== undefined) return err(bad.kind === 'bad-list' ? { ...bad, page: index, item } : bad);
    }
    endStream(pen);
    contents.push({ from, to: text.at });
  }
  const [first, ...others] = missing.values();
  if (first !== undefined) return err({ kind: 'missing-glyph', missing: [first, ...others] });

  const drawn = fonts.flatMap((font, index) => (font.codes.keys.length === 0 ? [] : [{ font, index }]));
  const mappings = drawn.map(({ font: { codes } }): Span => {
    const from = text.at;
    putMappings(text, codes.keys, codes.fixed);
    putText(text, TO_UNICODE_TAIL);
    return { from, to: text.at };
  });
  const identity = [plateId, list.tag, JSON.stringify(list.title), options.profile ?? '', options.size ?? ''];
  for (const { font } of drawn) identity.push(font.codes.pack.id);
  for (const { digest } of images) identity.push(digest);
  for (const page of list.pages)
    identity.push(`${page.width} ${page.height} ${page.layers?.join(',') ?? ''}`);
  for (const span of contents) identity.push(String(span.to));
  putText(
    text,
    identity.join('\n').replace(/[^\n -~]/g, (sign) => `\\u${sign.charCodeAt(0)}`),
  );
  const digest = hash('sha256', text.bytes.subarray(0, text.at), 'hex');

  const maker: StreamMaker = { coded, isCompact: options.size === 'compact' };
  const pages = list.pages.map((page, index) => ({
    page,
    stream: textStream(maker, CONTENT_CODER, text.bytes, contents[index] ?? { from: 0, to: 0 }),
  }));
  const programs = drawn.map(({ font, index }, at) => ({
    font,
    index,
    program: programStream(maker, set, font),
    toUnicode: mappingStream(maker, font, text.bytes, mappings[at] ?? { from: 0, to: 0 }),
  }));
  const shown = [...new Set(list.pages.flatMap((page) => page.layers ?? []))].sort((a, b) => a - b);
  const parts: DocumentParts = {
    title: list.title,
    tag: list.tag,
    profile: options.profile ?? 'a-2u',
    id: digest.slice(0, 32),
    fonts: programs.map(
      ({ font, index, program, toUnicode }): FontPart => ({
        name: `F${index + 1}`,
        subset: subsetOf(digest, index),
        pack: font.codes.pack,
        widths: font.widths + widthsOf(font.codes, font.codes.fixed),
        program: program.stream(),
        programBytes: program.bytes,
        toUnicode: toUnicode(),
      }),
    ),
    images,
    layers: shown.map((layer) => layers[layer] ?? new Uint8Array(0)),
    pages: pages.map(({ page, stream }) => ({
      width: page.width,
      height: page.height,
      layers: (page.layers ?? []).map((layer) => shown.indexOf(layer)),
      content: stream(),
    })),
  };
  return ok(describeFile(parts));
}

/**
 * Draws the list as one PDF 1.7 file after the rules of PDF/A-2u: no scripts, forms, annotations, transparency or
 * encryption. Equal lists and fonts give equal bytes. Every character is drawn by its own glyph or nothing is drawn:
 * all characters without one are named together. A text that is empty draws nothing.

 */
export function drawPdf(
  list: DisplayList,
  set: FontSet,
  options: DrawOptions = {},
): Result<Uint8Array, DrawFault> {
  try {
    const described = compose(list, set, options);
    return described.ok ? ok(writeFile(set.scratch.file, described.value)) : described;
  } finally {
    emptyScratch(set.scratch);
  }
}

/** The description with streams of its own: pdf-lib gives control away while it writes. */
function composeApart(
  list: DisplayList,
  set: FontSet,
  options: DrawOptions,
): Result<FileDescription, DrawFault> {
  try {
    const described = compose(list, set, options);
    if (!described.ok) return described;
    const objects = described.value.objects.map(({ dict, stream }) => ({ dict, stream: stream?.slice() }));
    return ok({ ...described.value, objects });
  } finally {
    emptyScratch(set.scratch);
  }
}

/** The same document, written by pdf-lib. */
export async function drawByPdfLib(
  list: DisplayList,
  set: FontSet,
  options: DrawOptions = {},
): Promise<Result<Uint8Array, DrawFault>> {
  const described = composeApart(list, set, options);
  return described.ok ? ok(await carryByPdfLib(described.value)) : described;
}
