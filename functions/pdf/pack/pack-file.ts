import { z } from 'zod';
import { err, ok, type Result } from '../../shared/result.ts';
import type { GlyphKey } from '../keys.ts';
import type { PackFault } from './open-pack.ts';
import { FORMAT_VERSION, MAGIC, type PackHeader, SECTIONS, type SectionName } from './pack-format.ts';
import { sectionBytes } from './section-bytes.ts';

/** A pack's parts as they lie in its bytes, their places and lengths checked. */
export type PackFile = {
  readonly header: PackHeader;
  readonly pages: Uint16Array;
  readonly blocks: Uint16Array;
  readonly sequences: Uint32Array;
  readonly records: Uint32Array;
  readonly advances: Uint16Array;
  readonly blockHead: Uint32Array;
  readonly glyphs: Uint32Array;
  readonly witness: Uint32Array;
};

/** A key as the pack leads to it: by its ordinal to the place of its record; `rank` counts all keys, ascending. */
export type PackKey = {
  readonly key: GlyphKey;
  readonly ordinal: number;
  readonly place: number;
  readonly rank: number;
};

const HEADER_AT = 16;

const count = z.int().min(0).max(0xffffffff);
const unit = z.int().min(-0x8000).max(0x7fff);
const section = z.tuple([count, count]);
const sectionShape: Record<SectionName, typeof section> = {
  pages: section,
  blocks: section,
  sequences: section,
  records: section,
  advances: section,
  blockHead: section,
  glyphs: section,
  witness: section,
};

const Header = z.strictObject({
  source: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: count }),
  name: z.string().regex(/^[A-Za-z0-9-]{1,60}$/),
  fontVersion: z.string().regex(/^\d+(\.\d+)?$/),
  unitsPerEm: z.int().min(16).max(16384),
  ascent: unit,
  descent: unit,
  bbox: z.tuple([unit, unit, unit, unit]),
  bareKeys: z.int().min(0).max(0xffff),
  sequenceKeys: count,
  maxPoints: z.int().min(0).max(0xffff),
  maxContours: z.int().min(0).max(0x7fff),
  maxAdvance: z.int().min(0).max(0xffff),
  bearingsFit: z.boolean(),
  blockHeadBits: z.int().min(17).max(0x10000),
  endOfBlock: z.strictObject({ code: z.int().min(0).max(0x7fff), bits: z.int().min(1).max(15) }),
  hotBytes: count,
  sections: z.strictObject(sectionShape),
});

const fault = (part: PackFault['part'], detail: string) => err({ part, detail });

function readHeader(bytes: Uint8Array): Result<{ header: PackHeader; end: number }, PackFault> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < HEADER_AT) return fault('file', `${bytes.length} bytes`);
  if (String.fromCharCode(...bytes.subarray(0, 8)) !== MAGIC) return fault('file', 'no glyph pack');
  const version = view.getUint32(8, true);
  if (version !== FORMAT_VERSION) return fault('file', `format ${version}, not ${FORMAT_VERSION}`);
  const end = HEADER_AT + view.getUint32(12, true);
  if (end > bytes.length || end % 8 !== 0) return fault('header', `ends at byte ${end}`);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(HEADER_AT, end)));
  } catch {
    return fault('header', 'no JSON');
  }
  const header = Header.safeParse(json);
  if (!header.success) {
    const [issue] = header.error.issues;
    return fault('header', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong'}`);
  }
  return ok({ header: header.data, end });
}

/** Whether each section is as long as it has to be; of `blocks` and `glyphs` the header says only what divides it. */
function lengthFault(header: PackHeader): PackFault | undefined {
  const { sections } = header;
  const expected = sectionBytes(header);
  for (const name of SECTIONS) {
    const [, bytes] = sections[name];
    const wanted = expected[name];
    if (wanted !== undefined && bytes !== wanted)
      return { part: name, detail: `${bytes} bytes, not ${wanted}` };
  }
  if (sections.blocks[1] % 512 !== 0) return { part: 'blocks', detail: `${sections.blocks[1]} bytes` };
  if (sections.glyphs[1] % 4 !== 0) return { part: 'glyphs', detail: `${sections.glyphs[1]} bytes` };
  return undefined;
}

/** The sections follow one another, each at the next multiple of 8 with zeros before it, and fill the file. */
function placeFault(bytes: Uint8Array, { sections }: PackHeader, headerEnd: number): PackFault | undefined {
  let end = headerEnd;
  for (const name of SECTIONS) {
    const [offset, length] = sections[name];
    if (offset !== end + 7 - ((end + 7) % 8))
      return { part: name, detail: `at byte ${offset}, where its predecessor ends at ${end}` };
    if (offset + length > bytes.length) return { part: name, detail: 'ends beyond the file' };
    if (bytes.subarray(end, offset).some((byte) => byte !== 0))
      return { part: name, detail: 'no zeros before it' };
    end = offset + length;
  }
  if (bytes.length !== end + 7 - ((end + 7) % 8) || bytes.subarray(end).some((byte) => byte !== 0))
    return { part: 'file', detail: `${bytes.length} bytes, and the last section ends at ${end}` };
  return undefined;
}

/** Reads a pack's structure strictly; what its records hold is not looked at. The parts may share `bytes`. */
export function readPackFile(bytes: Uint8Array): Result<PackFile, PackFault> {
  const read = readHeader(bytes);
  if (!read.ok) return read;
  const { header, end } = read.value;
  const wrong = lengthFault(header) ?? placeFault(bytes, header, end);
  if (wrong !== undefined) return err(wrong);
  const { buffer, byteOffset } = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
  const u16 = (name: SectionName): Uint16Array =>
    new Uint16Array(buffer, byteOffset + header.sections[name][0], header.sections[name][1] / 2);
  const u32 = (name: SectionName): Uint32Array =>
    new Uint32Array(buffer, byteOffset + header.sections[name][0], header.sections[name][1] / 4);
  return ok({
    header,
    pages: u16('pages'),
    blocks: u16('blocks'),
    sequences: u32('sequences'),
    records: u32('records'),
    advances: u16('advances'),
    blockHead: u32('blockHead'),
    glyphs: u32('glyphs'),
    witness: u32('witness'),
  });
}
