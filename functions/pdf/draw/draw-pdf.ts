import { createHash } from 'node:crypto';
import { deflateSync, type ZlibOptions } from 'node:zlib';
import { PDFContext, type PDFDict, PDFHexString, PDFRawStream, type PDFRef, PDFString } from 'pdf-lib';
import { err, ok, type Result } from '../shared/result.ts';
import { listFault } from './check-list.ts';
import type { BilevelImage, DisplayList } from './display-list.ts';
import type { DrawFault } from './draw-fault.ts';
import type { FontSet } from './font-set.ts';
import { glyphCollector, type UsedFont } from './glyph-collector.ts';
import type { OutlineFont } from './outline-font.ts';
import { pageContent } from './page-content.ts';
import { deflatedSrgbProfile, xmpPacket } from './pdf-a.ts';
import { rounded } from './pdf-number.ts';
import { pictureDigest } from './picture-digest.ts';
import { buildSubset } from './subset.ts';
import { toUnicodeMap } from './to-unicode.ts';
import { PassingName, writeFile } from './write-file.ts';

const producer = 'konbini-kofu';
const compression = { level: 6 } as const;
/** Outlines hardly compress: a higher level takes three times as long for a fortieth of the size. */
const outlineCompression = { level: 1 } as const;

type StreamDict = Readonly<Record<string, string | number | boolean | readonly number[]>>;

function addStream(context: PDFContext, dict: StreamDict, bytes: Uint8Array): PDFRef {
  return context.register(PDFRawStream.of(context.obj({ ...dict }) as PDFDict, bytes));
}

function addDeflated(
  context: PDFContext,
  dict: StreamDict,
  bytes: Uint8Array,
  options: ZlibOptions = compression,
): PDFRef {
  return addStream(context, { ...dict, Filter: 'FlateDecode' }, deflateSync(bytes, options));
}

/** Six letters that two subsets of one font share only if they hold the same keys. */
function subsetTag(used: UsedFont): string {
  const hash = createHash('sha256').update(used.font.id).update(' ').update(used.keys.join(' ')).digest();
  return String.fromCharCode(...hash.subarray(0, 6).map((byte) => 65 + (byte % 26)));
}

/** Widths of the glyphs whose advance is not 1000/1000 em: `[first [w w …] first [w …] …]`. */
function widths(font: OutlineFont, gids: readonly number[]): (number | number[])[] {
  const list: (number | number[])[] = [];
  let run: number[] = [];
  for (const [index, gid] of gids.entries()) {
    const width = rounded((font.advanceOf(gid) * 1000) / font.unitsPerEm);
    if (width === 1000) {
      run = [];
      continue;
    }
    if (run.length === 0) list.push(index + 1, run);
    run.push(width);
  }
  return list;
}

function addFont(context: PDFContext, used: UsedFont, program: Uint8Array): PDFRef {
  const { font } = used;
  const thousandths = (units: number): number => Math.round((units * 1000) / font.unitsPerEm);
  const name = new PassingName(`${subsetTag(used)}+${font.name}`);
  const descriptor = context.register(
    context.obj({
      Type: 'FontDescriptor',
      FontName: name,
      // symbolic: the characters are not those of the standard Latin set
      Flags: 4,
      FontBBox: font.bbox.map(thousandths),
      ItalicAngle: 0,
      Ascent: thousandths(font.ascent),
      Descent: thousandths(font.descent),
      CapHeight: thousandths(font.ascent),
      // an estimate, required by the format, used by no reader that has the embedded program
      StemV: 80,
      FontFile2: addDeflated(context, { Length1: program.length }, program, outlineCompression),
    }),
  );
  const descendant = context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'CIDFontType2',
      BaseFont: name,
      CIDSystemInfo: {
        Registry: PDFString.of('Adobe'),
        Ordering: PDFString.of('Identity'),
        Supplement: 0,
      },
      FontDescriptor: descriptor,
      DW: 1000,
      W: widths(font, used.gids),
      CIDToGIDMap: 'Identity',
    }),
  );
  return context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: name,
      Encoding: 'Identity-H',
      DescendantFonts: [descendant],
      ToUnicode: addDeflated(context, {}, Buffer.from(toUnicodeMap(used.keys), 'latin1')),
    }),
  );
}

function addImage(context: PDFContext, image: BilevelImage): PDFRef {
  return addStream(
    context,
    {
      Type: 'XObject',
      Subtype: 'Image',
      ImageMask: true,
      Width: image.columns,
      Height: image.rows,
      BitsPerComponent: 1,
      // a mask paints where the sample is 0, the image's ink is 1
      Decode: [1, 0],
      Filter: 'FlateDecode',
    },
    image.encoded?.deflated ?? deflateSync(image.bits, compression),
  );
}

