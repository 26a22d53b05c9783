import { err, ok, type Result } from '../../shared/result.ts';
import { BadFont, bad, type FontBytes, fontBytes } from './font-bytes.ts';
import type { FontFault } from './font-fault.ts';
import type { FontSource } from './font-source.ts';

type TableEntry = { readonly offset: number; readonly length: number };

/** The tables of one font file. Every method throws `BadFont`. */
export type SfntFile = {
  readonly size: number;
  has(tag: string): boolean;
  /** Length of a table that lies within the file. */
  lengthOf(tag: string): number;
  /** A table, or its first `limit` bytes. */
  table(tag: string, limit: number): FontBytes;
  /** `length` bytes of a table from `offset`; both have been checked against its length. */
  part(tag: string, offset: number, length: number): Uint8Array;
};

const maxTables = 256;

/** Runs a parser and turns the fault that it throws into a value; anything else is a defect and goes on. */
export function caught<T>(parse: () => T): Result<T, FontFault> {
  try {
    return ok(parse());
  } catch (error) {
    if (error instanceof BadFont) return err(error.fault);
    throw error;
  }
}

function readPart(source: FontSource, table: string, offset: number, length: number): Uint8Array {
  const bytes = source.read(offset, length);
  if (bytes.length !== length) bad('truncated', table, `${bytes.length} of ${length} bytes could be read`);
  return bytes;
}

function readDirectory(source: FontSource): Map<string, TableEntry> {
  if (source.size < 12) bad('truncated', 'file', `${source.size} bytes`);
  const header = fontBytes('file', readPart(source, 'file', 0, 12));
  const version = header.u32(0);
  if (version === 0x74746366) bad('unsupported', 'file', 'a font collection (TTC)');
  if (version === 0x4f54544f) bad('unsupported', 'file', 'CFF outlines');
  if (version !== 0x00010000 && version !== 0x74727565) bad('unsupported', 'file', 'not a TrueType font');
  const count = header.u16(4);
  if (count > maxTables) bad('too-large', 'file', `${count} tables`);
  if (12 + count * 16 > source.size) bad('truncated', 'file', `a directory of ${count} tables`);
  const directory = fontBytes('file', readPart(source, 'file', 12, count * 16));
  const tables = new Map<string, TableEntry>();
  for (let index = 0; index < count; index++) {
    const at = index * 16;
    const tag = String.fromCharCode(...directory.bytes.subarray(at, at + 4));
    // two tables of one name: which of them another program takes, nobody knows
    if (tables.has(tag)) bad('inconsistent', 'file', `a second table ${JSON.stringify(tag)}`);
    tables.set(tag, { offset: directory.u32(at + 8), length: directory.u32(at + 12) });
  }
  return tables;
}

/**
 * Reads the directory of a TrueType file. Only the tables that are asked for are held to account: a broken bitmap or
 * `OS/2` table draws nothing wrong here, nor do checksums, the order and alignment of tables, or bytes after the last.
 */
export function openSfnt(source: FontSource): SfntFile {
  const tables = readDirectory(source);
  const entryOf = (tag: string): TableEntry => {
    const entry = tables.get(tag);
    if (entry === undefined) return bad('missing-table', tag, 'the table is missing');
    if (entry.offset + entry.length > source.size) {
      bad('truncated', tag, `the table ends at byte ${entry.offset + entry.length} of ${source.size}`);
    }
    return entry;
  };
  return {
    size: source.size,
    has: (tag) => tables.has(tag),
    lengthOf: (tag) => entryOf(tag).length,
    table(tag, limit) {
      const { offset, length } = entryOf(tag);
      return fontBytes(tag, readPart(source, tag, offset, Math.min(length, limit)));
    },
    part: (tag, offset, length) => readPart(source, tag, entryOf(tag).offset + offset, length),
  };
}
