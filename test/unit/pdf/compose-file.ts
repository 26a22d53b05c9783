import { deflateSync } from 'node:zlib';

/** Composes small files of the form that is drawn, part by part, and knows nothing of the drawing or the reader. */

export type ComposedGlyph = {
  /** The `glyf` entry, not padded. */
  readonly outline: Uint8Array;
  readonly advance: number;
  readonly bearing: number;
};

const u16 = (...values: number[]): number[] => values.flatMap((value) => [(value >> 8) & 0xff, value & 0xff]);
const u32 = (...values: number[]): number[] =>
  values.flatMap((value) => u16((value >>> 16) & 0xffff, value & 0xffff));

export const blank: ComposedGlyph = { outline: new Uint8Array(0), advance: 1000, bearing: 0 };

/** A rectangle as an outline of one contour. */
export function box(xMin: number, yMin: number, xMax: number, yMax: number, advance = 1000): ComposedGlyph {
  const width = xMax - xMin;
  const height = yMax - yMin;
  return {
    outline: Uint8Array.from([
      ...u16(1, xMin, yMin, xMax, yMax, 3, 0),
      ...[1, 1, 1, 1],
      ...u16(xMin, 0, width, 0, yMin, height, 0, -height),
    ]),
    advance,
    bearing: xMin,
  };
}

export const padded = (bytes: Uint8Array): Uint8Array => {
  const room = new Uint8Array((bytes.length + 3) & ~3);
  room.set(bytes);
  return room;
};

