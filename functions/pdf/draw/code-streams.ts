import { deflateSync, inflateSync } from 'node:zlib';
import { addSums } from './adler.ts';
import { type BitSheet, makeBitRoom, putWholeBytes } from './bit-sheet.ts';
import { putFontProgram } from './font-program.ts';
import type { PlateFont } from './plate.ts';
import type { Scratch } from './scratch.ts';
import { putLastText, putZlibHead } from './text-coder.ts';
import { CONTENT_CODER, MAPPING_CODER } from './text-coders.ts';

const BEST = { level: 9 } as const;

/** A part of the scratch sheet of texts. */
export type Span = { readonly from: number; readonly to: number };

/** Codes streams into scratch memory, each from the beginning of a word on, or compresses them. */
export type StreamMaker = Pick<Scratch, 'coded' | 'head'> & { readonly isCompact: boolean };

/** Operators of a page. */
export function contentStream(
  { coded, isCompact }: StreamMaker,
  bytes: Uint8Array,
  span: Span,
): () => Uint8Array {
  if (isCompact) {
    const stream = deflateSync(bytes.subarray(span.from, span.to), BEST);
    return () => stream;
  }
  const start = beginCoded(coded);
  putZlibHead(coded);
  putLastText(coded, CONTENT_CODER, bytes, span.from, span.to, { a: 1, b: 0 });
  return endCoded(coded, start);
}

/** The character map of a font: its form's mappings, then those in the span. */
export function mappingStream(
  maker: StreamMaker,
  font: PlateFont,
  bytes: Uint8Array,
  span: Span,
): () => Uint8Array {
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

/** The font program, and its length in bytes before it was coded. */
export function programStream(
  { coded, head, isCompact }: StreamMaker,
  font: PlateFont,
): { bytes: number; stream: () => Uint8Array } {
  const start = beginCoded(coded);
  const bytes = putFontProgram(coded, head, font.codes, font.glyphs);
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
