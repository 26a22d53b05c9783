import { type Cursor, endsWord, standsAt } from './cursor.ts';
import { doubt, type Place, refuse } from './inspect-fault.ts';

/** Moves behind the keyword `stream` and its line end if they are next; the data begins there. */
export function takeStreamKeyword(cursor: Cursor): boolean {
  const { bytes, at, where } = cursor;
  if (!standsAt(bytes, at, 'stream')) return false;
  const behind = at + 6;
  if (bytes[behind] === 0x0a) cursor.at = behind + 1;
  else if (bytes[behind] === 0x0d && bytes[behind + 1] === 0x0a) cursor.at = behind + 2;
  else refuse('stream', where);
  return true;
}

/** Where `endstream` ends if it follows the data, at most one line end between them; -1 if not. */
export function endOfStream(bytes: Uint8Array, dataEnd: number): number {
  let at = dataEnd;
  if (bytes[at] === 0x0d) at++;
  if (bytes[at] === 0x0a) at++;
  return standsAt(bytes, at, 'endstream') && endsWord(bytes[at + 9]) ? at + 9 : -1;
}

/** The data of a stream, as long as it says, and where the `endstream` behind it ends. */
export function streamData(
  bytes: Uint8Array,
  start: number,
  length: number,
  where: Place,
): { readonly data: Uint8Array; readonly end: number } {
  const end = start + length > bytes.length ? -1 : endOfStream(bytes, start + length);
  if (end < 0) doubt('stream-length', where);
  return { data: bytes.subarray(start, start + length), end };
}
