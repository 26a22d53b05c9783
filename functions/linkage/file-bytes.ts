import { createHash } from 'node:crypto';
import { TRAILER_MARK } from './layouts/envelope.ts';

/** What the last record says, and what it should say. */
export type FileEnd = {
  readonly trailer: { readonly rows: number; readonly sha256: string } | undefined;
  /** SHA-256 (hex) of all bytes before the last record; of all bytes where there is no trailer. */
  readonly sha256: string;
};

export type BodyEvent =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | ({ readonly kind: 'end' } & FileEnd);

/** Small chunks are gathered, so that a trickling connection costs no more than a fast one. */
const BLOCK = 65_536;
/** More than the longest trailer with its line ends; so much is held back, because only the end shows the end. */
const HELD = 512;

const TRAILER = new RegExp(`^"?${TRAILER_MARK}"?,"?(\\d{1,15})"?,"?([0-9a-fA-F]{64})"?$`);

/** All bytes before the trailer in blocks, then what the trailer says. Memory: two blocks, whatever the file. */
export async function* bodyOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<BodyEvent> {
  const hash = createHash('sha256');
  let pending: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    pending.push(chunk);
    length += chunk.byteLength;
    if (length < BLOCK + HELD) continue;
    const all = Buffer.concat(pending, length);
    const bytes = all.subarray(0, length - HELD);
    pending = [all.subarray(length - HELD)];
    length = HELD;
    hash.update(bytes);
    yield { kind: 'bytes', bytes };
  }
  const tail = Buffer.concat(pending, length);
  // Latin-1 keeps one character per byte; a trailer is ASCII.
  const text = tail.toString('latin1').replace(/[\r\n]+$/, '');
  const start = text.lastIndexOf('\n') + 1;
  const match = TRAILER.exec(text.slice(start));
  const [, rows, sha256] = match ?? [];
  const body = match === null ? tail : tail.subarray(0, start);
  hash.update(body);
  if (body.byteLength > 0) yield { kind: 'bytes', bytes: body };
  yield {
    kind: 'end',
    sha256: hash.digest('hex'),
    trailer:
      rows === undefined || sha256 === undefined
        ? undefined
        : { rows: Number(rows), sha256: sha256.toLowerCase() },
  };
}
