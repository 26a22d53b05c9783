import type { DiscrepancyLayout } from '../shared/discrepancy-layout.ts';
import { err, ok, type Result } from '../shared/result.ts';

type Encoding = DiscrepancyLayout['encoding'];
export type DecodeFault = {
  readonly rule: 'encoding' | 'other-encoding-mark' | 'odd-length';
  readonly line: number;
};

const MARKS: readonly { readonly encoding: Encoding; readonly bytes: readonly number[] }[] = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
];

/** CP932 as browsers and Windows have it. */
const LABELS: Readonly<Record<Encoding, string>> = {
  'utf-8': 'utf-8',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  cp932: 'shift_jis',
};

/**
 * The text of a file in the encoding that its layout names; nothing is repaired. A byte order mark may stand at the
 * beginning where it says the same.
 */
export function decode(bytes: Uint8Array, encoding: Encoding): Result<string, DecodeFault> {
  const mark = MARKS.find((one) => one.bytes.every((byte, index) => bytes[index] === byte));
  if (mark !== undefined && mark.encoding !== encoding) return err({ rule: 'other-encoding-mark', line: 1 });
  const rest = bytes.subarray(mark?.bytes.length ?? 0);
  const isWide = encoding === 'utf-16le' || encoding === 'utf-16be';
  if (isWide && rest.length % 2 === 1)
    return err({ rule: 'odd-length', line: linesOf(rest, encoding).length });
  const whole = textOf(rest, encoding);
  if (whole !== undefined) return ok(whole);
  const line = linesOf(rest, encoding).findIndex((one) => textOf(one, encoding) === undefined);
  return err({ rule: 'encoding', line: line + 1 });
}

function textOf(bytes: Uint8Array, encoding: Encoding): string | undefined {
  try {
    return new TextDecoder(LABELS[encoding], { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A line end is no part of another character in any of these encodings, at its place. */
function linesOf(bytes: Uint8Array, encoding: Encoding): readonly Uint8Array[] {
  const [width, at] = encoding === 'utf-16le' ? [2, 0] : encoding === 'utf-16be' ? [2, 1] : [1, 0];
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let index = 0; index < bytes.length; index += width) {
    const isEnd = bytes[index + at] === 0x0a && (width === 1 || bytes[index + 1 - at] === 0);
    if (!isEnd) continue;
    lines.push(bytes.subarray(start, index + width));
    start = index + width;
  }
  lines.push(bytes.subarray(start));
  return lines;
}
