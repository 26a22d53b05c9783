import { describeKey, keysOf, type ReadBack, type ReadFault, readBack } from '../../functions/pdf/index.ts';
import { inspectPdf } from '../../functions/pdf/inspect/inspect-pdf.ts';
import { sha256Hex } from '../../functions/shared/canonical.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import type { InspectCommand } from './arguments.ts';
import { bytesOf } from './failure.ts';
import type { Outcome } from './report.ts';

const MAX_PDF_BYTES = 256 * 1024 * 1024;

type Size = { readonly width: number; readonly height: number };
const millimetres = (points: number): string => ((points / 72) * 25.4).toFixed(1);
const sizeText = ({ width, height }: Size): string => `${millimetres(width)} × ${millimetres(height)} mm`;

/** `inspect`. Refused: a file that was made elsewhere and may not be handed out as it is. */
export async function inspect({ file }: InspectCommand): Promise<Result<Outcome, Outcome>> {
  const bytes = await bytesOf(file, MAX_PDF_BYTES);
  const facts = { file, bytes: bytes.length, sha256: sha256Hex(bytes) };
  const own = readBack(bytes, { allowPlain: true });
  return own.ok ? ok(ownReport(facts, own.value)) : foreignReport(facts, bytes, own.error);
}

type Facts = { readonly file: string; readonly bytes: number; readonly sha256: string };

const factLines = ({ file, bytes, sha256 }: Facts): string[] => [
  `${file}（${bytes.toLocaleString('ja')} バイト）`,
  `SHA-256 ${sha256}`,
];

/** A run's text by key; a finished file holds no text that is none. */
function keysOfRun(text: string): string[] {
  const keys = keysOf(text);
  return keys.ok ? keys.value.map(describeKey) : [];
}

function ownReport(facts: Facts, { title, tag, profile, fonts, pages }: ReadBack): Outcome {
  const data = {
    ...facts,
    origin: 'own',
    title,
    tag,
    profile,
    fonts: fonts.map(({ name, glyphs }) => ({ name, glyphs: glyphs.length, embedded: true })),
    pages: pages.map(({ width, height, runs, pictures }) => ({
      width,
      height,
      pictures,
      runs: runs.map((run) => ({ ...run, keys: keysOfRun(run.text) })),
    })),
  };
  const lines = pages.flatMap((page, index) => [
    '',
    `${index + 1}/${pages.length} ページ  ${sizeText(page)}  画像 ${page.pictures.length}`,
    ...page.runs.map(
      ({ text, x, y }) => `  ${x.toFixed(1).padStart(6)} ${y.toFixed(1).padStart(6)}  ${shown(text)}`,
    ),
  ]);
  return {
    text: [
      ...factLines(facts),
      `この仕組みが作ったもの: ${title}（${profile === 'plain' ? 'PDF/A ではない' : 'PDF/A-2u'}）`,
      ...data.fonts.map(({ name, glyphs }) => `フォント ${name}: ${glyphs} 字形`),
      ...lines,
    ].join('\n'),
    data,
  };
}

/** A text with the codes of what a terminal may not show as it is: sequences, private use, planes above the first. */
function shown(text: string): string {
  const codes = keysOfRun(text).filter((key) => / |U\+(E...|F[0-8]..)$|U\+.{5}/.test(key));
  return codes.length === 0 ? text : `${text}  [${codes.join(', ')}]`;
}

async function foreignReport(
  facts: Facts,
  bytes: Uint8Array,
  notOwn: ReadFault,
): Promise<Result<Outcome, Outcome>> {
  const found = await inspectPdf(bytes, { text: true });
  if (!found.ok) {
    const { kind, where, rule } = found.error;
    return err({
      text: [
        ...factLines(facts),
        `この仕組みの証明書ではなく、よそからの PDF としても渡せません: ${where} ${kind}（${rule}）`,
      ].join('\n'),
      data: { ...facts, origin: 'other', notOwn, outcome: 'refused', kind, where, rule },
    });
  }
  const { version, pages, fonts, decidedBy, doubt } = found.value;
  const read = pages.map(({ width, height, text, textIsComplete }) => ({
    width,
    height,
    ...(text === undefined ? {} : { text, textIsComplete, keys: text.split('\n').map(keysOfRun) }),
  }));
  return ok({
    text: [
      ...factLines(facts),
      `この仕組みの証明書ではないもの（よそからの PDF としては検査に適う）: PDF ${version}`,
      ...fonts.map(
        ({ name, kind, embedded }) => `フォント ${name}（${kind}）${embedded ? '' : ' 埋め込みなし'}`,
      ),
      ...read.flatMap(({ text, ...page }, index) => [
        '',
        `${index + 1}/${pages.length} ページ  ${sizeText(page)}`,
        ...(text ?? '（文字を読み取れません）').split('\n').map((line) => `  ${shown(line)}`),
      ]),
    ].join('\n'),
    data: {
      ...facts,
      origin: 'other',
      notOwn,
      version,
      decidedBy,
      ...(doubt === undefined ? {} : { doubt }),
      fonts,
      pages: read,
    },
  });
}
