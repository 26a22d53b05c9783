import { createHash } from 'node:crypto';
import {
  type FileName,
  formatFileName,
  type RowFeed,
  type RowFileName,
} from '../../../functions/linkage/layouts/envelope.ts';
import { columnsOf } from '../../../functions/linkage/layouts/feeds.ts';
import { MunicipalityCode } from '../../../functions/shared/ids.ts';

// A writer of the tests' own: it must be able to write what a good writer never would.

export function nameOf(wish: Partial<RowFileName> = {}): RowFileName {
  return {
    municipality: MunicipalityCode.parse('012050'),
    feed: 'resident',
    kind: 'diff',
    epoch: 1,
    fileNumber: 42,
    ...wish,
  };
}

export type Wish = {
  readonly header?: Readonly<Record<number, string>>;
  readonly headings?: readonly string[];
  readonly eol?: string;
  readonly bom?: boolean;
  readonly count?: number;
  readonly sum?: string;
  readonly after?: string;
  /** UTF-8 where nothing is said. */
  readonly encode?: (text: string) => Buffer;
};

export const utf16le = (text: string): Buffer => Buffer.from(text, 'utf16le');
export const utf16be = (text: string): Buffer => utf16le(text).swap16();

export const MADE_AT = '2026-11-23T09:15:00+09:00';

/** Records joined as they are; the caller quotes. */
export function fileOf(name: RowFileName, records: readonly string[], wish: Wish = {}): Buffer {
  const eol = wish.eol ?? '\n';
  const header = ['#KOFU', '1', name.municipality, name.feed, name.kind, name.epoch, name.fileNumber, MADE_AT]
    .map((item, index) => wish.header?.[index] ?? String(item))
    .join(',');
  const headings = (wish.headings ?? columnsOf(name.feed).map(({ column }) => column)).join(',');
  const encode = wish.encode ?? ((text: string) => Buffer.from(text));
  const body = encode(
    `${wish.bom ? '\ufeff' : ''}${[header, headings, ...records].map((line) => line + eol).join('')}`,
  );
  const sum = wish.sum ?? createHash('sha256').update(body).digest('hex');
  const trailer = `#END,${wish.count ?? records.length},${sum}${eol}${wish.after ?? ''}`;
  return Buffer.concat([body, encode(trailer)]);
}

/** A valid row's cells by property, from the layouts' own examples. */
export function cellsOf(feed: RowFeed, wish: Readonly<Record<string, string>> = {}): Record<string, string> {
  const examples = Object.fromEntries(columnsOf(feed).map(({ property, example }) => [property, example]));
  if (feed !== 'resident') return { ...examples, ...wish };
  const foreignOnly = ['alternativeName', 'nationality', 'article30_45', 'residenceStatus', 'periodOfStay'];
  const blank = [...foreignOnly, 'periodOfStayExpiryText', 'residenceCardNumber'];
  return { ...examples, ...Object.fromEntries(blank.map((property) => [property, ''])), ...wish };
}

export const recordOf = (feed: RowFeed, wish: Readonly<Record<string, string>> = {}): string =>
  Object.values(cellsOf(feed, wish))
    .map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',');

export async function* chunksOf(bytes: Uint8Array, size = bytes.byteLength): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += size) yield bytes.subarray(start, start + size);
}

export const keyOf = (name: FileName): string =>
  `${name.feed === 'restriction' || name.kind === 'urgent' ? 'inbox-priority' : 'inbox'}/${formatFileName(name)}`;
