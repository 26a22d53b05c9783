import { inflateSync } from 'node:zlib';
import { hexDigit } from './cursor.ts';
import { type Dict, isDict, isInteger, isList, type Value } from './values.ts';

/** Encoded data, the names of its filters and their parameters as they are applied, all references resolved. */
export type Encoded = {
  readonly data: Uint8Array;
  readonly filters: readonly string[];
  readonly parameters: readonly (Dict | null)[];
};

/** Decoded bytes, or why there are none. `filter`: parameters that are not known; `limit`: too many bytes. */
export type Decoded = Uint8Array | 'filter' | 'limit' | 'data';

const known: ReadonlySet<string> = new Set(['FlateDecode', 'ASCIIHexDecode', 'ASCII85Decode']);
/** Text for transport around compressed data; longer chains are made to cost time. */
const maxFilters = 2;

/**
 * Filters and parameters of a stream's dictionary; `undefined` if one of them is not known.
 * @param resolved resolves references
 */
export function encodingOf(
  dict: Dict,
  data: Uint8Array,
  resolved: (value: Value | undefined) => Value,
): Encoded | undefined {
  const listed = (key: string): readonly Value[] => {
    const value = resolved(dict.get(key));
    if (isList(value)) return value.slice(0, maxFilters + 1).map(resolved);
    return value === null ? [] : [value];
  };
  const filters = listed('Filter');
  const parameters = listed('DecodeParms');
  const names = filters.filter((name): name is string => typeof name === 'string' && known.has(name));
  if (filters.length > maxFilters || names.length !== filters.length) return undefined;
  const found: (Dict | null)[] = [];
  for (const index of filters.keys()) {
    const value = parameters[index] ?? null;
    if (value !== null && !isDict(value)) return undefined;
    found.push(value);
  }
  return { data, filters: names, parameters: found };
}

/** What a call costs beside its bytes: an inflation of nothing takes as long as one of this many bytes. */
const leastCost = 8192;

/** How much longer a byte takes that is not only inflated by zlib. */
const ownCost = 4;

/**
 * Decodes within what is left of a budget, and says what that cost: the bytes that went in or came out, whichever
 * are more. A failure costs all that is left, because nobody knows how far it came.
 */
export function decodeWithin(
  encoded: Encoded,
  left: number,
): { readonly bytes: Decoded; readonly cost: number } {
  const { data, filters, parameters } = encoded;
  const isPlain =
    filters.every((filter) => filter === 'FlateDecode') && parameters.every((value) => value === null);
  const factor = isPlain ? 1 : ownCost;
  const input = data.length * factor;
  const bytes = Math.max(input, leastCost) > left ? 'limit' : decode(encoded, Math.floor(left / factor));
  return {
    bytes,
    cost: typeof bytes === 'string' ? left : Math.max(leastCost, input, bytes.length * factor),
  };
}

/** Decodes no further than `most` bytes in any step. */
function decode({ data, filters, parameters }: Encoded, most: number): Decoded {
  let bytes: Decoded = data;
  for (const [index, filter] of filters.entries()) {
    if (typeof bytes === 'string') return bytes;
    if (filter === 'FlateDecode') {
      bytes = inflate(bytes, most);
      if (typeof bytes !== 'string') bytes = unpredict(bytes, parameters[index] ?? null);
    } else if (filter === 'ASCIIHexDecode') bytes = decodeHex(bytes, most);
    else bytes = decodeBase85(bytes, most);
  }
  return bytes;
}

function inflate(bytes: Uint8Array, most: number): Decoded {
  if (most <= 0) return 'limit';
  try {
    return inflateSync(bytes, { maxOutputLength: most });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_BUFFER_TOO_LARGE') return 'limit';
    // every fault of the data has a code of zlib's; anything else is a defect
    if (typeof code === 'string' && code.startsWith('Z_')) return 'data';
    throw error;
  }
}

const maxColumns = 1024;

/** Undoes a PNG prediction of bytes in one plane, the kind that cross-reference streams have. */
function unpredict(bytes: Uint8Array, parameters: Dict | null): Decoded {
  const predictor = parameters?.get('Predictor') ?? 1;
  if (predictor === 1) return bytes;
  const columns = parameters?.get('Columns') ?? 1;
  const plain = (parameters?.get('Colors') ?? 1) === 1 && (parameters?.get('BitsPerComponent') ?? 8) === 8;
  if (!isInteger(predictor, 10, 15) || !isInteger(columns, 1, maxColumns) || !plain) return 'filter';
  const stride = columns + 1;
  if (bytes.length % stride !== 0) return 'data';
  const rows = bytes.length / stride;
  const out = new Uint8Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    if (!unpredictRow(bytes, row * stride, out, row * columns, columns)) return 'data';
  }
  return out;
}

function unpredictRow(
  bytes: Uint8Array,
  from: number,
  out: Uint8Array,
  to: number,
  columns: number,
): boolean {
  const type = bytes[from] ?? 0;
  if (type > 4) return false;
  for (let column = 0; column < columns; column++) {
    const left = column === 0 ? 0 : (out[to + column - 1] ?? 0);
    const up = to === 0 ? 0 : (out[to + column - columns] ?? 0);
    const corner = to === 0 || column === 0 ? 0 : (out[to + column - columns - 1] ?? 0);
    let predicted = 0;
    if (type === 1) predicted = left;
    else if (type === 2) predicted = up;
    else if (type === 3) predicted = (left + up) >> 1;
    else if (type === 4) predicted = paeth(left, up, corner);
    out[to + column] = (bytes[from + 1 + column] ?? 0) + predicted;
  }
  return true;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const toLeft = Math.abs(guess - left);
  const toUp = Math.abs(guess - up);
  const toCorner = Math.abs(guess - corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

const isBlank = (byte: number): boolean => byte <= 0x20;

function decodeHex(bytes: Uint8Array, most: number): Decoded {
  const out = new Uint8Array(Math.ceil(bytes.length / 2));
  let digits = 0;
  for (const byte of bytes) {
    if (byte === 0x3e) break;
    if (isBlank(byte)) continue;
    const digit = hexDigit(byte);
    if (digit < 0) return 'data';
    const at = digits >> 1;
    out[at] = (out[at] ?? 0) | (digits % 2 === 0 ? digit << 4 : digit);
    digits++;
  }
  const length = Math.ceil(digits / 2);
  return length > most ? 'limit' : out.subarray(0, length);
}

function decodeBase85(bytes: Uint8Array, most: number): Decoded {
  // 'z' stands for four zero bytes
  const out = new Uint8Array(Math.min(most, bytes.length * 4) + 4);
  let length = 0;
  let group = 0;
  let digits = 0;
  for (const byte of bytes) {
    if (byte === 0x7e) break;
    if (isBlank(byte)) continue;
    if (length + 4 > out.length) return 'limit';
    if (byte === 0x7a && digits === 0) {
      length += 4;
      continue;
    }
    if (byte < 0x21 || byte > 0x75) return 'data';
    group = group * 85 + (byte - 0x21);
    if (++digits < 5) continue;
    if (group > 0xffffffff) return 'data';
    for (let shift = 24; shift >= 0; shift -= 8) out[length++] = (group >>> shift) & 0xff;
    group = 0;
    digits = 0;
  }
  if (digits === 1 || length + 4 > out.length) return 'data';
  if (digits > 1) {
    for (let missing = digits; missing < 5; missing++) group = group * 85 + 84;
    for (let index = 0; index < digits - 1; index++) out[length++] = (group >>> (24 - index * 8)) & 0xff;
  }
  return length > most ? 'limit' : out.subarray(0, length);
}
