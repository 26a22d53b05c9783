/** Composes the parts of a glyph pack that its witness is read from, by the description of the format alone. */

export type Testimony = {
  readonly key: number;
  readonly low: number;
  readonly high: number;
  readonly advance: number;
  readonly bearing: number;
};

/** @param entries in the order in which they are to lie there */
export function packBytes(
  entries: readonly Testimony[],
  { unitsPerEm }: { readonly unitsPerEm: number },
): Uint8Array {
  const bytes = entries.length * 16;
  const headerFor = (offset: number): string => {
    const json = JSON.stringify({ name: 'Test', unitsPerEm, sections: { witness: [offset, bytes] } });
    return json.padEnd(Math.ceil(json.length / 8) * 8);
  };
  // the place has as many digits as the header's own length leads to
  let offset = 16 + headerFor(100).length;
  offset = 16 + headerFor(offset).length;
  const header = headerFor(offset);
  const pack = new Uint8Array(offset + bytes);
  const view = new DataView(pack.buffer);
  pack.set(Buffer.from(`KOFUPACK\u0001\0\0\0`, 'latin1'));
  view.setUint32(12, header.length, true);
  pack.set(Buffer.from(header), 16);
  for (const [index, { key, low, high, advance, bearing }] of entries.entries()) {
    const at = offset + index * 16;
    view.setUint32(at, key, true);
    view.setUint32(at + 4, low, true);
    view.setUint32(at + 8, high, true);
    view.setUint16(at + 12, advance, true);
    view.setInt16(at + 14, bearing, true);
  }
  return pack;
}
