import { crc32, deflateSync } from 'node:zlib';
import type { BilevelImage } from '../../functions/pdf/index.ts';

/** A seal as everybody else can take it: one bit per pixel, a palette of white and ink, no transparency. */
export function sealPng({ columns, rows, bits, ink }: BilevelImage): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(columns, 0);
  header.writeUInt32BE(rows, 4);
  // 1 bit, palette
  header.set([1, 3], 8);
  const stride = Math.ceil(columns / 8);
  const lines = Array.from({ length: rows }, (_, row) =>
    Buffer.concat([Buffer.of(0), bits.subarray(row * stride, (row + 1) * stride)]),
  );
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.of(255, 255, 255, ...ink.map((share) => Math.round(share * 255)))),
    chunk('IDAT', deflateSync(Buffer.concat(lines), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const bytes = Buffer.alloc(body.length + 8);
  bytes.writeUInt32BE(data.length, 0);
  body.copy(bytes, 4);
  bytes.writeUInt32BE(crc32(body), body.length + 4);
  return bytes;
}
