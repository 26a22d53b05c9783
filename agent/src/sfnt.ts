/** The most tables that a font has; more means that it is none. */
const MOST_TABLES = 64;
const DIRECTORY = 12;
const RECORD = 16;
/** So many bytes of a file are enough to tell how long it must be. */
export const SFNT_HEAD = DIRECTORY + MOST_TABLES * RECORD;

const TRUETYPE = [0x0001_0000, 0x7472_7565];

/**
 * The length (bytes) of a whole font file from its first `SFNT_HEAD` bytes, or undefined where it is no font. The last
 * table may be filled up to a multiple of four.
 */
export function sfntLength(head: Uint8Array): { readonly least: number; readonly most: number } | undefined {
  if (head.byteLength < DIRECTORY) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const tables = view.getUint16(4);
  if (!TRUETYPE.includes(view.getUint32(0)) || tables === 0 || tables > MOST_TABLES) return undefined;
  if (head.byteLength < DIRECTORY + tables * RECORD) return undefined;
  let least = DIRECTORY + tables * RECORD;
  for (let at = DIRECTORY; at < DIRECTORY + tables * RECORD; at += RECORD)
    least = Math.max(least, view.getUint32(at + 8) + view.getUint32(at + 12));
  return { least, most: Math.ceil(least / 4) * 4 };
}
