import { readFileSync } from 'node:fs';
import type { BilevelImage } from '../../../functions/pdf/display-list.ts';
import { codePointOf, keysOf, keyText } from '../../../functions/pdf/index.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { loadPeer } from '../../peers/address.ts';
import type { FlatPage } from '../flat-page.ts';
import { advanceOf, baseFontFile, type FontName, gaijiFontBytes, type OutlineFonts } from '../fonts.ts';

type Command = { readonly command: string; readonly args: readonly number[] };
type FontkitFont = {
  readonly unitsPerEm: number;
  readonly glyphsForString: (
    text: string,
  ) => readonly { readonly path: { readonly commands: readonly Command[] } }[];
};
type Fontkit = { readonly create: (bytes: Uint8Array) => FontkitFont };

/**
 * Makes the page as it ought to look: a PDF without any font, in which every glyph is a filled path. `bare` leaves the
 * variation selectors out: the page as it looks where somebody has fallen back to the characters without them.
 */
export type DrawReference = (page: FlatPage, bare?: boolean) => Uint8Array;

/** The outlines are read by fontkit: nothing of the reference is this project's. */
export async function openReference(fonts: OutlineFonts, seal: BilevelImage): Promise<DrawReference> {
  const { create } = (await loadPeer('fontkit')) as Fontkit;
  const opened: Readonly<Record<FontName, FontkitFont>> = {
    base: create(readFileSync(baseFontFile())),
    gaiji: create(Buffer.from(gaijiFontBytes())),
  };
  return (page, bare = false) => {
    const content = [
      ...page.pictures.map(({ x, y, width, height }) => `q ${width} 0 0 ${height} ${x} ${y} cm /Seal Do Q`),
      ...page.rules.map(
        ({ x1, y1, x2, y2, width, grey }) => `${width} w ${grey} G ${x1} ${y1} m ${x2} ${y2} l S`,
      ),
      ...page.frames.map(
        ({ x, y, width, height, lineWidth, grey = 0 }) =>
          `${lineWidth} w ${grey} G ${x} ${y} ${width} ${height} re S`,
      ),
      ...page.runs.flatMap(({ font, x, y, size, text }) => {
        const paths: string[] = [];
        let at = x;
        for (const key of unwrap(keysOf(text))) {
          const shown = bare ? String.fromCodePoint(codePointOf(key)) : keyText(key);
          paths.push(glyphPath(opened[font], shown, { x: at, y, size }));
          at += advanceOf(fonts, key) * size;
        }
        return paths;
      }),
    ].join('\n');
    return onePage(page, content, seal);
  };
}

type Place = { readonly x: number; readonly y: number; readonly size: number };

function glyphPath(font: FontkitFont, text: string, { x, y, size }: Place): string {
  const [glyph] = font.glyphsForString(text);
  const commands = glyph?.path.commands ?? [];
  if (commands.length === 0) return '';
  const scale = size / font.unitsPerEm;
  let [lastX, lastY] = [0, 0];
  const parts = commands.map(({ command, args }) => {
    const points = command === 'quadraticCurveTo' ? cubicOf([lastX, lastY], args) : args;
    [lastX = 0, lastY = 0] = points.slice(-2);
    return `${points.map((value, index) => (value * scale + (index % 2 === 0 ? x : y)).toFixed(4)).join(' ')} ${OPERATORS[command] ?? ''}`;
  });
  return `${parts.join('\n')}\nf`;
}

const OPERATORS: Readonly<Record<string, string>> = {
  moveTo: 'm',
  lineTo: 'l',
  quadraticCurveTo: 'c',
  bezierCurveTo: 'c',
  closePath: 'h',
};

/** The same curve with two control points, as PDF knows it. */
function cubicOf([x0, y0]: readonly [number, number], args: readonly number[]): readonly number[] {
  const [cx = 0, cy = 0, x = 0, y = 0] = args;
  return [
    x0 + (2 / 3) * (cx - x0),
    y0 + (2 / 3) * (cy - y0),
    x + (2 / 3) * (cx - x),
    y + (2 / 3) * (cy - y),
    x,
    y,
  ];
}

function onePage({ width, height }: FlatPage, content: string, seal: BilevelImage): Uint8Array {
  const samples = Buffer.alloc(seal.columns * seal.rows * 3, 255);
  const stride = Math.ceil(seal.columns / 8);
  for (let row = 0; row < seal.rows; row += 1)
    for (let column = 0; column < seal.columns; column += 1)
      if (((seal.bits[row * stride + (column >> 3)] ?? 0) & (0x80 >> (column & 7))) !== 0)
        samples.set(
          seal.ink.map((share) => Math.round(share * 255)),
          (row * seal.columns + column) * 3,
        );
  const image = `/Type /XObject /Subtype /Image /Width ${seal.columns} /Height ${seal.rows} /ColorSpace /DeviceRGB /BitsPerComponent 8`;
  const objects = [
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    Buffer.from(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Contents 4 0 R /Resources << /XObject << /Seal 5 0 R >> >> >>`,
    ),
    streamObject('', Buffer.from(content)),
    streamObject(image, samples),
  ];
  const parts = [Buffer.from('%PDF-1.7\n')];
  const places: number[] = [];
  const length = (): number => parts.reduce((sum, part) => sum + part.length, 0);
  for (const [index, object] of objects.entries()) {
    places.push(length());
    parts.push(Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from('\nendobj\n'));
  }
  const entries = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${length()}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

const streamObject = (dict: string, bytes: Buffer) =>
  Buffer.concat([
    Buffer.from(`<< ${dict} /Length ${bytes.length} >>\nstream\n`),
    bytes,
    Buffer.from('\nendstream'),
  ]);