/** The same image with what drawing needs of it worked out once: a city's seal is on every certificate. */
export function encodeImage(image: BilevelImage): BilevelImage {
  const digest = pictureDigest(image);
  return { ...image, encoded: { digest, deflated: deflateSync(image.bits, compression) } };
}

/** Names the images of one document, equal ones alike: the ink is set where the picture is placed. */
function imageNames(): { readonly images: Map<string, BilevelImage>; nameOf(image: BilevelImage): string } {
  const images = new Map<string, BilevelImage>();
  const names = new Map<string, string>();
  return {
    images,
    nameOf(image) {
      const digest = image.encoded?.digest ?? pictureDigest(image);
      const before = names.get(digest);
      if (before !== undefined) return before;
      const name = `P${names.size + 1}`;
      names.set(digest, name);
      images.set(name, image);
      return name;
    },
  };
}

type Parts = {
  readonly list: DisplayList;
  readonly contents: readonly string[];
  readonly fonts: readonly { readonly used: UsedFont; readonly program: Uint8Array }[];
  readonly images: ReadonlyMap<string, BilevelImage>;
};

function assemble({ list, contents, fonts, images }: Parts): Uint8Array {
  const context = PDFContext.create();
  const root = context.nextRef();
  const tree = context.nextRef();
  const info = context.register(
    context.obj({
      Title: PDFHexString.fromText(list.title),
      Producer: PDFString.of(producer),
      KofuTag: PDFString.of(list.tag),
    }),
  );
  const metadata = addStream(context, { Type: 'Metadata', Subtype: 'XML' }, xmpPacket(list.title, producer));
  const profile = addStream(context, { N: 3, Filter: 'FlateDecode' }, deflatedSrgbProfile);
  const fontRefs: Record<string, PDFRef> = {};
  for (const { used, program } of fonts) fontRefs[used.name] = addFont(context, used, program);
  const imageRefs: Record<string, PDFRef> = {};
  for (const [name, image] of images) imageRefs[name] = addImage(context, image);
  const resources = context.register(context.obj({ Font: fontRefs, XObject: imageRefs }));
  const pages = list.pages.map((page, index) =>
    context.register(
      context.obj({
        Type: 'Page',
        Parent: tree,
        MediaBox: [0, 0, rounded(page.width), rounded(page.height)],
        Resources: resources,
        Contents: addDeflated(context, {}, Buffer.from(contents[index] ?? '', 'latin1')),
      }),
    ),
  );
  context.assign(tree, context.obj({ Type: 'Pages', Kids: pages, Count: pages.length }));
  context.assign(
    root,
    context.obj({
      Type: 'Catalog',
      Pages: tree,
      Metadata: metadata,
      OutputIntents: [
        {
          Type: 'OutputIntent',
          S: 'GTS_PDFA1',
          OutputConditionIdentifier: PDFString.of('sRGB IEC61966-2.1'),
          Info: PDFString.of('sRGB IEC61966-2.1'),
          DestOutputProfile: profile,
        },
      ],
    }),
  );
  return writeFile(context, root, info);
}

/**
 * Draws the list as one PDF 1.7 file after the rules of PDF/A-2u: no scripts, forms, annotations, transparency or
 * encryption. Equal lists and fonts give equal bytes. Every character is drawn by its own glyph or nothing is drawn:
 * all characters without one are named together. A text that is empty draws nothing.
 */
export function drawPdf(list: DisplayList, fonts: FontSet): Result<Uint8Array, DrawFault> {
  const fault = listFault(list);
  if (fault !== undefined) return err(fault);

  const glyphs = glyphCollector(fonts);
  const { images, nameOf } = imageNames();
  const contents: string[] = [];
  for (const [index, page] of list.pages.entries()) {
    const content = pageContent(page, index, glyphs, (picture) => nameOf(picture.image));
    if (!content.ok) return content;
    contents.push(content.value);
  }
  const [first, ...others] = glyphs.missing.values();
  if (first !== undefined) return err({ kind: 'missing-glyph', missing: [first, ...others] });

  const programs: { used: UsedFont; program: Uint8Array }[] = [];
  for (const used of glyphs.fonts) {
    const program = buildSubset(used.font, used.gids);
    if (!program.ok) {
      const { error } = program;
      if (error.kind === 'too-many-glyphs') return err({ kind: 'bad-list', fault: 'too-many-glyphs' });
      return err({ kind: 'bad-font', fontId: used.font.id, gid: error.gid, fault: error.fault });
    }
    programs.push({ used, program: program.value });
  }
  return ok(assemble({ list, contents, fonts: programs, images }));
}
