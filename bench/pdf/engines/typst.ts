import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FlatPage } from '../flat-page.ts';
import type { Engine } from './engine.ts';

/** As much of typst's compiler for Node as a certificate needs. */
type Typst = {
  readonly NodeCompiler: { readonly create: (options: object) => TypstCompiler };
};
type TypstCompiler = {
  readonly mapShadow: (path: string, bytes: Buffer) => void;
  readonly compile: (options: { readonly mainFileContent: string }) => {
    readonly result: object | null;
    readonly takeError: () => { readonly shortDiagnostics: readonly unknown[] } | null;
  };
  readonly pdf: (document: object, options: { readonly pdfStandard: string }) => Uint8Array;
  readonly evictCache: (maximumAge: number) => void;
};

const FAMILIES = { base: 'IPAmjMincho', gaiji: 'EUDC' } as const;
/** What its documentation suggests for programs that do not watch; also the fastest here, and the smallest. */
const CACHE_AGE = 10;

/** At either end of a line typst draws these in half their width, wherever the page wants them. */
const PUNCTUATION = /^[\u3000-\u303f\uff00-\uff0f]|[\u3000-\u303f\uff00-\uff0f]$/;

/** Every run in its place, nothing shaped, spaced or broken; y points down. */
const HEAD = `#set text(fallback: false, kerning: false, ligatures: false, hyphenate: false, cjk-latin-spacing: none)
#set text(top-edge: "baseline", bottom-edge: "baseline")
#let at(x, y, what) = place(top + left, dx: x * 1pt, dy: y * 1pt, what)
#let run(font, x, y, size, said) = at(x, y, text(font: font, size: size * 1pt, said))
#let rule(x1, y1, x2, y2, width, grey) = place(top + left, line(start: (x1 * 1pt, y1 * 1pt), end: (x2 * 1pt, y2 * 1pt), stroke: width * 1pt + luma(grey)))
#let frame(x, y, width, height, line, grey) = at(x, y, rect(width: width * 1pt, height: height * 1pt, stroke: line * 1pt + luma(grey)))
#let bare(font, x, y, size, said) = run(font, x, y, size, box(width: 0pt) + said + box(width: 0pt))
#let seal(x, y, width, height) = at(x, y, image("seal.png", width: width * 1pt, height: height * 1pt))
`;

/** The compiler is made once and kept; of the ways to hand it a page, its own language was the fastest. */
const typstWith = (fontArgs: (files: readonly string[]) => readonly object[]): Engine => ({
  takes: 'page',
  open: async ({ baseFont, gaijiFont, sealPng }, load) => {
    const { NodeCompiler } = (await load('@myriaddreamin/typst-ts-node-compiler')) as Typst;
    const workspace = tmpdir();
    const compiler = NodeCompiler.create({ fontArgs: fontArgs([baseFont, gaijiFont]), workspace });
    compiler.mapShadow(join(workspace, 'seal.png'), Buffer.from(sealPng));
    return (page) => {
      const compiled = compiler.compile({ mainFileContent: sourceOf(page) });
      if (compiled.result === null)
        throw new Error(JSON.stringify(compiled.takeError()?.shortDiagnostics ?? 'no document'));
      const pdf = compiler.pdf(compiled.result, { pdfStandard: 'a-2u' });
      compiler.evictCache(CACHE_AGE);
      return pdf;
    };
  },
});

/** Both fonts are read into memory when it is opened. */
export const typst = typstWith((files) => [{ fontBlobs: files.map((file) => readFileSync(file)) }]);

/** It is told where the fonts lie and reads of them what it needs: a shorter start, a longer first certificate. */
export const typstByPath = typstWith((fontPaths) => [{ fontPaths }]);

function sourceOf(flat: FlatPage): string {
  const down = (y: number): number => Math.round((flat.height - y) * 1000) / 1000;
  const level = (grey: number): number => Math.round(grey * 255);
  const lines = [
    `#set document(title: ${quoted(flat.title)})`,
    `#set page(width: ${flat.width}pt, height: ${flat.height}pt, margin: 0pt)`,
    HEAD,
  ];
  for (const { x, y, width, height } of flat.pictures)
    lines.push(`#seal(${x}, ${down(y + height)}, ${width}, ${height})`);
  for (const { x1, y1, x2, y2, width, grey } of flat.rules)
    lines.push(`#rule(${x1}, ${down(y1)}, ${x2}, ${down(y2)}, ${width}, ${level(grey)})`);
  for (const { x, y, width, height, lineWidth, grey = 0 } of flat.frames)
    lines.push(`#frame(${x}, ${down(y + height)}, ${width}, ${height}, ${lineWidth}, ${level(grey)})`);
  for (const { font, x, y, size, text } of flat.runs)
    lines.push(
      `#${PUNCTUATION.test(text) ? 'bare' : 'run'}("${FAMILIES[font]}", ${x}, ${down(y)}, ${size}, ${quoted(text)})`,
    );
  return lines.join('\n');
}

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