const sumOf = (bytes: Uint8Array): number => {
  const view = new DataView(padded(bytes).buffer);
  let sum = 0;
  for (let at = 0; at < view.byteLength; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
  return sum;
};

export type Tables = Map<string, Uint8Array>;

/** The tables of a font program; glyph 0 is blank, glyph `i` is `glyphs[i - 1]`. */
export function programTables(
  glyphs: readonly ComposedGlyph[],
  { unitsPerEm = 1000, longLoca = false } = {},
): Tables {
  const all = [blank, ...glyphs];
  const outlines = all.map(({ outline }) => padded(outline));
  const ends = [0];
  for (const outline of outlines) ends.push((ends.at(-1) ?? 0) + outline.length);
  const head = u32(0x10000, 0x10000, 0, 0x5f0f3cf5);
  const bbox = u16(-100, -200, 1100, 1000);
  return new Map(
    Object.entries({
      glyf: outlines.flatMap((outline) => [...outline]),
      head: [
        ...head,
        ...u16(3, unitsPerEm),
        ...u32(0, 0, 0, 0),
        ...bbox,
        ...u16(0, 8, 2, longLoca ? 1 : 0, 0),
      ],
      hhea: [...u32(0x10000), ...u16(880, -120, 0, 1000, 0, 0, 1000, 1, 0, 0, 0, 0, 0, 0, 0, all.length)],
      hmtx: all.flatMap(({ advance, bearing }) => u16(advance, bearing)),
      loca: longLoca ? u32(...ends) : u16(...ends.map((end) => end / 2)),
      maxp: [...u32(0x10000), ...u16(all.length, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)],
    }).map(([tag, bytes]) => [tag, Uint8Array.from(bytes)]),
  );
}

const TABLE_ORDER = ['head', 'hhea', 'maxp', 'hmtx', 'loca', 'glyf'];

/** The program, its tables lying in `order`, with sound checksums. */
export function programOf(tables: Tables, order: readonly string[] = TABLE_ORDER): Uint8Array {
  const tags = [...tables.keys()].sort();
  const directory = 12 + tags.length * 16;
  const places = new Map<string, number>();
  const bodies: number[] = [];
  for (const tag of order) {
    places.set(tag, directory + bodies.length);
    bodies.push(...padded(tables.get(tag) ?? new Uint8Array(0)));
  }
  const entries = tags.flatMap((tag) => {
    const table = tables.get(tag) ?? new Uint8Array(0);
    const letters = [...tag].map((letter) => letter.charCodeAt(0));
    return [...letters, ...u32(sumOf(table), places.get(tag) ?? 0, table.length)];
  });
  const power = 31 - Math.clz32(tags.length);
  const start = [...u32(0x10000), ...u16(tags.length, 16 << power, power, (tags.length - (1 << power)) * 16)];
  const program = Uint8Array.from([...start, ...entries, ...bodies]);
  const adjusted = new DataView(program.buffer);
  adjusted.setUint32((places.get('head') ?? 0) + 8, (0xb1b0afba - sumOf(program)) >>> 0);
  return program;
}

/** An object of a file. `@name` in a dictionary stands for a reference to another part; streams come deflated. */
export type Part = { readonly dict: string; readonly stream?: Uint8Array };
export type Parts = Map<string, Part>;

export const deflated = (content: string | Uint8Array): Uint8Array =>
  deflateSync(typeof content === 'string' ? Buffer.from(content, 'latin1') : content);

export const text = (content: string): Part => ({
  dict: '/Filter /FlateDecode',
  stream: deflated(content),
});

const hex = (value: number): string => value.toString(16).padStart(4, '0');
const utf16Hex = (value: string): string =>
  Array.from({ length: value.length }, (_, index) => hex(value.charCodeAt(index))).join('');

export function characterMap(texts: readonly string[], sectionSize = 100): string {
  const sections: string[] = [];
  for (let first = 0; first < texts.length; first += sectionSize) {
    const lines = texts
      .slice(first, first + sectionSize)
      .map((value, index) => `<${hex(first + index + 1)}> <${utf16Hex(value)}>\n`);
    sections.push(`${lines.length} beginbfchar\n${lines.join('')}endbfchar\n`);
  }
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
${sections.join('')}endcmap
CMapName currentdict /CMap defineresource pop
end
end
`;
}

/** The parts of one font: `name`, and `name.cid`, `.descriptor`, `.program`, `.map`. */
export function fontParts(name: string, texts: readonly string[], program: Uint8Array, widths = ''): Parts {
  const base = '/ABCDEF+Test-Font';
  return new Map(
    Object.entries({
      [name]: {
        dict: `/Type /Font /Subtype /Type0 /BaseFont ${base} /Encoding /Identity-H /DescendantFonts [@${name}.cid] /ToUnicode @${name}.map`,
      },
      [`${name}.cid`]: {
        dict: `/Type /Font /Subtype /CIDFontType2 /BaseFont ${base} /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor @${name}.descriptor /DW 1000 /W [${widths}] /CIDToGIDMap /Identity`,
      },
      [`${name}.descriptor`]: {
        dict: `/Type /FontDescriptor /FontName ${base} /Flags 4 /FontBBox [-100 -200 1100 1000] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 /FontFile2 @${name}.program`,
      },
      [`${name}.program`]: {
        dict: `/Length1 ${program.length} /Filter /FlateDecode`,
        stream: deflated(program),
      },
      [`${name}.map`]: text(characterMap(texts)),
    }),
  );
}

const image = '/Type /XObject /Subtype /Image /Filter /FlateDecode';

export const mask = (columns: number, rows: number, bits: Uint8Array): Part => ({
  dict: `${image} /ImageMask true /Width ${columns} /Height ${rows} /BitsPerComponent 1 /Decode [1 0]`,
  stream: deflated(bits),
});

export const colours = (columns: number, rows: number, space: string, samples: Uint8Array): Part => ({
  dict: `${image} /Width ${columns} /Height ${rows} ${space}`,
  stream: deflated(samples),
});

const xmp = (title: string): string => `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${title}</rdf:li></rdf:Alt></dc:title>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>`;

/** The head of a colour profile, of no tags. */
const colourProfile = Buffer.from(
  `\0\0\0\u0080${'\0'.repeat(12)}RGB XYZ ${'\0'.repeat(12)}acsp`.padEnd(128, '\0'),
  'latin1',
);

export type ComposedPage = {
  /** Names of parts. */
  readonly streams: readonly string[];
  readonly width?: number;
  readonly height?: number;
};

export type Composition = {
  readonly fonts: readonly Parts[];
  readonly images: Readonly<Record<string, Part>>;
  /** The operators of the streams that pages name. */
  readonly streams: Readonly<Record<string, string>>;
  readonly pages: readonly ComposedPage[];
  readonly profile?: 'a-2u' | 'plain';
};

/** All parts of a file, for a test to change one of them. */
export function partsOf({ fonts, images, streams, pages, profile = 'a-2u' }: Composition): Parts {
  const refs = (names: readonly string[]): string => names.map((name) => `/${name} @${name}`).join(' ');
  const fontNames = fonts.flatMap((font) => [...font.keys()].slice(0, 1));
  const archive =
    ' /Metadata @metadata /OutputIntents [<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /Info (sRGB) /DestOutputProfile @profile>>]';
  const parts: Parts = new Map();
  parts.set('catalogue', { dict: `/Type /Catalog /Pages @tree${profile === 'a-2u' ? archive : ''}` });
  const kids = pages.map((_, index) => `@page${index + 1}`).join(' ');
  parts.set('tree', { dict: `/Type /Pages /Kids [${kids}] /Count ${pages.length}` });
  const title = `feff${utf16Hex('試験 <&>')}`;
  parts.set('info', { dict: `/Title <${title}> /Producer (konbini-kofu) /KofuTag (tag-1)` });
  if (profile === 'a-2u') {
    parts.set('metadata', {
      dict: '/Type /Metadata /Subtype /XML',
      stream: Buffer.from(xmp('試験 &lt;&amp;&gt;')),
    });
    parts.set('profile', { dict: '/N 3', stream: colourProfile });
  }
  for (const font of fonts) for (const [name, part] of font) parts.set(name, part);
  for (const [name, part] of Object.entries(images)) parts.set(name, part);
  parts.set('resources', {
    dict: `/Font <<${refs(fontNames)}>> /XObject <<${refs(Object.keys(images))}>>`,
  });
  for (const [name, content] of Object.entries(streams)) parts.set(name, text(content));
  for (const [index, { streams: names, width = 595.28, height = 841.89 }] of pages.entries()) {
    const contents = names.map((name) => `@${name}`).join(' ');
    parts.set(`page${index + 1}`, {
      dict: `/Type /Page /Parent @tree /MediaBox [0 0 ${width} ${height}] /Resources @resources /Contents [${contents}]`,
    });
  }
  return parts;
}

const ID = '00112233445566778899aabbccddeeff';

/** Writes the parts as objects 1, 2, 3 … and closes the file. */
export function fileOf(parts: Parts, trailer = `/Root @catalogue /Info @info /ID [<${ID}> <${ID}>]`): Buffer {
  const numbers = new Map([...parts.keys()].map((name, index) => [name, index + 1]));
  const resolved = (dict: string): string =>
    dict.replace(/@([\w.]+)/g, (_, name: string) => `${numbers.get(name) ?? 0} 0 R`);
  const chunks: Buffer[] = [Buffer.from('%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n', 'latin1')];
  const lengthOf = (): number => chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const offsets: number[] = [];
  for (const [name, { dict, stream }] of parts) {
    offsets.push(lengthOf());
    const head = `${numbers.get(name)} 0 obj\n<<${resolved(dict)}`;
    if (stream === undefined) {
      chunks.push(Buffer.from(`${head}>>\nendobj\n`, 'latin1'));
      continue;
    }
    chunks.push(Buffer.from(`${head} /Length ${stream.length}>>\nstream\n`, 'latin1'), Buffer.from(stream));
    chunks.push(Buffer.from('\nendstream\nendobj\n', 'latin1'));
  }
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  const size = parts.size + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${entries.join('')}`;
  const end = `trailer\n<</Size ${size} ${resolved(trailer)}>>\nstartxref\n${lengthOf()}\n%%EOF\n`;
  return Buffer.concat([...chunks, Buffer.from(table + end, 'latin1')]);
}
