import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { err, ok, type Result } from '../shared/result.ts';
import {
  BadPdf,
  type PdfDict,
  type PdfFile,
  type PdfRef,
  type PdfValue,
  type ReadFault,
  readPdfFile,
  reject,
} from './pdf-syntax.ts';
import { pictureDigest } from './picture-digest.ts';
import {
  type ContentNames,
  type ReadPicture,
  type ReadRun,
  readContent,
  readToUnicode,
} from './read-content.ts';

export type ReadPage = {
  readonly width: number;
  readonly height: number;
  readonly runs: readonly ReadRun[];
  readonly pictures: readonly ReadPicture[];
};

/** What a finished file shows. Lengths are points, rounded to 1/1000 as the file holds them. */
export type ReadBack = { readonly tag: string; readonly title: string; readonly pages: readonly ReadPage[] };

/** No stream of a certificate comes near this; a larger one is not inflated. */
const maxInflated = 32 * 1024 * 1024;
const maxImageSide = 20_000;

/** The file's objects, and which of them were looked at: one that nothing leads to is a fault. */
type Reader = { readonly file: PdfFile; readonly seen: Set<number> };

type Found = { readonly dict: PdfDict; readonly stream: Uint8Array | undefined; readonly where: string };

const isRef = (value: PdfValue | undefined): value is PdfRef =>
  typeof value === 'object' && 'object' in value && !(value instanceof Map);

const isArray = (value: PdfValue | undefined): value is readonly PdfValue[] => Array.isArray(value);

function follow(reader: Reader, value: PdfValue | undefined, where: string): Found {
  if (!isRef(value)) return reject('unexpected', where, 'no reference where one belongs');
  const found = reader.file.objects[value.object];
  if (!(found?.value instanceof Map)) return reject('malformed', where, 'a reference to no dictionary');
  reader.seen.add(value.object);
  return { dict: found.value, stream: found.stream, where: `object ${value.object}` };
}

/** Checks that a dictionary has exactly these keys; a name or a number is the value that it must have. */
function expectShape(
  dict: PdfDict,
  where: string,
  shape: Readonly<Record<string, string | number | true>>,
): void {
  for (const [key, value] of Object.entries(shape)) {
    const found = dict.get(`/${key}`);
    if (found === undefined) reject('unexpected', where, `no /${key}`);
    if (value !== true && found !== value) reject('unexpected', where, `another /${key}`);
  }
  if (dict.size !== Object.keys(shape).length) reject('unexpected', where, 'a key that is never written');
}

function inflated({ dict, stream, where }: Found, limit = maxInflated): Uint8Array {
  if (stream === undefined) return reject('unexpected', where, 'no stream');
  if (dict.get('/Filter') !== '/FlateDecode') return reject('unexpected', where, 'another filter');
  try {
    return inflateSync(stream, { maxOutputLength: limit });
  } catch {
    return reject('malformed', where, 'a stream that cannot be inflated');
  }
}

function asciiOf(value: PdfValue | undefined, where: string): string {
  return value instanceof Uint8Array
    ? String.fromCharCode(...value)
    : reject('unexpected', where, 'no string');
}

function readTitle(value: PdfValue | undefined, where: string): string {
  if (!(value instanceof Uint8Array) || value[0] !== 0xfe || value[1] !== 0xff || value.length % 2 !== 0) {
    return reject('unexpected', where, 'a title that is not UTF-16');
  }
  let title = '';
  for (let index = 2; index < value.length; index += 2) {
    title += String.fromCharCode((value[index] ?? 0) * 256 + (value[index + 1] ?? 0));
  }
  return title;
}

function readInfo(reader: Reader, value: PdfValue | undefined): { tag: string; title: string } {
  const { dict, where } = follow(reader, value, 'file');
  expectShape(dict, where, { Title: true, Producer: true, KofuTag: true });
  if (asciiOf(dict.get('/Producer'), where) !== 'konbini-kofu')
    reject('unexpected', where, 'another producer');
  return { tag: asciiOf(dict.get('/KofuTag'), where), title: readTitle(dict.get('/Title'), where) };
}

