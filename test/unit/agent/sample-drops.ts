import { type FileName, formatFileName } from '../../../functions/linkage/layouts/envelope.ts';
import { fileOf, nameOf, recordOf } from '../linkage/sample-files.ts';
import { CITY } from './instances.ts';

/** A file as a core system would drop it, and what must become of it. */
export type Drop = {
  readonly name: string;
  readonly bytes: Buffer;
  readonly end: 'sent' | 'rejected';
  readonly report: boolean;
};

export function goodDrop(wish: Parameters<typeof nameOf>[0] = {}, rows = 1): Drop {
  const name = nameOf(wish);
  const records = Array.from({ length: rows }, (_, index) =>
    recordOf(name.feed, { number: String(name.fileNumber * 1_000 + index) }),
  );
  return { name: formatFileName(name), bytes: fileOf(name, records), end: 'sent', report: false };
}

export function fontDrop(fileNumber: number): Drop {
  const name: FileName = { municipality: CITY, feed: 'gaiji', kind: 'full', epoch: 1, fileNumber };
  return { name: formatFileName(name), bytes: fontBytes(64), end: 'sent', report: false };
}

/** A directory of one table and the table: as much of a font as the agent looks at. */
export function fontBytes(table: number): Buffer {
  const bytes = Buffer.alloc(28 + table, 7);
  bytes.writeUInt32BE(0x0001_0000, 0);
  bytes.writeUInt16BE(1, 4);
  bytes.write('glyf', 12, 'latin1');
  bytes.writeUInt32BE(28, 20);
  bytes.writeUInt32BE(table, 24);
  return bytes;
}

export function cutDrop(wish: Parameters<typeof nameOf>[0]): Drop {
  const { name, bytes } = goodDrop(wish, 2);
  return { name, bytes: bytes.subarray(0, bytes.byteLength - 40), end: 'rejected', report: true };
}

export function faultyRowDrop(wish: Parameters<typeof nameOf>[0]): Drop {
  const name = nameOf(wish);
  const records = [recordOf(name.feed), recordOf(name.feed, { personId: '12' })];
  return { name: formatFileName(name), bytes: fileOf(name, records), end: 'sent', report: true };
}
