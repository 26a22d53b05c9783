import { inflateSync } from 'node:zlib';
import * as mupdf from 'mupdf';

/** One character as mupdf draws it. */
export type ShownGlyph = {
  /** Name of the font with its subset's tag. */
  readonly font: string;
  /** Glyph of the embedded program. */
  readonly gid: number;
  /** What it stands for: all that ToUnicode gives for its code. */
  readonly text: string;
  /** Origin in points from the page's lower left corner, and em in points across and up. */
  readonly x: number;
  readonly y: number;
  readonly across: number;
  readonly up: number;
};

/** A font as embedded. */
export type EmbeddedProgram = {
  readonly bytes: Buffer;
  /** Advance by glyph in thousandths of an em, as the file tells readers (`W`, else `DW`). */
  readonly widthOf: (gid: number) => number;
  /** The character map from codes to texts, as it stands in the file. */
  readonly toUnicode: string;
};

export type MupdfFile = {
  readonly pages: readonly (readonly ShownGlyph[])[];
  readonly programs: ReadonlyMap<string, EmbeddedProgram>;
};

/** What a finished file draws, by mupdf's own reading of its pages and fonts. */
export function readWithMupdf(pdf: Uint8Array): MupdfFile {
  const document = mupdf.PDFDocument.openDocument(pdf, 'application/pdf');
  if (!(document instanceof mupdf.PDFDocument)) throw new Error('not a PDF to mupdf');
  try {
    const pages = Array.from({ length: document.countPages() }, (_, page) => shownOn(document, page));
    return { pages, programs: programsOf(document) };
  } finally {
    document.destroy();
  }
}

type Writable = { -readonly [Name in keyof ShownGlyph]: ShownGlyph[Name] };

function shownOn(document: mupdf.PDFDocument, page: number): ShownGlyph[] {
  const shown: Writable[] = [];
  const loaded = document.loadPage(page);
  const [, , , height] = loaded.getBounds();
  const device = new mupdf.Device({
    fillText(text, [a, b, c, d, right, down]) {
      // The page's own matrix only turns y over, and a stamp only moves its texts.
      if (a !== 1 || b !== 0 || c !== 0 || d !== -1) throw new Error('text that is turned or scaled');
      text.walk({
        showGlyph(font, [across, , , up, x, y], gid, unicode) {
          const last = shown.at(-1);
          // A code of more than one character comes as its glyph and then, for the others, as none.
          if (gid < 0 && last !== undefined) last.text += String.fromCodePoint(unicode);
          else
            shown.push({
              font: font.getName(),
              gid,
              text: String.fromCodePoint(unicode),
              x: x + right,
              y: y + height - down,
              across,
              up,
            });
        },
      });
    },
  });
  try {
    loaded.run(device, mupdf.Matrix.identity);
    device.close();
    return shown;
  } finally {
    device.destroy();
    loaded.destroy();
  }
}

function programsOf(document: mupdf.PDFDocument): Map<string, EmbeddedProgram> {
  const programs = new Map<string, EmbeddedProgram>();
  for (let number = 1; number < document.countObjects(); number += 1) {
    const font = document.newIndirect(number).resolve();
    if (!font.isDictionary() || nameAt(font, 'Subtype') !== 'Type0') continue;
    const descendant = font.get('DescendantFonts').get(0);
    if (nameAt(descendant, 'CIDToGIDMap') !== 'Identity') throw new Error('codes are not glyphs');
    const file = descendant.get('FontDescriptor').get('FontFile2');
    programs.set(nameAt(font, 'BaseFont'), {
      bytes: unpacked(file),
      widthOf: widthsOf(descendant),
      toUnicode: unpacked(font.get('ToUnicode')).toString('latin1'),
    });
  }
  return programs;
}

const nameAt = (dictionary: mupdf.PDFObject, key: string): string => {
  const value = dictionary.get(key);
  return value.isName() ? value.asName() : '';
};

/** A stream, its filter undone by zlib, which checks the sum at its end as mupdf does not. */
function unpacked(stream: mupdf.PDFObject): Buffer {
  const raw = Buffer.from(stream.readRawStream().asUint8Array());
  return nameAt(stream, 'Filter') === 'FlateDecode' ? inflateSync(raw) : raw;
}

/** `W` is a list of `first [w w …]` and `first last w`. */
function widthsOf(descendant: mupdf.PDFObject): (gid: number) => number {
  const usual = descendant.get('DW');
  const others = descendant.get('W');
  const widths = new Map<number, number>();
  for (let at = 0; at < others.length; ) {
    const first = others.get(at).asNumber();
    const next = others.get(at + 1);
    if (next.isArray()) {
      for (let index = 0; index < next.length; index += 1)
        widths.set(first + index, next.get(index).asNumber());
      at += 2;
    } else {
      for (let gid = first; gid <= next.asNumber(); gid += 1) widths.set(gid, others.get(at + 2).asNumber());
      at += 3;
    }
  }
  return (gid) => widths.get(gid) ?? (usual.isNumber() ? usual.asNumber() : 1000);
}