function checkCatalogue(reader: Reader, root: Found): void {
  const { dict, where } = root;
  expectShape(dict, where, { Type: '/Catalog', Pages: true, Metadata: true, OutputIntents: true });
  const metadata = follow(reader, dict.get('/Metadata'), where);
  expectShape(metadata.dict, metadata.where, { Type: '/Metadata', Subtype: '/XML', Length: true });
  const intents = dict.get('/OutputIntents');
  const intent = isArray(intents) && intents.length === 1 ? intents[0] : undefined;
  if (!(intent instanceof Map)) reject('unexpected', where, 'another output intent');
  expectShape(intent, where, {
    Type: '/OutputIntent',
    S: '/GTS_PDFA1',
    OutputConditionIdentifier: true,
    Info: true,
    DestOutputProfile: true,
  });
  const profile = follow(reader, intent.get('/DestOutputProfile'), where);
  expectShape(profile.dict, profile.where, { N: 3, Filter: '/FlateDecode', Length: true });
}

function checkDescriptor(reader: Reader, value: PdfValue | undefined, where: string, name: PdfValue): void {
  const descriptor = follow(reader, value, where);
  expectShape(descriptor.dict, descriptor.where, {
    Type: '/FontDescriptor',
    FontName: typeof name === 'string' ? name : true,
    Flags: 4,
    FontBBox: true,
    ItalicAngle: 0,
    Ascent: true,
    Descent: true,
    CapHeight: true,
    StemV: true,
    FontFile2: true,
  });
  const program = follow(reader, descriptor.dict.get('/FontFile2'), descriptor.where);
  expectShape(program.dict, program.where, { Length1: true, Filter: '/FlateDecode', Length: true });
}

function readFont(reader: Reader, value: PdfValue, from: string): ReadonlyMap<number, string> {
  const { dict, where } = follow(reader, value, from);
  expectShape(dict, where, {
    Type: '/Font',
    Subtype: '/Type0',
    BaseFont: true,
    Encoding: '/Identity-H',
    DescendantFonts: true,
    ToUnicode: true,
  });
  const name = dict.get('/BaseFont');
  if (typeof name !== 'string' || !/^\/[A-Z]{6}\+[A-Za-z0-9-]+$/.test(name)) {
    return reject('unexpected', where, 'a font that is no subset');
  }
  const descendants = dict.get('/DescendantFonts');
  const only = isArray(descendants) && descendants.length === 1 ? descendants[0] : undefined;
  const descendant = follow(reader, only, where);
  expectShape(descendant.dict, descendant.where, {
    Type: '/Font',
    Subtype: '/CIDFontType2',
    BaseFont: name,
    CIDSystemInfo: true,
    FontDescriptor: true,
    DW: 1000,
    W: true,
    CIDToGIDMap: '/Identity',
  });
  checkDescriptor(reader, descendant.dict.get('/FontDescriptor'), descendant.where, name);
  const map = follow(reader, dict.get('/ToUnicode'), where);
  expectShape(map.dict, map.where, { Filter: '/FlateDecode', Length: true });
  return readToUnicode(inflated(map), map.where);
}

function readImage(reader: Reader, value: PdfValue, from: string): string {
  const image = follow(reader, value, from);
  const { dict, where } = image;
  expectShape(dict, where, {
    Type: '/XObject',
    Subtype: '/Image',
    ImageMask: true,
    Width: true,
    Height: true,
    BitsPerComponent: 1,
    Decode: true,
    Filter: '/FlateDecode',
    Length: true,
  });
  const columns = dict.get('/Width');
  const rows = dict.get('/Height');
  const decode = dict.get('/Decode');
  for (const side of [columns, rows]) {
    if (typeof side !== 'number' || !Number.isInteger(side) || side < 1 || side > maxImageSide) {
      return reject('unexpected', where, 'an image of no size');
    }
  }
  if (dict.get('/ImageMask') !== true || !isArray(decode) || decode.join(' ') !== '1 0') {
    return reject('unexpected', where, 'an image of another kind');
  }
  const size = { columns: Number(columns), rows: Number(rows) };
  const length = Math.ceil(size.columns / 8) * size.rows;
  const bits = inflated(image, length + 1);
  if (bits.length !== length) return reject('malformed', where, 'an image of another length');
  return pictureDigest({ ...size, bits });
}

