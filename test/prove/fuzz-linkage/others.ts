import { Feed } from '../../../functions/linkage/layouts/envelope.ts';
import { eudcFont } from '../../../simulator/sample/eudc-font.ts';
import { MUNICIPALITIES } from '../../../simulator/sample/municipalities.ts';
import type { Random } from '../../../simulator/sample/random.ts';
import { buildFont, samplePlan } from '../../unit/pdf/font-builder.ts';
import { type BmpOptions, RED, sealGrid, writeBmp } from '../../unit/seal-images/bmp-writer.ts';
import { mutantOf } from '../fuzz-font/mutations.ts';

// Hostile input of what arrives beside CSV: names, pictures within rows, fonts.

export type TextMutant = { readonly text: string; readonly how: string };
export type BytesMutant = { readonly bytes: Buffer; readonly how: string };

const PARTS = {
  municipality: ['012050', '012301', '000000', '0120500', '01205', '０１２０５０', '../012050', ''],
  feed: [...Feed.options, 'constructor', 'Resident', 'resident-diff', 'koseki', ''],
  kind: ['full', 'diff', 'urgent', 'FULL', 'all', ''],
  epoch: ['1', '2', '0', '999999', '1000000', '01', '-1', '1e3', ''],
  number: ['000001', '000042', '1', '0000042', '000000', '999999999999999', '9999999999999999', '00042x', ''],
  ending: ['.csv', '.tte', '.CSV', '.csv.gz', '.tte.csv', '', '.csv\n', '.csv\u0000'],
} as const;

/** A name of parts that fit or do not, and then some characters more, fewer or others. */
export function nameMutant(random: Random): TextMutant {
  const part = (of: readonly string[]): string => (random.chance(0.7) ? (of[0] ?? '') : random.pick(of));
  const { municipality, feed, kind, epoch, number, ending } = PARTS;
  const stem = [municipality, random.shuffle(feed), random.shuffle(kind.slice(0, 3)), epoch, number].map(
    part,
  );
  const text = `${stem.join('-')}${part(ending)}`;
  if (random.chance(0.6)) return { text, how: 'of parts' };
  const at = random.integer(0, text.length);
  const put = random.pick(['-', '0', '/', '..', '字', ' ', '\u0000', '-'.repeat(5_000), '1'.repeat(5_000)]);
  return { text: text.slice(0, at) + put + text.slice(at + random.integer(0, 2)), how: 'characters changed' };
}

const FORMATS: readonly BmpOptions[] = [
  { bitCount: 1, perMetre: [11_811, 11_811] },
  { bitCount: 4, headerSize: 12 },
  { bitCount: 8, palette: 'counted', topDown: true },
  { bitCount: 24, headerSize: 124 },
  { bitCount: 32, headerSize: 108, fourthByte: 255 },
];
const EXTREMES = [0, 1, 2, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0xffff, 4_096, 65_535] as const;

/** An impression as BASE64 whose picture, or whose BASE64, is not as it was. */
export function impressionMutant(random: Random): TextMutant {
  const side = random.pick([3, 40, 95, 150, 301, 400]);
  const file = Buffer.from(
    writeBmp(sealGrid(side, random.chance(0.5) ? { ink: RED } : {}), random.pick(FORMATS)),
  );
  const how: string[] = [];
  let bytes = file;
  for (let times = random.integer(0, 3); times > 0 && bytes.length > 60; times--) {
    const way = random.pick(['number', 'bytes', 'cut', 'more'] as const);
    how.push(way);
    if (way === 'number') bytes.writeUInt32LE(random.pick(EXTREMES), random.integer(0, 50));
    else if (way === 'cut') bytes = bytes.subarray(0, random.integer(0, bytes.length));
    else if (way === 'more') bytes = Buffer.concat([bytes, Buffer.alloc(random.integer(1, 3_000), 0xff)]);
    else
      for (let n = random.integer(1, 8); n > 0; n--)
        bytes[random.integer(0, bytes.length - 1)] = random.integer(0, 255);
  }
  let text = bytes.toString('base64');
  if (random.chance(0.3)) {
    const at = random.integer(0, text.length);
    const put = random.pick(['=', '\n', ' ', '-', '_', 'é', '====', '\u0000', 'A', 'data:image/bmp;base64,']);
    text = text.slice(0, at) + put + text.slice(at + random.integer(0, 2));
    how.push('base64');
  }
  return { text, how: how.join(', ') || 'as it is' };
}

const TEN_MEGABYTES = 10 * 1024 * 1024;

/** What transport makes of a font: how it is wrapped, cut and spoilt. The tables are fuzz-font's. */
const WRAPPINGS: Readonly<Record<string, (font: Buffer, random: Random) => Buffer>> = {
  'as it is': (font) => font,
  'LF as CRLF, like a text': (font) =>
    Buffer.from(font.toString('latin1').replaceAll('\n', '\r\n'), 'latin1'),
  'as UTF-8, like a text': (font) => Buffer.from(font.toString('latin1')),
  'as BASE64': (font) => Buffer.from(font.toString('base64')),
  'a mark before it': (font) => Buffer.concat([Buffer.from('efbbbf', 'hex'), font]),
  'in a collection': (font) => Buffer.concat([Buffer.from('746463660001000000000001', 'hex'), u32(16), font]),
  'with another version': (font, random) => {
    font.writeUInt32BE(random.pick([0, 0x4f54544f, 0x74727565, 0x774f4646, 0x74746366, 0x504b0304]));
    return font;
  },
  'zeros after it': (font, random) => Buffer.concat([font, Buffer.alloc(random.pick([1, 512, 65_536]))]),
  'cut off': (font, random) => font.subarray(0, random.integer(0, font.length)),
  'its end as zeros': (font, random) => font.fill(0, random.integer(0, font.length)),
  empty: () => Buffer.alloc(0),
};
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const WRAPPING_WAYS = Object.entries(WRAPPINGS);

export type Fonts = readonly { readonly name: string; readonly font: Uint8Array }[];

export const soundFonts = (): Fonts => [
  { name: 'sample', font: buildFont(samplePlan) },
  ...MUNICIPALITIES.map((city) => ({ name: `EUDC ${city.code}`, font: eudcFont(city) })),
];

export function fontMutant(fonts: Fonts, random: Random): BytesMutant {
  const source = random.pick(fonts);
  const { font, how } = random.chance(0.3) ? mutantOf(source, random) : { font: source.font, how: '' };
  const [wrapping, wrap] = random.pick(WRAPPING_WAYS);
  const tooLarge = random.chance(0.002);
  const bytes = wrap(Buffer.from(font), random);
  return {
    bytes: tooLarge ? Buffer.concat([bytes, Buffer.alloc(TEN_MEGABYTES)]) : bytes,
    how: [source.name, how, wrapping, tooLarge ? 'too large' : ''].filter((part) => part !== '').join(', '),
  };
}
