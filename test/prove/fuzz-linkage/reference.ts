import { createHash } from 'node:crypto';
import type { RowFileName } from '../../../functions/linkage/layouts/envelope.ts';
import { columnsOf } from '../../../functions/linkage/layouts/feeds.ts';

// A second reader of link files, which shares nothing with the first but the layouts: the whole text at once, one
// character after another.

/** What a sound file says. */
export type Sound = { readonly rows: number; readonly sha256: string; readonly digest: string };

/** What rows say, in one number. */
export function createDigest() {
  const hash = createHash('sha256');
  return {
    take: (cells: readonly string[]): void => void hash.update(JSON.stringify(cells), 'utf8'),
    read: (): string => hash.digest('hex'),
  };
}

type Encoded = { readonly label: string; readonly mark: number };

function encodedAs(bytes: Uint8Array): Encoded {
  const start = Buffer.from(bytes.subarray(0, 3)).toString('hex');
  if (start.startsWith('fffe')) return { label: 'utf-16le', mark: 2 };
  if (start.startsWith('feff')) return { label: 'utf-16be', mark: 2 };
  return { label: 'utf-8', mark: start === 'efbbbf' ? 3 : 0 };
}

function textOf(bytes: Uint8Array, { label, mark }: Encoded): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes.subarray(mark));
  } catch {
    return undefined;
  }
}

export type ReferenceRecord = {
  readonly cells: readonly string[];
  readonly start: number;
  readonly end: number;
};

/** The records of a CSV text, or undefined where a quote stands where none may. */
export function referenceRecords(text: string): ReferenceRecord[] | undefined {
  const records: ReferenceRecord[] = [];
  let cells: string[] = [];
  let start = 0;
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      for (at += 1; ; at += 1) {
        if (at >= text.length) return undefined;
        if (text[at] !== '"') cell += text[at];
        else if (text[at + 1] === '"') {
          cell += '"';
          at += 1;
        } else break;
      }
      at += 1;
      if (text[at] === '\r' && (text[at + 1] === '\n' || at + 1 === text.length)) at += 1;
      if (at < text.length && text[at] !== ',' && text[at] !== '\n') return undefined;
    } else {
      const from = at;
      while (at < text.length && text[at] !== ',' && text[at] !== '\n') at += 1;
      cell = text.slice(from, at);
      if (/^[ \t]+"/.test(cell)) return undefined;
      if (text[at] !== ',' && cell.endsWith('\r')) cell = cell.slice(0, -1);
    }
    cells.push(cell);
    if (text[at] === ',') {
      at += 1;
      // A comma at the very end: one more, empty cell.
      if (at < text.length) continue;
      cells.push('');
    }
    records.push({ cells, start, end: at });
    cells = [];
    at += 1;
    start = at;
  }
  return records;
}

/** Reads a file whole; undefined where it is not to be taken over. */
export function readReference(name: RowFileName, bytes: Uint8Array, longest: number): Sound | undefined {
  const encoded = encodedAs(bytes);
  const text = textOf(bytes, encoded);
  const records = text === undefined ? undefined : referenceRecords(text);
  if (text === undefined || records === undefined) return undefined;
  const last = records.findIndex(({ cells }) => cells[0] === '#END');
  const trailer = records[last];
  if (trailer === undefined || /[^\r\n]/.test(text.slice(trailer.end))) return undefined;
  const [header, headings, ...rows] = records.slice(0, last).map(({ cells }) => cells);
  const isTooLong = records.some(({ cells, start, end }) => end - start > longest || cells.length > 1_000);
  if (isTooLong || header === undefined || headings === undefined) return undefined;
  const before = text.slice(0, trailer.start);
  const size = encoded.label === 'utf-8' ? Buffer.byteLength(before) : before.length * 2;
  const sha256 = createHash('sha256')
    .update(bytes.subarray(0, encoded.mark + size))
    .digest('hex');
  const [, count = '', sum = '', ...more] = trailer.cells;
  const isSealed = Number(count) === rows.length && /^\d{1,15}$/.test(count) && sum.toLowerCase() === sha256;
  if (!isSealed || more.length > 0 || !saysTheSame(header, name)) return undefined;
  const wanted = columnsOf(name.feed).map(({ column }) => column);
  if (JSON.stringify(wanted) !== JSON.stringify(headings)) return undefined;
  const digest = createDigest();
  for (const cells of rows) digest.take(cells);
  return { rows: rows.length, sha256, digest: digest.read() };
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

function saysTheSame(header: readonly string[], name: RowFileName): boolean {
  const [mark, version, municipality, feed, kind, epoch = '', fileNumber = '', madeAt = '', ...more] = header;
  return (
    mark === '#KOFU' &&
    more.length === 0 &&
    Number(version) === 1 &&
    /^\d{1,15}$/.test(version ?? '') &&
    municipality === name.municipality &&
    feed === name.feed &&
    kind === name.kind &&
    /^\d{1,15}$/.test(epoch) &&
    Number(epoch) === name.epoch &&
    /^\d{1,15}$/.test(fileNumber) &&
    Number(fileNumber) === name.fileNumber &&
    ISO.test(madeAt) &&
    !Number.isNaN(Date.parse(madeAt))
  );
}