function readResources(reader: Reader, found: Found): ContentNames {
  const { dict, where } = found;
  expectShape(dict, where, { Font: true, XObject: true });
  const fonts = new Map<string, ReadonlyMap<number, string>>();
  const images = new Map<string, string>();
  const fontRefs = dict.get('/Font');
  const imageRefs = dict.get('/XObject');
  if (!(fontRefs instanceof Map) || !(imageRefs instanceof Map))
    return reject('unexpected', where, 'no resources');
  for (const [name, ref] of fontRefs) fonts.set(name, readFont(reader, ref, where));
  for (const [name, ref] of imageRefs) images.set(name, readImage(reader, ref, where));
  return { fonts, images };
}

function mediaBox(value: PdfValue | undefined, where: string): { width: number; height: number } {
  const [left, bottom, width, height] = isArray(value) && value.length === 4 ? value : [];
  if (left !== 0 || bottom !== 0 || typeof width !== 'number' || typeof height !== 'number') {
    return reject('unexpected', where, 'another page box');
  }
  return { width, height };
}

function readPages(reader: Reader, root: Found): readonly ReadPage[] {
  const tree = follow(reader, root.dict.get('/Pages'), root.where);
  expectShape(tree.dict, tree.where, { Type: '/Pages', Kids: true, Count: true });
  const kids = tree.dict.get('/Kids');
  if (!isArray(kids) || kids.length === 0 || tree.dict.get('/Count') !== kids.length) {
    return reject('unexpected', tree.where, 'another number of pages');
  }
  let names: ContentNames | undefined;
  let resources: number | undefined;
  const used = new Set<string>();
  const visited = new Set<number>();
  const pages = kids.map((kid, index) => {
    if (isRef(kid) && visited.has(kid.object)) reject('unexpected', tree.where, 'a page comes twice');
    if (isRef(kid)) visited.add(kid.object);
    const page = follow(reader, kid, tree.where);
    expectShape(page.dict, page.where, {
      Type: '/Page',
      Parent: true,
      MediaBox: true,
      Resources: true,
      Contents: true,
    });
    const shared = page.dict.get('/Resources');
    const found = follow(reader, shared, page.where);
    if (names === undefined && isRef(shared)) {
      names = readResources(reader, found);
      resources = shared.object;
    }
    if (names === undefined || !isRef(shared) || shared.object !== resources) {
      return reject('unexpected', page.where, 'resources of its own');
    }
    const contents = follow(reader, page.dict.get('/Contents'), page.where);
    expectShape(contents.dict, contents.where, { Filter: '/FlateDecode', Length: true });
    const size = mediaBox(page.dict.get('/MediaBox'), page.where);
    return { ...size, ...readContent(inflated(contents), `page ${index + 1}`, names, used) };
  });
  const named = (names?.fonts.size ?? 0) + (names?.images.size ?? 0);
  if (used.size !== named) reject('unexpected', tree.where, 'a font or an image that no page uses');
  return pages;
}

function checkId(file: PdfFile): void {
  const id = file.trailer.get('/ID');
  const hash = createHash('sha256').update(file.body).digest().subarray(0, 16);
  const parts = isArray(id) ? id : [];
  const equal = parts.every((part) => part instanceof Uint8Array && hash.equals(part));
  if (parts.length !== 2 || !equal) reject('malformed', 'file', 'the bytes are not those that were written');
}

function read(bytes: Uint8Array): ReadBack {
  const file = readPdfFile(bytes);
  if (file.trailer.has('/Encrypt')) reject('encrypted', 'file', 'the file is encrypted');
  expectShape(file.trailer, 'file', { Size: file.objects.length, Root: true, Info: true, ID: true });
  checkId(file);
  const reader: Reader = { file, seen: new Set() };
  const root = follow(reader, file.trailer.get('/Root'), 'file');
  const info = readInfo(reader, file.trailer.get('/Info'));
  checkCatalogue(reader, root);
  const pages = readPages(reader, root);
  if (reader.seen.size !== file.objects.length - 1)
    reject('unexpected', 'file', 'an object that nothing leads to');
  return { ...info, pages };
}

/**
 * Reads a finished file as a stranger would: from its bytes, its text through the fonts' own ToUnicode maps. Shares
 * no code with the drawing but `pictureDigest`, and refuses whatever `drawPdf` would not have written instead of
 * guessing. What glyphs look like is not judged.
 */
export function readBack(bytes: Uint8Array): Result<ReadBack, ReadFault> {
  try {
    return ok(read(bytes));
  } catch (error) {
    if (error instanceof BadPdf) return err(error.fault);
    throw error;
  }
}
