import type { PageImage } from '../display-list.ts';
import type { GlyphPack } from '../pack/open-pack.ts';
import { imageDict } from './encode-image.ts';
import { SRGB_PROFILE, xmpPacket } from './pdf-a.ts';
import { pdfNumber } from './pdf-number.ts';

export const PRODUCER = 'konbini-kofu';

/** One object of a file: its dictionary as it is written, `/Length` left out, and its stream. */
export type FileObject = { readonly dict: string; readonly stream?: Uint8Array | undefined };

/** A file before it is written: object `i + 1` is `objects[i]`; 1 is the catalogue, 3 the information dictionary. */
export type FileDescription = { readonly objects: readonly FileObject[]; readonly id: string };

/** Everything of one document that is not a matter of file syntax. Streams are coded. */
export type DocumentParts = {
  readonly title: TitlePart;
  readonly tag: string;
  readonly profile: 'a-2u' | 'plain';
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly fonts: readonly FontPart[];
  readonly images: readonly {
    readonly name: string;
    readonly image: PageImage;
    readonly deflated: Uint8Array;
  }[];
  /** Operators of stamps, by name `S1` on. */
  readonly stamps: readonly Uint8Array[];
  readonly layers: readonly Uint8Array[];
  readonly pages: readonly {
    readonly width: number;
    readonly height: number;
    /** Indices into `layers`. */
    readonly layers: readonly number[];
    readonly content: Uint8Array;
  }[];
};

/** A title as it stands in the information dictionary and in the metadata. */
export type TitlePart = { readonly title: string; readonly hex: string; readonly packet: Uint8Array };

/** What of a font's descriptor does not depend on the document, as it is written. */
export type FontLook = { readonly box: string; readonly ascent: number; readonly descent: number };

export type FontPart = {
  /** In the page's resources: `F1`. */
  readonly name: string;
  /** Six letters that two subsets of one font share only if they stand for the same. */
  readonly subset: string;
  /** PostScript name of the whole font. */
  readonly baseName: string;
  readonly look: FontLook;
  readonly widths: string;
  readonly program: Uint8Array;
  readonly programBytes: number;
  readonly toUnicode: Uint8Array;
};

function utf16Hex(text: string): string {
  let hex = 'feff';
  for (let index = 0; index < text.length; index++)
    hex += text.charCodeAt(index).toString(16).padStart(4, '0');
  return hex;
}

export const titlePart = (title: string): TitlePart => ({
  title,
  hex: utf16Hex(title),
  packet: xmpPacket(title, PRODUCER),
});

export function fontLook({ header }: GlyphPack): FontLook {
  const thousandths = (units: number): number => Math.round((units * 1000) / header.unitsPerEm);
  const box = header.bbox.map(thousandths).join(' ');
  return { box, ascent: thousandths(header.ascent), descent: thousandths(header.descent) };
}

function fontObjects(font: FontPart, first: number): FileObject[] {
  const { box, ascent, descent } = font.look;
  const name = `/${font.subset}+${font.baseName}`;
  return [
    {
      dict: `/Type /Font /Subtype /Type0 /BaseFont ${name} /Encoding /Identity-H /DescendantFonts [${first + 1} 0 R] /ToUnicode ${first + 4} 0 R`,
    },
    {
      dict: `/Type /Font /Subtype /CIDFontType2 /BaseFont ${name} /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor ${first + 2} 0 R /DW 1000 /W [${font.widths.trimEnd()}] /CIDToGIDMap /Identity`,
    },
    {
      // symbolic: the characters are not those of the standard Latin set. StemV is an estimate, required by the
      // format, used by no reader that has the embedded program
      dict: `/Type /FontDescriptor /FontName ${name} /Flags 4 /FontBBox [${box}] /ItalicAngle 0 /Ascent ${ascent} /Descent ${descent} /CapHeight ${ascent} /StemV 80 /FontFile2 ${first + 3} 0 R`,
    },
    { dict: `/Length1 ${font.programBytes} /Filter /FlateDecode`, stream: font.program },
    { dict: '/Filter /FlateDecode', stream: font.toUnicode },
  ];
}

const FONT_OBJECTS = 5;

/** Describes the file: a skeleton of few objects, always in the same order. */
export function describeFile(parts: DocumentParts): FileDescription {
  const isArchive = parts.profile === 'a-2u';
  const firstFont = isArchive ? 6 : 4;
  const firstImage = firstFont + parts.fonts.length * FONT_OBJECTS;
  const firstStamp = firstImage + parts.images.length;
  const resources = firstStamp + parts.stamps.length;
  const firstLayer = resources + 1;
  const firstPage = firstLayer + parts.layers.length;
  const kids = parts.pages.map((_, index) => `${firstPage + index * 2} 0 R`).join(' ');
  const intent =
    '/Metadata 4 0 R /OutputIntents [<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1) /Info (sRGB IEC61966-2.1) /DestOutputProfile 5 0 R>>]';
  const objects: FileObject[] = [
    { dict: `/Type /Catalog /Pages 2 0 R${isArchive ? ` ${intent}` : ''}` },
    { dict: `/Type /Pages /Kids [${kids}] /Count ${parts.pages.length}` },
    { dict: `/Title <${parts.title.hex}> /Producer (${PRODUCER}) /KofuTag (${parts.tag})` },
  ];
  if (isArchive) {
    objects.push({ dict: '/Type /Metadata /Subtype /XML', stream: parts.title.packet });
    objects.push({ dict: '/N 3', stream: SRGB_PROFILE });
  }
  for (const [index, font] of parts.fonts.entries())
    objects.push(...fontObjects(font, firstFont + index * FONT_OBJECTS));
  for (const { image, deflated } of parts.images) objects.push({ dict: imageDict(image), stream: deflated });
  const fonts = parts.fonts
    .map(({ name }, index) => `/${name} ${firstFont + index * FONT_OBJECTS} 0 R`)
    .join(' ');
  // a stamp may stand anywhere on any page, and nothing of it is cut off
  const width = pdfNumber(Math.max(...parts.pages.map((page) => page.width)));
  const height = pdfNumber(Math.max(...parts.pages.map((page) => page.height)));
  for (const stream of parts.stamps)
    objects.push({
      dict: `/Type /XObject /Subtype /Form /BBox [-${width} -${height} ${width} ${height}] /Resources <</Font <<${fonts}>>>> /Filter /FlateDecode`,
      stream,
    });
  const pictures = parts.images.map(({ name }, index) => `/${name} ${firstImage + index} 0 R`);
  const stamps = parts.stamps.map((_, index) => `/S${index + 1} ${firstStamp + index} 0 R`);
  objects.push({ dict: `/Font <<${fonts}>> /XObject <<${[...pictures, ...stamps].join(' ')}>>` });
  for (const stream of parts.layers) objects.push({ dict: '/Filter /FlateDecode', stream });
  for (const [index, page] of parts.pages.entries()) {
    const own = firstPage + index * 2;
    const layers = page.layers.map((layer) => `${firstLayer + layer} 0 R `).join('');
    objects.push({
      dict: `/Type /Page /Parent 2 0 R /MediaBox [0 0 ${pdfNumber(page.width)} ${pdfNumber(page.height)}] /Resources ${resources} 0 R /Contents [${layers}${own + 1} 0 R]`,
    });
    objects.push({ dict: '/Filter /FlateDecode', stream: page.content });
  }
  return { objects, id: parts.id };
}
