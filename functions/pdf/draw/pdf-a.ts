import { deflateSync } from 'node:zlib';

/** What a PDF/A-2u file carries besides its pages: colours with a meaning, and its description in XML. */

const fixed = (value: number): number => Math.round(value * 0x10000);

function xyz(x: number, y: number, z: number): Buffer {
  const tag = Buffer.alloc(20);
  tag.write('XYZ ', 0, 'latin1');
  tag.writeInt32BE(fixed(x), 8);
  tag.writeInt32BE(fixed(y), 12);
  tag.writeInt32BE(fixed(z), 16);
  return tag;
}

function textTag(text: string): Buffer {
  return Buffer.concat([Buffer.from('text\0\0\0\0', 'latin1'), Buffer.from(`${text}\0`, 'latin1')]);
}

function descriptionTag(text: string): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(text.length + 1);
  // no Unicode and no Macintosh description: counts of 0, and the latter's fixed 67 bytes
  const others = Buffer.alloc(4 + 4 + 2 + 1 + 67);
  return Buffer.concat([
    Buffer.from('desc\0\0\0\0', 'latin1'),
    count,
    Buffer.from(`${text}\0`, 'latin1'),
    others,
  ]);
}

function curveTag(entries: number): Buffer {
  const tag = Buffer.alloc(12 + entries * 2);
  tag.write('curv', 0, 'latin1');
  tag.writeUInt32BE(entries, 8);
  for (let index = 0; index < entries; index++) {
    const share = index / (entries - 1);
    const linear = share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    tag.writeUInt16BE(Math.round(linear * 0xffff), 12 + index * 2);
  }
  return tag;
}

/** sRGB (IEC 61966-2-1) as an ICC version 2 display profile, primaries adapted to D50. */
export function srgbProfile(): Uint8Array {
  const curve = curveTag(256);
  const tags: readonly (readonly [name: string, bytes: Buffer])[] = [
    ['desc', descriptionTag('sRGB IEC61966-2.1')],
    ['cprt', textTag('No copyright')],
    ['wtpt', xyz(0.9642, 1, 0.8249)],
    ['rXYZ', xyz(0.43607, 0.22249, 0.01392)],
    ['gXYZ', xyz(0.38515, 0.71687, 0.09708)],
    ['bXYZ', xyz(0.14307, 0.06061, 0.7141)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ];
  const head = Buffer.alloc(128 + 4 + tags.length * 12);
  head.writeUInt32BE(0x02100000, 8);
  head.write('mntrRGB XYZ ', 12, 'latin1');
  // the date is a constant of the profile, not of the document
  for (const [index, part] of [2026, 1, 1].entries()) head.writeUInt16BE(part, 24 + index * 2);
  head.write('acsp', 36, 'latin1');
  head.writeInt32BE(fixed(0.9642), 68);
  head.writeInt32BE(fixed(1), 72);
  head.writeInt32BE(fixed(0.8249), 76);
  head.writeUInt32BE(tags.length, 128);
  const parts: Buffer[] = [head];
  const placed = new Map<Buffer, number>();
  let end = head.length;
  for (const [index, [name, bytes]] of tags.entries()) {
    let at = placed.get(bytes);
    if (at === undefined) {
      at = end;
      placed.set(bytes, at);
      const room = Buffer.alloc((bytes.length + 3) & ~3);
      bytes.copy(room);
      parts.push(room);
      end += room.length;
    }
    const entry = 132 + index * 12;
    head.write(name, entry, 'latin1');
    head.writeUInt32BE(at, entry + 4);
    head.writeUInt32BE(bytes.length, entry + 8);
  }
  head.writeUInt32BE(end, 0);
  return Buffer.concat(parts);
}

/** The same bytes in every file, so they are deflated once. */
export const deflatedSrgbProfile: Uint8Array = deflateSync(srgbProfile(), { level: 9 });

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XMP packet with the title and producer of the information dictionary; no dates. UTF-8. */
export function xmpPacket(title: string, producer: string): Uint8Array {
  const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);
  const packet = `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escaped(title)}</rdf:li></rdf:Alt></dc:title>
<pdf:Producer>${escaped(producer)}</pdf:Producer>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`;
  return Buffer.from(packet, 'utf8');
}
