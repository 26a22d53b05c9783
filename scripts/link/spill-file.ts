import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Spill } from '../../functions/linkage/reconciliation/index.ts';

/** Texts of a bucket that are written together. */
const BLOCK = 16_384;

type Piece = { readonly offset: number; readonly bytes: number };

/**
 * Spills onto the disk of this machine. A file loses its name as soon as it is open: nobody else can read what is in
 * it, and it is gone with this process, however that ends.
 */
export function createSpillFiles(folder = tmpdir()) {
  const open = new Set<number>();
  return {
    create: (): Spill => {
      const file = namelessFile(folder);
      open.add(file);
      return spillInto(file);
    },
    close: (): void => {
      for (const file of open) closeSync(file);
      open.clear();
    },
  };
}

function namelessFile(folder: string): number {
  const place = mkdtempSync(join(folder, 'kofu-'));
  try {
    return openSync(join(place, 'rows'), 'wx+', 0o600);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Memory: one block for each bucket, and where its blocks lie. */
function spillInto(file: number): Spill {
  const pieces = new Map<number, Piece[]>();
  const pending = new Map<number, { texts: string[]; length: number }>();
  let end = 0;
  const flush = (bucket: number): void => {
    const { texts = [] } = pending.get(bucket) ?? {};
    if (texts.length === 0) return;
    pending.delete(bucket);
    const bytes = Buffer.from(texts.join(''));
    for (let done = 0; done < bytes.byteLength; )
      done += writeSync(file, bytes, done, bytes.byteLength - done, end + done);
    const before = pieces.get(bucket) ?? [];
    pieces.set(bucket, before);
    before.push({ offset: end, bytes: bytes.byteLength });
    end += bytes.byteLength;
  };
  return {
    add: (bucket, text) => {
      const waiting = pending.get(bucket) ?? { texts: [], length: 0 };
      pending.set(bucket, waiting);
      // JSON holds no line feed of its own.
      waiting.texts.push(text, '\n');
      waiting.length += text.length;
      if (waiting.length >= BLOCK) flush(bucket);
    },
    read: (bucket) => {
      flush(bucket);
      const parts = (pieces.get(bucket) ?? []).map(({ offset, bytes }) => {
        const part = Buffer.alloc(bytes);
        for (let done = 0; done < bytes; ) {
          const read = readSync(file, part, done, bytes - done, offset + done);
          if (read === 0) throw new Error('link: a temporary file has lost its end');
          done += read;
        }
        return part.toString('utf8');
      });
      return parts.join('').split('\n').slice(0, -1);
    },
  };
}
