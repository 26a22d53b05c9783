/** Numbers with 16 binary places, as colour profiles have them. */
function fixed(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeInt32BE(Math.round(value * 0x10000), index * 4);
  return bytes;
}

/** A tag's content: its type, four zeros, and what the type says. */
const tagOf = (type: string, ...parts: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from(`${type}\0\0\0\0`, 'latin1'), ...parts]);

/** One text, in English of the United States, which is what the format counts languages by. */
function textTag(text: string): Buffer {
  const utf16 = Buffer.from(text, 'utf16le').swap16();
  const head = Buffer.alloc(20);
  for (const [index, value] of [1, 12].entries()) head.writeUInt32BE(value, index * 4);
  head.write('enUS', 8, 'latin1');
  head.writeUInt32BE(utf16.length, 12);
  head.writeUInt32BE(28, 16);
  return tagOf('mluc', head, utf16);
}

/** The sRGB curve as the formula that it is: a power, and a straight line near black. */
const curveTag = (): Buffer =>
  tagOf('para', Buffer.from([0, 3, 0, 0]), fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045));

/** sRGB (IEC 61966-2-1) as an ICC version 4 display profile, primaries adapted to D50. */
export function srgbProfile(): Uint8Array {
  const curve = curveTag();
  const d50 = fixed(0.9642, 1, 0.8249);
  const tags: readonly (readonly [name: string, bytes: Buffer])[] = [
    ['desc', textTag('sRGB')],
    ['cprt', textTag('CC0')],
    ['wtpt', tagOf('XYZ ', d50)],
    // from D65 to D50 after Bradford
    [
      'chad',
      tagOf(
        'sf32',
        fixed(1.047882, 0.022919, -0.050201, 0.029587, 0.990479, -0.017059, -0.009232, 0.015076, 0.751678),
      ),
    ],
    ['rXYZ', tagOf('XYZ ', fixed(0.43607, 0.22249, 0.01392))],
    ['gXYZ', tagOf('XYZ ', fixed(0.38515, 0.71687, 0.09708))],
    ['bXYZ', tagOf('XYZ ', fixed(0.14307, 0.06061, 0.7141))],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ];
  const head = Buffer.alloc(128 + 4 + tags.length * 12);
  head.writeUInt32BE(0x04200000, 8);
  head.write('mntrRGB XYZ ', 12, 'latin1');
  // the date is a constant of the profile, not of the document
  for (const [index, part] of [2026, 1, 1].entries()) head.writeUInt16BE(part, 24 + index * 2);
  head.write('acsp', 36, 'latin1');
  d50.copy(head, 68);
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
