import { ok, type Result } from '../shared/result.ts';
import { type Encoding, encodingOf } from './file-encoding.ts';
import type { FileRule } from './rules.ts';

/** A piece of a file. Its bytes are good until the next piece is asked for. */
export type FileBlock = {
  readonly bytes: Uint8Array;
  readonly encoding: Encoding;
  readonly isFirst: boolean;
  readonly isLast: boolean;
};

/** What is in memory of a file's bytes. A line that is longer comes in several blocks. */
const BLOCK = 65_536;

/**
 * A file in blocks that end with a line end, so that every line of less than a block lies whole in one: a trailer, or
 * bytes that are no text, are found without looking back. Where blocks end depends on the bytes alone, not on the
 * chunks in which they come. The last block may be empty. Memory: one block, whatever the file.
 */
export async function* blocksOf(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Result<FileBlock, FileRule>> {
  const buffer = Buffer.allocUnsafe(BLOCK);
  let filled = 0;
  let encoding: Encoding | undefined;
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.byteLength; ) {
      const taken = Math.min(chunk.byteLength - from, BLOCK - filled);
      buffer.set(chunk.subarray(from, from + taken), filled);
      from += taken;
      filled += taken;
      if (filled < BLOCK) continue;
      const isFirst = encoding === undefined;
      const known = encoding === undefined ? encodingOf(buffer) : ok(encoding);
      if (!known.ok) return yield known;
      encoding = known.value;
      const end = encoding.lastLineEnd(buffer) || encoding.wholeCharacters(buffer);
      yield ok({ bytes: buffer.subarray(0, end), encoding, isFirst, isLast: false });
      buffer.copyWithin(0, end);
      filled -= end;
    }
  }
  const bytes = buffer.subarray(0, filled);
  const known = encoding === undefined ? encodingOf(bytes) : ok(encoding);
  if (!known.ok) return yield known;
  yield ok({ bytes, encoding: known.value, isFirst: encoding === undefined, isLast: true });
}
