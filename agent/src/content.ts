import { createHash } from 'node:crypto';

/**
 * A file travels in parts of this many bytes, one of them in memory at a time. The checksum that the store keeps of an
 * object depends on it.
 */
export const PART_BYTES = 16 * 1_048_576;
/** S3 takes no more. */
const MOST_PARTS = 10_000;
export const LARGEST_FILE = PART_BYTES * MOST_PARTS;

/** What was in a file when it was checked: nothing else is sent. */
export type Content = {
  readonly size: number;
  /** Of all bytes, hex. */
  readonly sha256: string;
  /** Bytes of each part but the last. */
  readonly partBytes: number;
  /** SHA-256 of each part, BASE64. An empty file has one part. */
  readonly parts: readonly string[];
};

export type ContentDigest = {
  readonly update: (chunk: Uint8Array) => void;
  readonly end: () => Content;
};

export function createContentDigest(partBytes = PART_BYTES): ContentDigest {
  const whole = createHash('sha256');
  const parts: string[] = [];
  let part = createHash('sha256');
  let inPart = 0;
  let size = 0;
  return {
    update: (chunk) => {
      whole.update(chunk);
      size += chunk.byteLength;
      for (let at = 0; at < chunk.byteLength; ) {
        if (inPart === partBytes) {
          parts.push(part.digest('base64'));
          part = createHash('sha256');
          inPart = 0;
        }
        const piece = chunk.subarray(at, at + partBytes - inPart);
        part.update(piece);
        inPart += piece.byteLength;
        at += piece.byteLength;
      }
    },
    end: () => ({ size, sha256: whole.digest('hex'), partBytes, parts: [...parts, part.digest('base64')] }),
  };
}

export const sha256Base64 = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('base64');

/** The checksum that S3 keeps of an object that was sent in these parts. */
export function storedChecksum({ parts }: Content): string {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const sums = Buffer.concat(parts.map((sum) => Buffer.from(sum, 'base64')));
  return `${sha256Base64(sums)}-${parts.length}`;
}
