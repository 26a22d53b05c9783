import { ANY, expectShape, type Found, follow, isArray, type Reader } from './pdf-objects.ts';
import type { PdfValue } from './pdf-values.ts';
import { reject } from './read-fault.ts';

/** What the file says of itself: after PDF/A-2u, or with neither its metadata nor its colour profile. */
export type Profile = 'a-2u' | 'plain';

const INFO = { '/Title': ANY, '/Producer': ANY, '/KofuTag': ANY } as const;
const PLAIN = { '/Type': '/Catalog', '/Pages': ANY } as const;
const ARCHIVE = { ...PLAIN, '/Metadata': ANY, '/OutputIntents': ANY } as const;
const METADATA = { '/Type': '/Metadata', '/Subtype': '/XML', '/Length': ANY } as const;
const INTENT = {
  '/Type': '/OutputIntent',
  '/S': '/GTS_PDFA1',
  '/OutputConditionIdentifier': ANY,
  '/Info': ANY,
  '/DestOutputProfile': ANY,
} as const;
const ICC_HEADER = 128;
const COLOUR_PROFILE = { '/N': 3, '/Length': ANY } as const;

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

export function readInfo(reader: Reader, value: PdfValue | undefined): { tag: string; title: string } {
  const { dict, where } = follow(reader, value, 'file');
  expectShape(dict, where, INFO);
  if (asciiOf(dict.get('/Producer'), where) !== 'konbini-kofu')
    reject('unexpected', where, 'another producer');
  return { tag: asciiOf(dict.get('/KofuTag'), where), title: readTitle(dict.get('/Title'), where) };
}

const signs: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };

/** The XMP packet has to call the file PDF/A-2u, and by the title that the information dictionary has. */
function checkMetadata({ stream, where }: Found, title: string): void {
  const packet = Buffer.from(stream ?? new Uint8Array(0)).toString('utf8');
  const says = (name: string, value: string): boolean =>
    packet.includes(`<pdfaid:${name}>${value}</pdfaid:${name}>`);
  if (!says('part', '2') || !says('conformance', 'U')) reject('unexpected', where, 'another conformance');
  const [, written = ''] = /<dc:title><rdf:Alt><rdf:li [^<>]*>([^<>]*)<\/rdf:li>/.exec(packet) ?? [];
  if (written.replace(/&[a-z]+;/g, (sign) => signs[sign] ?? sign) !== title)
    reject('unexpected', where, 'another title');
}

/** The profile has to be whole, and of red, green and blue, as the images are. */
function checkColourProfile(found: Found): void {
  expectShape(found.dict, found.where, COLOUR_PROFILE);
  const profile = Buffer.from(found.stream ?? new Uint8Array(0));
  const fits =
    profile.length >= ICC_HEADER &&
    profile.readUInt32BE(0) === profile.length &&
    profile.toString('latin1', 16, 20) === 'RGB ' &&
    profile.toString('latin1', 36, 40) === 'acsp';
  if (!fits) reject('malformed', found.where, 'no colour profile');
}

/** Checks the catalogue and what it leads to besides the pages. */
export function readCatalogue(reader: Reader, { dict, where }: Found, title: string): Profile {
  const isArchive = dict.has('/Metadata');
  expectShape(dict, where, isArchive ? ARCHIVE : PLAIN);
  if (!isArchive) return 'plain';
  const metadata = follow(reader, dict.get('/Metadata'), where);
  expectShape(metadata.dict, metadata.where, METADATA);
  checkMetadata(metadata, title);
  const intents = dict.get('/OutputIntents');
  const intent = isArray(intents) && intents.length === 1 ? intents[0] : undefined;
  if (!(intent instanceof Map)) return reject('unexpected', where, 'another output intent');
  expectShape(intent, where, INTENT);
  checkColourProfile(follow(reader, intent.get('/DestOutputProfile'), where));
  return 'a-2u';
}
