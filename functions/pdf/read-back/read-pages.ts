import { checkVisible } from './check-visible.ts';
import type { ContentNames } from './content-operators.ts';
import {
  ANY,
  expectShape,
  type Found,
  follow,
  inflated,
  isArray,
  isRef,
  type Reader,
} from './pdf-objects.ts';
import type { PdfDict, PdfRef, PdfValue } from './pdf-values.ts';
import { readContent } from './read-content.ts';
import { reject } from './read-fault.ts';
import { type ReadFont, readFont } from './read-font.ts';
import { type ReadImage, readImage } from './read-image.ts';
import { type ReadStamp, readStamp } from './read-stamp.ts';
import type { ReadPicture, ReadRun, Shown } from './shown.ts';

export type ReadPage = {
  readonly width: number;
  readonly height: number;
  readonly runs: readonly ReadRun[];
  readonly pictures: readonly ReadPicture[];
};

const MAX_FONTS = 3;
/** Three layers that pages may share, and the page's own. */
const MAX_STREAMS = 4;

const TREE = { '/Type': '/Pages', '/Kids': ANY, '/Count': ANY } as const;
const PAGE = {
  '/Type': '/Page',
  '/Parent': ANY,
  '/MediaBox': ANY,
  '/Resources': ANY,
  '/Contents': ANY,
} as const;
const RESOURCES = { '/Font': ANY, '/XObject': ANY } as const;
const CONTENT = { '/Filter': '/FlateDecode', '/Length': ANY } as const;

/** What the pages of one file have in common, and what has been met of them. */
type Book = {
  readonly reader: Reader;
  /** Object number of the page tree. */
  readonly tree: number;
  /** Object number and content of the resources that all pages name. */
  readonly resources: number;
  readonly names: ContentNames;
  readonly stamps: readonly ReadStamp[];
  /** Pages and streams of their own: nothing else may lead to them. */
  readonly owned: Set<number>;
  readonly layers: Map<number, Shown>;
};

function refIn(dict: PdfDict, key: string, where: string): PdfRef {
  const ref = dict.get(key);
  return isRef(ref) ? ref : reject('unexpected', where, `no reference in ${key}`);
}

function readNames(reader: Reader, ref: PdfRef, from: string): Pick<Book, 'names' | 'stamps'> {
  const { dict, where } = follow(reader, ref, from);
  expectShape(dict, where, RESOURCES);
  const fonts = new Map<string, ReadFont>();
  const images = new Map<string, ReadImage>();
  const fontRefs = dict.get('/Font');
  const objectRefs = dict.get('/XObject');
  if (!(fontRefs instanceof Map) || !(objectRefs instanceof Map))
    return reject('unexpected', where, 'no resources');
  if (fontRefs.size > MAX_FONTS) reject('unexpected', where, 'too many fonts');
  for (const [name, font] of fontRefs) fonts.set(name, readFont(reader, font, where));
  const stamps: ReadStamp[] = [];
  const shown = new Map<string, Shown>();
  for (const [name, value] of objectRefs) {
    const object = follow(reader, value, where);
    if (object.dict.get('/Subtype') !== '/Form') {
      images.set(name, readImage(reader, object));
      continue;
    }
    const stamp = readStamp(reader, object, fontRefs, fonts);
    stamps.push(stamp);
    shown.set(name, stamp.shown);
  }
  return { stamps, names: { fonts, images, stamps: shown, drawn: new Set() } };
}

function readMediaBox(value: PdfValue | undefined, where: string): { width: number; height: number } {
  const [left, bottom, width, height] = isArray(value) && value.length === 4 ? value : [];
  if (left !== 0 || bottom !== 0 || typeof width !== 'number' || typeof height !== 'number') {
    return reject('unexpected', where, 'another page box');
  }
  return { width, height };
}

function contentRefs(value: PdfValue | undefined, where: string): readonly PdfRef[] {
  const list = isArray(value) ? value : value === undefined ? [] : [value];
  const refs = list.filter((part) => isRef(part));
  const fits = refs.length === list.length && refs.length > 0 && refs.length <= MAX_STREAMS;
  return fits ? refs : reject('unexpected', where, 'contents of another form');
}

function own(book: Book, { object }: PdfRef, where: string): void {
  if (book.owned.has(object) || book.layers.has(object)) reject('unexpected', where, 'a page comes twice');
  book.owned.add(object);
}

/** The streams of a page: layers, which are read once, then its own. */
function readStreams(book: Book, refs: readonly PdfRef[], place: string): readonly Shown[] {
  const readStream = (ref: PdfRef): Shown => {
    const content = follow(book.reader, ref, place);
    expectShape(content.dict, content.where, CONTENT);
    return readContent(inflated(book.reader, content), place, book.names);
  };
  return refs.map((ref, index) => {
    if (index === refs.length - 1) {
      own(book, ref, place);
      return readStream(ref);
    }
    if (book.owned.has(ref.object)) reject('unexpected', place, 'what another page owns');
    const layer = book.layers.get(ref.object) ?? readStream(ref);
    book.layers.set(ref.object, layer);
    return layer;
  });
}

function readPage(book: Book, { dict, where }: Found, place: string): ReadPage {
  expectShape(dict, where, PAGE);
  if (refIn(dict, '/Parent', where).object !== book.tree) reject('unexpected', where, 'another parent');
  if (refIn(dict, '/Resources', where).object !== book.resources)
    reject('unexpected', where, 'resources of its own');
  const size = readMediaBox(dict.get('/MediaBox'), where);
  for (const { width, height } of book.stamps)
    if (width < size.width || height < size.height) reject('hidden', where, 'a stamp that is cut off');
  const streams = readStreams(book, contentRefs(dict.get('/Contents'), where), place);
  checkVisible(streams, size, place);
  return {
    ...size,
    runs: streams.flatMap(({ runs }) => runs),
    pictures: streams.flatMap(({ pictures }) => pictures),
  };
}

/** All pages, and the fonts that they are drawn with. */
export function readPages(
  reader: Reader,
  root: Found,
): { readonly pages: readonly ReadPage[]; readonly fonts: readonly ReadFont[] } {
  const treeRef = refIn(root.dict, '/Pages', root.where);
  const tree = follow(reader, treeRef, root.where);
  expectShape(tree.dict, tree.where, TREE);
  const kids = tree.dict.get('/Kids');
  if (!isArray(kids) || kids.length === 0 || tree.dict.get('/Count') !== kids.length) {
    return reject('unexpected', tree.where, 'another number of pages');
  }
  const firstPage = follow(reader, kids[0], tree.where);
  const resources = refIn(firstPage.dict, '/Resources', firstPage.where);
  const book: Book = {
    reader,
    tree: treeRef.object,
    resources: resources.object,
    ...readNames(reader, resources, firstPage.where),
    owned: new Set(),
    layers: new Map(),
  };
  const pages = kids.map((kid, index) => {
    const page = follow(reader, kid, tree.where);
    if (isRef(kid)) own(book, kid, tree.where);
    return readPage(book, page, `page ${index + 1}`);
  });
  const { fonts, images, stamps, drawn } = book.names;
  if (drawn.size !== images.size + stamps.size)
    reject('unexpected', tree.where, 'an image or a stamp that no page shows');
  return { pages, fonts: [...fonts.values()] };
}
