import { mkdir, readFile, stat } from 'node:fs/promises';
import { describeKey, type GlyphKey, sourceFromBytes } from '../../functions/pdf/index.ts';
import { makePack } from '../../functions/pdf/pack/build-pack.ts';
import { readPackFile } from '../../functions/pdf/pack/pack-file.ts';
import { sha256Hex } from '../../functions/shared/canonical.ts';
import { unwrap } from '../../functions/shared/result.ts';
import { packPath, writePack } from '../local/packs.ts';
import { codeOf, Problem } from '../local/problem.ts';
import { grouped, type Outcome } from './outcome.ts';

/** Larger than any font that is known; a wrong path may lead to a film. */
const MAX_FONT_BYTES = 256 * 1024 * 1024;
const NAMED_KEYS = 20;

async function readFont(path: string): Promise<Uint8Array> {
  const found = await stat(path).catch((error: unknown) => {
    throw new Problem(
      `The font ${path} cannot be read (${codeOf(error)})`,
      'give the path of a .ttf or .tte file',
    );
  });
  if (!found.isFile() || found.size > MAX_FONT_BYTES)
    throw new Problem(`${path} is no font: ${found.isFile() ? `${found.size} bytes` : 'no file'}`);
  return readFile(path);
}

/** Left-out keys by reason, the first of them by name. */
function droppedLine(reason: string, keys: readonly GlyphKey[]): string[] {
  if (keys.length === 0) return [];
  const more = keys.length > NAMED_KEYS ? ' …' : '';
  return [
    `  left out, ${reason}: ${grouped(keys.length)} (${keys.slice(0, NAMED_KEYS).map(describeKey).join(', ')}${more})`,
  ];
}

/** `fonts pack`: makes and verifies the glyph pack of one font. */
export async function pack(wish: { font: string; out: string; name: string }): Promise<Outcome> {
  const bytes = await readFont(wish.font);
  const fontSha256 = sha256Hex(bytes);
  const began = performance.now();
  const made = makePack(sourceFromBytes(bytes), { sha256: fontSha256 });
  const seconds = Number(((performance.now() - began) / 1000).toFixed(2));
  if (!made.ok) {
    const { kind, table, detail } = made.error;
    return {
      ok: false,
      lines: [`${wish.font} cannot be used (${kind}, table ${table}): ${detail}`],
      data: { font: { path: wish.font, sha256: fontSha256 }, fault: made.error },
    };
  }
  const { header } = unwrap(readPackFile(made.value.bytes));
  const { noCharacter, drawsNothing } = made.value.dropped;
  await mkdir(wish.out, { recursive: true });
  const path = packPath(wish.name, wish.out);
  await writePack(path, made.value.bytes);
  const sha256 = sha256Hex(made.value.bytes);
  const { bareKeys, sequenceKeys, hotBytes } = header;
  return {
    ok: true,
    lines: [
      `${path} · ${header.name} ${header.fontVersion}, each glyph decoded and compared with the font`,
      `  ${grouped(bareKeys)} code points, ${grouped(sequenceKeys)} sequences, ${grouped(made.value.bytes.length)} bytes (${grouped(hotBytes)} hot) in ${seconds} s`,
      ...droppedLine('they draw nothing', drawsNothing),
      ...droppedLine('no characters', noCharacter),
      `  sha256 ${sha256}`,
    ],
    data: {
      pack: {
        path,
        sha256,
        bytes: made.value.bytes.length,
        hotBytes,
        codePoints: bareKeys,
        sequences: sequenceKeys,
      },
      font: { path: wish.font, sha256: fontSha256, name: header.name, version: header.fontVersion },
      dropped: { drawsNothing: drawsNothing.map(describeKey), noCharacter: noCharacter.map(describeKey) },
      seconds,
    },
  };
}
